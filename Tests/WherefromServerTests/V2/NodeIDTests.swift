import JSONBytes
import MetadataCatalog
import OpenLineage
import Testing

/// Ids that fit several things, things without a name, and what hidden jobs leave behind.
struct NodeIDTests {
    @Test("an id that fits two datasets is answered with the longest namespace, and the answer names both")
    func collidingIDs() async throws {
        let server = try await MarquezServer([
            Event(
                "COMPLETE", at: "2026-01-01T00:00:00Z",
                inputs: [#"{"namespace":"a:b","name":"c"}"#, #"{"namespace":"a","name":"b:c"}"#])
        ])
        let answer = try await server.get("/api/v2/lineage?nodeId=dataset:a:b:c")
        #expect(answer.text("resolved/how")?.contains("'a:b' and 'c', 'a' and 'b:c'") == true)
        let exact = try await server.get("/api/v2/lineage?depth=0&type=dataset&namespace=a&name=b:c")
        #expect(exact.at("resolved") == nil && exact.texts("nodes", "namespace") == ["a"])
        #expect(try await server.get("/api/v2/lineage?nodeId=job:n:j").at("resolved") == nil)
    }

    @Test("a dataset without a name is asked for by its parts")
    func emptyName() async throws {
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", inputs: [#"{"namespace":"a","name":""}"#])
        ])
        let answer = try await server.get("/api/v2/lineage?type=dataset&namespace=a&name=")
        #expect(answer.texts("nodes", "id") == ["dataset:a:", "job:n:j"])
        #expect(try await server.get("/lineage?type=dataset&namespace=a&name=").texts("graph", "id").count == 2)
    }

    @Test("a run of a hidden job is shown without its job")
    func runOfHiddenJob() async throws {
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", inputs: ["a"], outputs: ["b"]),
            Event("COMPLETE", at: "2026-01-02T00:00:00Z", run: Event.run2, job: "k", inputs: ["b"], outputs: ["c"]),
        ])
        try await server.send("DELETE", "/namespaces/n/jobs/j")
        let answer = try await server.get("/api/v2/lineage?nodeId=run:\(Event.run1)")
        #expect(answer.texts("nodes", "id").contains("run:\(Event.run1)"))
        #expect(try await !server.send("GET", "/api/v2/lineage?nodeId=run:\(Event.run1)").text.contains("job:n:j"))
        let runs = try await server.get("/runlineage/upstream?runId=\(Event.run2)")
        #expect(!"\(String(decoding: runs.raw, as: UTF8.self))".contains("\"j\""))
    }

    @Test(
        "what is only known for the present refuses to speak of the past",
        arguments: [
            "/namespaces", "/namespaces/n", "/sources", "/tags", "/stats/jobs?period=DAY", "/events/lineage",
            "/api/v2/events", "/api/v2/identities", "/api/v2/identities/proposals",
        ])
    func noPast(_ path: String) async throws {
        let server = try await MarquezServer([Event("COMPLETE", at: "2026-01-01T00:00:00Z")])
        let mark = path.contains("?") ? "&" : "?"
        #expect(try await server.send("GET", path).status == 200)
        let refused = try await server.send("GET", path + mark + "asOf=2026-01-02T00:00:00Z")
        #expect(refused.status == 400 && refused.text.contains("asOf"))
    }

    @Test("an event has as many diagnostics in the list as by itself, those of facets among them")
    func diagnostics() async throws {
        let server = try await MarquezServer([
            Event(
                "COMPLETE", at: "2026-01-01T00:00:00Z",
                outputs: [Event.data("a", facets: Event.facet("schema", #""fields":"none""#))])
        ])
        let count = try await server.get("/api/v2/events/1").at("diagnostics")?.count ?? 0
        #expect(count > 0)
        #expect(try await server.get("/api/v2/events").number("events/0/diagnostics") == Int64(count))
    }
}
