import Ingestion
import JSONBytes
import Testing

@testable import WherefromServer

struct AnswerTests {
    private static func numbers(_ count: Int) -> JSONWriter {
        var writer = JSONWriter()
        writer.beginArray()
        for number in 0..<count { writer.value(number) }
        writer.endArray()
        return writer
    }

    private let server = TestServer(routes: [
        Route(.get, "/api/v1/many", scope: .read, summary: "Many") { $0.json(numbers(1000), tagged: true) },
        Route(.get, "/api/v1/few", scope: .read, summary: "Few") { $0.json(numbers(3), tagged: true) },
        Route(.get, "/api/v1/plain", scope: .read, summary: "Untagged") { $0.json(numbers(3)) },
        Route(.get, "/api/v2/problem", scope: .read, summary: "Fails") { _ in
            var error = HTTPError.notFound("Node 'x'", id: "unknown-node")
            error.hint = "Look for it with search."
            error.candidates = ["dataset:a:x"]
            throw error
        },
        Route(.get, "/api/v2/stream", scope: .read, summary: "Streams") { _ in
            .stream(type: "application/x-ndjson") { sink in
                for line in ["1\n", "2\n"] { try await sink.write(Array(line.utf8)) }
            }
        },
    ])

    @Test(
        "large answers are compressed for those who ask",
        arguments: [
            ("many", "gzip", true), ("many", "br;q=1.0, gzip;q=0.5", true), ("many", "*", true),
            ("many", "gzip;q=0", false), ("many", "identity", false), ("many", nil, false), ("few", "gzip", false),
        ])
    func compression(_ path: String, _ accepted: String?, _ isCompressed: Bool) async throws {
        let answer = try await server.send(
            "GET", "/api/v1/" + path, headers: accepted.map { ["Accept-Encoding": $0] } ?? [:])
        #expect((answer.header("Content-Encoding") == "gzip") == isCompressed)
        let plain = Self.numbers(path == "many" ? 1000 : 3).bytes
        var bytes: [UInt8] = []
        if isCompressed {
            try answer.bytes.withUnsafeBytes { try Inflater(bytesMax: 1 << 20).inflate($0, into: &bytes) }
        } else {
            bytes = answer.bytes
        }
        #expect(bytes == plain)
    }

    @Test("a tagged answer is not sent twice")
    func entityTags() async throws {
        let first = try await server.send("GET", "/api/v1/few")
        let tag = try #require(first.header("ETag"))
        for wanted in [tag, "\"x\", \(tag)", "*", String(tag.dropFirst(2))] {
            let again = try await server.send("GET", "/api/v1/few", headers: ["If-None-Match": wanted])
            #expect(again.status == 304)
            #expect(again.bytes.isEmpty)
            #expect(again.header("ETag") == tag)
        }
        #expect(try await server.send("GET", "/api/v1/few", headers: ["If-None-Match": "\"x\""]).status == 200)
        #expect(try await server.send("GET", "/api/v1/plain", headers: ["If-None-Match": "*"]).status == 200)
        #expect(try await server.send("GET", "/api/v1/many").header("ETag") != tag)
    }

    @Test("problems of /api/v2 are RFC 9457's")
    func problems() async throws {
        let answer = try await server.send("GET", "/api/v2/problem")
        #expect(answer.status == 404)
        #expect(answer.header("Content-Type") == "application/problem+json")
        #expect(
            answer.text == #"{"type":"urn:wherefrom:unknown-node","title":"Not Found","status":404,"#
                + #""detail":"Node 'x' not found.","hint":"Look for it with search.","candidates":["dataset:a:x"]}"#)
    }

    @Test("a streamed answer arrives whole")
    func streams() async throws {
        let answer = try await server.send("GET", "/api/v2/stream")
        #expect(answer.text == "1\n2\n")
        #expect(answer.header("Content-Type") == "application/x-ndjson")
        #expect(try await server.send("HEAD", "/api/v2/stream").bytes.isEmpty)
    }

    @Test(
        "a harmless request id is taken over, another is replaced",
        arguments: [
            ("abc-1", true), ("a b", false), ("", false), (String(repeating: "a", count: 128), true),
            (String(repeating: "a", count: 129), false), ("é", false),
        ])
    func requestIDs(_ sent: String, _ isKept: Bool) async throws {
        let answer = try await server.send("GET", "/ping", headers: ["X-Request-Id": sent])
        let id = try #require(answer.header("X-Request-Id"))
        #expect((id == sent) == isKept)
        #expect(!id.isEmpty)
    }

    @Test("a header line that HTTP does not allow is left out")
    func badHeaders() {
        var response = Response.empty(200)
        response.setHeader("X-Ok", "a\r\nSet-Cookie: b")
        response.setHeader("X Bad", "a")
        #expect(response.headers.isEmpty)
    }

    @Test("requests of the process itself are answered with the same handlers")
    func localServer() async throws {
        var configuration = ServerConfiguration()
        configuration.privateReads = true
        let local = LocalServer(
            configuration: configuration,
            parts: ServerParts(
                sink: FakeSink(), keyStore: MemoryKeyStore(),
                routes: Array(server.assembly.pipeline.registry.routes.suffix(5))))
        let few = try await local.respond(method: "GET", target: "/api/v1/few")
        #expect(few.status == 200)
        #expect(few.body == Self.numbers(3).bytes)
        let stream = try await local.respond(method: "GET", target: "/api/v2/stream")
        #expect(stream.body == Array("1\n2\n".utf8))
        let posted = try await local.respond(method: "POST", target: "/api/v1/lineage", body: [1])
        #expect(posted.status == 201)
    }
}
