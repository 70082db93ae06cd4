import HTTPTypes
import Ingestion
import JSONBytes
import Logging
import MetadataCatalog
import SQLDatabase
import TestDatabases
import Testing

@testable import WherefromServer

/// `/api/v2` over a real catalog.
struct V2Tests {
    private struct Fixture {
        let server: LocalServer

        init(_ events: [String] = []) async throws {
            var configuration = ServerConfiguration()
            configuration.version = "9.9.9"
            configuration.logLevel = .critical
            let catalog = try await Catalog.open(TestDatabase.current.open())
            server = LocalServer(configuration: configuration, parts: ServerParts.around(catalog, configuration))
            if !events.isEmpty {
                let body = Array("[\(events.joined(separator: ","))]".utf8)
                _ = try await server.respond(method: "POST", target: "/api/v1/lineage/batch", body: body)
            }
        }

        func get(_ target: String, status: Int = 200) async throws -> JSONValue {
            let answer = try await server.respond(method: "GET", target: target)
            #expect(answer.status == status, "\(target): \(String(decoding: answer.body, as: UTF8.self))")
            return try JSONDocument(parsing: answer.body).root
        }

        func post(_ target: String) async throws -> JSONValue {
            try JSONDocument(parsing: try await server.respond(method: "POST", target: target).body).root
        }
    }

    private static func event(
        _ run: String = "01890f3a-7b0e-7d6c-8a52-93a1d3c1b2a4", job: String = "j", inputs: [(String, String)],
        outputs: [(String, String)], type: String = "COMPLETE", time: String = "2026-01-01T00:00:00Z"
    ) -> String {
        func list(_ names: [(String, String)]) -> String {
            names.map { #"{"namespace":"\#($0.0)","name":"\#($0.1)"}"# }.joined(separator: ",")
        }
        return #"{"eventType":"\#(type)","eventTime":"\#(time)","producer":"https://example.org/p","#
            + #""run":{"runId":"\#(run)"},"job":{"namespace":"n","name":"\#(job)"},"#
            + #""inputs":[\#(list(inputs))],"outputs":[\#(list(outputs))]}"#
    }

    private static let plain = event(inputs: [("postgres://h:5432", "db.public.t")], outputs: [("s3://b", "o")])

    @Test("lineage answers nodes, edges and what it does not know")
    func lineage() async throws {
        let fixture = try await Fixture([Self.plain])
        let answer = try await fixture.get("/api/v2/lineage?nodeId=dataset:s3:%2F%2Fb:o&direction=upstream")
        #expect(
            answer["nodes"]?.elements.compactMap { $0["id"]?.string }
                == ["dataset:postgres://h:5432:db.public.t", "dataset:s3://b:o", "job:n:j"])
        #expect(answer["nodes"]?.elements.compactMap { $0["kind"]?.string } == ["table", "file", "job"])
        let edge = try #require(answer["edges"]?.elements.first { _ in true })
        #expect(edge["origin"]?.string == "assumed" && edge["firstSeen"]?.string == "2026-01-01T00:00:00Z")
        let completeness = try #require(answer["completeness"])
        #expect(completeness["asOf"]?.isNull == true && completeness["logPosition"]?.int64 == 1)
        #expect(completeness["nodes"]?.int64 == 3 && completeness["edges"]?.int64 == 2)
        #expect(completeness["assumed"]?.int64 == 2 && completeness["truncated"]?.bool == false)
        #expect(answer["resolved"] == nil)
    }

    @Test("an answer is tagged, and an unchanged one is not sent again")
    func tags() async throws {
        let fixture = try await Fixture([Self.plain])
        let target = "/api/v2/lineage?nodeId=job:n:j"
        let first = try await fixture.server.respond(method: "GET", target: target)
        let tag = try #require(first.headers[.eTag])
        let second = try await fixture.server.respond(method: "GET", target: target, headers: [.ifNoneMatch: tag])
        #expect(second.status == 304)
    }

