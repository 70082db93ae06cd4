import HTTPTypes
import JSONBytes
import MetadataCatalog
import Testing

@testable import WherefromServer

/// The deprecated calls by which clients of Marquez write, as marquez-python makes them.
struct DeclarationTests {
    private static let dataset = #"""
        {"type":"DB_TABLE","physicalName":"public.t","sourceName":"src","description":"about","tags":["gold"],
         "fields":[{"name":"a","type":"INTEGER","tags":["pii"],"description":"x"},{"name":"b"}]}
        """#

    private func prepared() async throws -> MarquezServer {
        let server = try await MarquezServer()
        #expect(
            try await server.send("PUT", "/namespaces/n", #"{"ownerName":"me","description":"mine"}"#).status == 200)
        let source = #"{"type":"MYSQL","connectionUrl":"mysql://h:3306/db"}"#
        #expect(try await server.send("PUT", "/sources/src", source).status == 200)
        #expect(try await server.send("PUT", "/namespaces/n/datasets/t", Self.dataset).status == 200)
        return server
    }

    @Test("MATCH: a namespace, FIX: whose description can change")
    func namespaces() async throws {
        let server = try await prepared()
        #expect(try await server.get("/namespaces/n").text("ownerName") == "me")
        try await server.send("PUT", "/namespaces/n", #"{"ownerName":"you","description":"yours"}"#)
        let changed = try await server.get("/namespaces/n")
        #expect(changed.text("ownerName") == "you" && changed.text("description") == "yours")
    }

    @Test("MATCH: a declared dataset is a version of its own")
    func datasets() async throws {
        let server = try await prepared()
        let dataset = try await server.get("/namespaces/n/datasets/t")
        #expect(dataset.text("physicalName") == "public.t" && dataset.text("sourceName") == "src")
        #expect(dataset.text("description") == "about" && dataset.texts("fields", "name") == ["a", "b"])
        #expect(dataset.at("tags")?.elements.map(\.string) == ["gold"])
        #expect(dataset.at("fields/0/tags")?.elements.map(\.string) == ["PII"])
        #expect(try await server.get("/namespaces/n/datasets/t/versions").number("totalCount") == 1)
        #expect(try await server.get("/tags").texts("tags", "name") == ["PII", "gold"])
        let stream = #"{"type":"STREAM","physicalName":"s","sourceName":"src","schemaLocation":"http://r/s"}"#
        let made = try await server.send("PUT", "/namespaces/n/datasets/s", stream).json
        #expect(made.text("type") == "STREAM" && made.text("schemaLocation") == "http://r/s")
        #expect(try await server.get("/events/lineage?kind=all").number("totalCount") == 0)
    }

    @Test(
        "MATCH: what a declaration refers to must be there",
        arguments: [
            ("/namespaces/x/datasets/t", dataset, "Namespace 'x' not found."),
            (
                "/namespaces/n/datasets/t", #"{"type":"DB_TABLE","physicalName":"p","sourceName":"x"}"#,
                "Source 'x' not found."
            ),
            (
                "/namespaces/n/jobs/j", #"{"type":"BATCH","inputs":[{"namespace":"n","name":"x"}],"outputs":[]}"#,
                "Dataset 'x' not found."
            ),
            ("/namespaces/n/jobs/j", #"{"type":"BATCH","runId":"r"}"#, "Run 'r' not found."),
        ])
    func references(_ path: String, _ body: String, _ message: String) async throws {
        let server = try await prepared()
        let reply = try await server.send("PUT", path, body)
        #expect(reply.status == 404)
        #expect(try reply.json.text("message") == message)
    }

    @Test("MATCH: a run is made, started and ended; its id cannot be used twice")
    func runs() async throws {
        let server = try await prepared()
        let job = #"{"type":"SERVICE","inputs":[{"namespace":"n","name":"t"}],"outputs":[],"location":"http://x/y"}"#
        let declared = try await server.send("PUT", "/namespaces/n/jobs/j", job).json
        #expect(declared.text("type") == "SERVICE" && declared.text("location") == "http://x/y")
        #expect(declared.texts("inputs", "name") == ["t"] && declared.at("latestRun")?.isNull == true)
        let body = #"{"id":"\#(Event.run1)","nominalStartTime":"2026-01-01T00:00:00Z","args":{"k":"v"}}"#
        let made = try await server.send("POST", "/namespaces/n/jobs/j/runs", body)
        #expect(made.status == 201 && made.headers[.location] == "/api/v1/jobs/runs/\(Event.run1)")
        let run = try made.json
        #expect(run.text("state") == "NEW" && run.at("startedAt")?.isNull == true && run.text("args/k") == "v")
        #expect(run.text("nominalStartTime") == "2026-01-01T00:00:00Z" && run.at("facets/wherefrom_declared") == nil)
        let again = try await server.send("POST", "/namespaces/n/jobs/j/runs", body)
        #expect(again.status == 400)
        #expect(try again.json.text("message") == "Run '\(Event.run1)' already exists for 'j' under namespace 'n'.")
        #expect(try await server.send("POST", "/jobs/runs/\(Event.run1)/start").json.text("state") == "RUNNING")
        let at = EventTimes.text(WallClock.nanoseconds() + 1_000_000_000)
        let ended = try await server.send("POST", "/jobs/runs/\(Event.run1)/complete?at=\(at)").json
        #expect(ended.text("state") == "COMPLETED" && ended.text("endedAt") == at)
        for (verb, state) in [("fail", "FAILED"), ("abort", "ABORTED")] {
            let other = try await server.send("POST", "/namespaces/n/jobs/j/runs", "{}").json
            let id = try #require(other.text("id"))
            #expect(try await server.send("POST", "/jobs/runs/\(id)/\(verb)").json.text("state") == state)
        }
        #expect(try await server.get("/namespaces/n/jobs/j/runs").number("totalCount") == 3)
    }

    @Test("a declared dataset with a run is written by that run")
    func datasetOfRun() async throws {
        let server = try await prepared()
        try await server.send("PUT", "/namespaces/n/jobs/j", #"{"type":"BATCH","inputs":[],"outputs":[]}"#)
        try await server.send("POST", "/namespaces/n/jobs/j/runs", #"{"id":"\#(Event.run1)"}"#)
        let body = #"{"type":"DB_TABLE","physicalName":"p","sourceName":"src","runId":"\#(Event.run1)"}"#
        #expect(try await server.send("PUT", "/namespaces/n/datasets/made", body).status == 200)
        let versions = try await server.get("/namespaces/n/datasets/made/versions")
        #expect(versions.texts("versions", "createdByRun/id") == [Event.run1])
    }
}

extension DeclarationTests {
    @Test(
        "a key bound to namespaces changes nothing elsewhere",
        arguments: [
            ("PUT", "/namespaces/other", #"{"ownerName":"x"}"#), ("DELETE", "/namespaces/n", ""),
            ("PUT", "/namespaces/n/datasets/t", dataset), ("DELETE", "/namespaces/n/datasets/t", ""),
            ("POST", "/namespaces/n/datasets/t/tags/x", ""), ("POST", "/namespaces/n/datasets/t/fields/a/tags/x", ""),
            ("PUT", "/namespaces/n/jobs/j", #"{"type":"BATCH"}"#), ("DELETE", "/namespaces/n/jobs/j", ""),
            ("POST", "/namespaces/n/jobs/j/tags/x", ""), ("POST", "/namespaces/n/jobs/j/runs", "{}"),
            ("POST", "/jobs/runs/\(Event.run1)/complete", ""),
        ])
    func boundKeys(_ method: String, _ path: String, _ body: String) async throws {
        let filled = try await prepared()
        try await filled.send("PUT", "/namespaces/n/jobs/j", #"{"type":"BATCH","inputs":[],"outputs":[]}"#)
        try await filled.send("POST", "/namespaces/n/jobs/j/runs", #"{"id":"\#(Event.run1)"}"#)
        let server = TestServer(routes: MarquezRoutes(catalog: filled.catalog).routes)
        let secret = server.store.make("team", [.read, .write], namespaces: ["team*"])
        let headers = ["X-API-Key": secret]
        let before = try await filled.catalog.read { try $0.logHead().seq }
        let reply = try await server.send(method, "/api/v1" + path, headers: headers, body: Array(body.utf8))
        #expect(reply.status == 403, "\(reply.text)")
        #expect(try await filled.catalog.read { try $0.logHead().seq } == before)
        let allowed = try await server.send(
            "PUT", "/api/v1/namespaces/team-a", headers: headers, body: Array(#"{"ownerName":"x"}"#.utf8))
        #expect(allowed.status == 200)
    }
}
