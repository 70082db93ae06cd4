import Ingestion
import JSONBytes
import SQLDatabase
import Testing

@testable import WherefromServer

struct EventRouteTests {
    private static let event = Array("{}".utf8)

    @Test(
        "an accepted event is 201 with an empty body, at every path",
        arguments: [
            "/api/v1/lineage", "/api/v1/lineage/", "/api/v1/lineage?x=1", "/openapi/openlineage/api/v1/lineage",
            "/api/v1/openlineage/lineage",
        ])
    func acceptedIs201(_ target: String) async throws {
        let server = TestServer()
        let answer = try await server.send("POST", target, body: Self.event, peer: "10.0.0.7")
        #expect(answer.status == 201)
        #expect(answer.bytes.isEmpty)
        let call = try #require(server.sink.calls.first)
        #expect(call.body == Self.event)
        #expect(call.source.address == "10.0.0.7")
        #expect(call.source.receivedAt > 1_700_000_000_000_000_000)
        #expect(call.isStrict == false)
    }

    @Test("a duplicate is 201 too")
    func duplicateIs201() async throws {
        let server = TestServer(sink: FakeSink { _ in [.duplicate] })
        #expect(try await server.send("POST", "/api/v1/lineage", body: Self.event).status == 201)
        #expect(server.assembly.metrics.events.duplicate == 1)
    }

    @Test("validate=strict reaches the sink, other values are 400")
    func strictness() async throws {
        let server = TestServer()
        #expect(try await server.send("POST", "/api/v1/lineage?validate=strict", body: Self.event).status == 201)
        #expect(server.sink.calls.map(\.isStrict) == [true])
        #expect(try await server.send("POST", "/api/v1/lineage?validate=hard", body: Self.event).status == 400)
    }

    @Test(
        "rejections have Marquez's shapes",
        arguments: [
            (400, ["not JSON"], #"{"code":400,"message":"not JSON"}"#),
            (
                422, ["run.runId must not be null", "job must not be null"],
                #"{"errors":["run.runId must not be null","job must not be null"],"code":422,"#
                    + #""message":"run.runId must not be null; job must not be null"}"#
            ),
            (403, ["no"], #"{"code":403,"message":"no"}"#),
        ])
    func rejections(_ status: Int, _ errors: [String], _ body: String) async throws {
        let server = TestServer(sink: FakeSink { _ in [.rejected(status: status, errors: errors, retriable: false)] })
        let answer = try await server.send("POST", "/api/v1/lineage", body: Self.event)
        #expect(answer.status == status)
        #expect(answer.text == body)
        #expect(server.assembly.metrics.events.rejected == 1)
    }

    @Test("overload is 503 with Retry-After", arguments: ["/api/v1/lineage", "/api/v1/lineage/batch"])
    func overload(_ target: String) async throws {
        let server = TestServer(sink: FakeSink { _ in throw IngestOverload(retryAfterSeconds: 4) })
        let answer = try await server.send("POST", target, body: Self.event)
        #expect(answer.status == 503)
        #expect(answer.header("Retry-After") == "4")
        #expect(server.assembly.metrics.events.overloaded == 1)
    }

    @Test("an error nobody expected is 500 with the id of the request and nothing else")
    func unexpectedError() async throws {
        struct Secret: Error { let sql = "SELECT password" }
        let server = TestServer(sink: FakeSink { _ in throw Secret() })
        let answer = try await server.send(
            "POST", "/api/v1/lineage", headers: ["X-Request-Id": "abc-1"], body: Self.event)
        #expect(answer.status == 500)
        #expect(answer.text.contains("(ID abc-1)"))
        #expect(!answer.text.contains("password"))
    }

    @Test(
        "a database that cannot take events is 503 in plain words, so that clients keep them",
        arguments: [
            (DatabaseError.diskFull(.init(path: "/secret/path/w.db", sql: "INSERT secret")), 503, "30"),
            (.overloaded(.init(path: "w.db")), 503, "1"), (.corrupt(.init(path: "/secret/w.db")), 500, nil),
        ] as [(DatabaseError, Int, String?)])
    func databaseFailures(_ error: DatabaseError, _ status: Int, _ retryAfter: String?) async throws {
        let server = TestServer(sink: FakeSink { _ in throw error })
        let answer = try await server.send("POST", "/api/v1/lineage", body: Self.event)
        #expect(answer.status == status)
        #expect(answer.header("Retry-After") == retryAfter)
        #expect(answer.text.contains("w.db"))
        #expect(!answer.text.contains("secret"))
    }

    @Test("the answer to a batch is the specification's, with duplicates added")
    func batch() async throws {
        let server = TestServer(
            sink: FakeSink { _ in
                [
                    .accepted(seq: 1), .duplicate,
                    .rejected(status: 422, errors: ["a", "b"], retriable: false),
                    .rejected(status: 503, errors: ["later"], retriable: true),
                ]
            })
        let answer = try await server.send("POST", "/api/v1/lineage/batch", body: Self.event)
        #expect(answer.status == 200)
        #expect(
            answer.text == #"{"status":"partial_success","summary":{"received":4,"successful":2,"failed":2,"#
                + #""retriable":1,"non_retriable":1,"duplicates":1},"failed_events":["#
                + #"{"index":2,"reason":"a; b","retriable":false},{"index":3,"reason":"later","retriable":true}]}"#)
    }

    @Test("an empty batch succeeds")
    func emptyBatch() async throws {
        let server = TestServer(sink: FakeSink { _ in [] })
        let answer = try await server.send("POST", "/api/v1/openlineage/lineage/batch", body: Array("[]".utf8))
        #expect(try answer.json()["status"]?.string == "success")
    }

    @Test("a batch that is no array is refused as a whole")
    func noBatch() async throws {
        let server = TestServer(sink: FakeSink { _ in throw BodyRejection(status: 400, errors: ["no array"]) })
        let answer = try await server.send("POST", "/api/v1/lineage/batch", body: Self.event)
        #expect(answer.status == 400)
        #expect(answer.text == #"{"code":400,"message":"no array"}"#)
    }
}