    @Test(
        "what people type becomes a node, and the answer says how",
        arguments: [
            ("nodeId=job:n:j", "job:n:j", false), ("nodeId=j", "job:n:j", true),
            ("nodeId=postgres://h:5432/db.public.t", "dataset:postgres://h:5432:db.public.t", true),
            ("nodeId=postgres://public.t", "dataset:postgres://h:5432:db.public.t", true),
            ("nodeId=public.t", "dataset:postgres://h:5432:db.public.t", true),
            (
                "nodeId=dataset:postgres%253A%252F%252Fh%253A5432:db.public.t", "dataset:postgres://h:5432:db.public.t",
                true
            ),
            ("jobName=j", "job:n:j", true), ("type=dataset&namespace=s3://b&name=o", "dataset:s3://b:o", false),
            ("nodeId=run:01890f3a-7b0e-7d6c-8a52-93a1d3c1b2a4", "run:01890f3a-7b0e-7d6c-8a52-93a1d3c1b2a4", false),
            ("nodeId=01890f3a7b0e7d6c8a5293a1d3c1b2a4", "run:01890f3a-7b0e-7d6c-8a52-93a1d3c1b2a4", true),
        ])
    func resolution(_ query: String, _ expected: String, _ isResolved: Bool) async throws {
        let fixture = try await Fixture([Self.plain])
        let answer = try await fixture.get("/api/v2/lineage?\(query)")
        #expect(answer["nodes"]?.elements.contains { $0["id"]?.string == expected } == true)
        #expect((answer["resolved"] != nil) == isResolved)
        if isResolved { #expect(answer["resolved"]?["as"]?.string == expected) }
    }

    @Test("a text that fits several nodes is answered with them, one that fits none with a hint")
    func unresolved() async throws {
        let fixture = try await Fixture([
            Self.event(inputs: [("a", "t"), ("b", "t")], outputs: [("c", "u")])
        ])
        let several = try await fixture.get("/api/v2/lineage?nodeId=t", status: 404)
        #expect(several["type"]?.string == "urn:wherefrom:ambiguous-node")
        #expect(several["candidates"]?.elements.compactMap(\.string) == ["dataset:a:t", "dataset:b:t"])
        let none = try await fixture.get("/api/v2/lineage?nodeId=dataset:x:y", status: 404)
        #expect(none["type"]?.string == "urn:wherefrom:unknown-node")
        for query in [
            "", "?nodeId=", "?nodeId=job:n:j&depth=-1", "?nodeId=j&direction=sideways", "?nodeId=j&asOf=soon",
        ] {
            _ = try await fixture.get("/api/v2/lineage\(query)", status: 400)
        }
    }

    @Test("events are listed by page and filter, and come back byte for byte")
    func events() async throws {
        let fixture = try await Fixture([
            Self.plain, Self.event(inputs: [], outputs: [], type: "FAIL", time: "2026-01-01T00:01:00Z"),
        ])
        _ = try await fixture.server.respond(method: "POST", target: "/api/v1/lineage", body: Array(Self.plain.utf8))
        let first = try await fixture.get("/api/v2/events?limit=1")
        #expect(first["events"]?.elements.compactMap { $0["seq"]?.int64 } == [1])
        #expect(first["next"]?.int64 == 1)
        let second = try await fixture.get("/api/v2/events?after=1")
        #expect(second["events"]?.elements.compactMap { $0["eventType"]?.string } == ["FAIL"])
        #expect(second["next"]?.isNull == true)
        for (filter, count) in [
            ("job=j", 2), ("job=x", 0), ("namespace=n", 2), ("eventType=fail", 1), ("kind=dataset", 0),
            ("runId=01890F3A7B0E7D6C8A5293A1D3C1B2A4", 2),
        ] {
            #expect(try await fixture.get("/api/v2/events?\(filter)")["events"]?.count == count, "\(filter)")
        }
        let one = try await fixture.get("/api/v2/events/1")
        #expect(one["event"]?["job"]?["name"]?.string == "j" && one["producer"]?.string == "https://example.org/p")
        #expect(one["chain"]?.string?.count == 64)
        let raw = try await fixture.server.respond(method: "GET", target: "/api/v2/events/1/raw")
        #expect(raw.body == Array(Self.plain.utf8))
        _ = try await fixture.get("/api/v2/events/99", status: 404)
        _ = try await fixture.get("/api/v2/events/x", status: 400)
    }

    @Test("status, digest, verification, rejections and doctor answer")
    func operations() async throws {
        let fixture = try await Fixture([Self.plain, "{}"])
        let status = try await fixture.get("/api/v2/status")
        #expect(status["version"]?.string == "9.9.9" && status["logPosition"]?.int64 == 1)
        #expect(status["counts"]?["datasets"]?.int64 == 2 && status["counts"]?["jobs"]?.int64 == 1)
        #expect(status["lastEventAt"]?.string == "2026-01-01T00:00:00Z" && status["rejected"]?.int64 == 1)
        #expect(try await fixture.get("/api/v2/digest")["digest"]?.string?.count == 64)
        let verification = try await fixture.get("/api/v2/verify")
        #expect(verification["ok"]?.bool == true && verification["records"]?.int64 == 1)
        #expect(verification["head"]?.string == status["logHead"]?.string)
        let rejections = try await fixture.get("/api/v2/rejections")
        #expect(rejections["total"]?.int64 == 1 && rejections["rejections"]?.count == 1)
        let doctor = try await fixture.get("/api/v2/doctor")
        let failed = doctor["checks"]?.elements.filter { $0["ok"]?.bool == false }.compactMap { $0["id"]?.string }
        #expect(failed == ["rejections"])
        #expect(doctor["producers"]?.elements.compactMap { $0["events"]?.int64 } == [1])
    }

    @Test("an export is taken in again by another server, which then reports the same")
    func export() async throws {
        let fixture = try await Fixture([Self.plain, Self.event("r2", inputs: [("a", "b")], outputs: [])])
        let lines = try await fixture.server.respond(method: "GET", target: "/api/v2/export").body
        let events = String(decoding: lines, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(events.count == 2)
        let copy = try await Fixture(events.reversed())
        let digests = (try await fixture.get("/api/v2/digest"), try await copy.get("/api/v2/digest"))
        #expect(digests.0["digest"]?.string == digests.1["digest"]?.string)
    }

    @Test("two producers' names of one table are proposed, accepted and parted again")
    func identities() async throws {
        let fixture = try await Fixture([
            Self.event(inputs: [], outputs: [("postgres://h:5432", "db.public.t")]),
            Self.event("r2", job: "k", inputs: [("postgresql+psycopg2://h", "public.t")], outputs: [("s3://b", "o")]),
        ])
        let proposals = try await fixture.get("/api/v2/identities/proposals")
        let proposal = try #require(proposals["proposals"]?.elements.first { _ in true })
        #expect(proposal["state"]?.string == "proposed" && proposal["datasets"]?.count == 2)
        let path = "/api/v2/identities/proposals/\(proposal["id"]?.string ?? "")"
        let upstream = "/api/v2/lineage?nodeId=dataset:s3://b:o&direction=upstream"
        #expect(try await fixture.get(upstream)["nodes"]?.count == 3)
        #expect(try await fixture.post(path + "/accept")["state"]?.string == "accepted")
        #expect(try await fixture.get(upstream)["nodes"]?.count == 4)
        let components = try await fixture.get("/api/v2/identities")["components"]
        #expect(components?.elements.compactMap { $0["members"]?.count } == [2])
        #expect(try await fixture.post(path + "/revoke")["state"]?.string == "revoked")
        #expect(try await fixture.get(upstream)["nodes"]?.count == 3)
        #expect(try await fixture.post("/api/v2/identities/proposals/0/accept")["status"]?.int64 == 404)
    }
}
