import JSONBytes
import MetadataCatalog
import OpenLineage
import Testing

/// What people decided holds from the time of their call on, and up to the next one.
struct PastDecisionsTests {
    /// 2026-06-01
    private static let clock = Catalog.Clock { 1_780_272_000_000_000_000 }

    private static func minute(_ minute: Int64) -> Int64 { 1_767_225_600_000_000_000 + minute * 60_000_000_000 }

    private func server() async throws -> MarquezServer { try await MarquezServer(clock: Self.clock) }

    private func command(_ command: Command, _ minute: Int64, _ server: MarquezServer) async throws {
        _ = try await server.catalog.submit([.command(command, Receipt(time: Self.minute(minute), keyName: nil))])
    }

    private func status(_ path: String, _ minute: Int, _ server: MarquezServer) async throws -> Int {
        try await server.send("GET", path + "?asOf=2026-01-01T00:0\(minute):30Z").status
    }

    @Test("a dataset that was hidden twice is hidden in two intervals, in lists and by name")
    func hiddenTwice() async throws {
        let server = try await server()
        let id = DatasetID(namespace: "d", name: "a")
        try await server.post(Event("COMPLETE", at: "2026-01-01T00:00:00Z", outputs: ["a"]))
        try await command(.hideDataset(id), 2, server)
        try await server.post(Event("COMPLETE", at: "2026-01-01T00:04:00Z", run: Event.run2, outputs: ["a"]))
        try await command(.hideDataset(id), 6, server)
        try await server.post(Event("COMPLETE", at: "2026-01-01T00:08:00Z", run: Event.run3, outputs: ["a"]))
        for (minute, isShown) in [(1, true), (3, false), (5, true), (7, false), (9, true)] {
            #expect(try await status("/namespaces/d/datasets/a", minute, server) == (isShown ? 200 : 404))
            let list = try await server.get("/namespaces/d/datasets?asOf=2026-01-01T00:0\(minute):30Z")
            #expect(list.number("totalCount") == (isShown ? 1 : 0) && list.texts("datasets", "name").isEmpty != isShown)
            let graph = try await server.get("/lineage?nodeId=job:n:j&asOf=2026-01-01T00:0\(minute):30Z")
            #expect(graph.texts("graph", "id").contains("dataset:d:a") == isShown, "minute \(minute)")
        }
    }

    @Test("names are one between each acceptance and the next revocation, in both versions of the API")
    func aliasHistory() async throws {
        let server = try await server()
        let (a, b) = (DatasetID(namespace: "d", name: "a"), DatasetID(namespace: "d", name: "b"))
        try await server.post(Event("COMPLETE", at: "2026-01-01T00:00:00Z", inputs: ["b"], outputs: ["a"]))
        try await command(.acceptAlias(a, b, reason: ""), 2, server)
        try await command(.revokeAlias(b, a), 4, server)
        try await command(.acceptAlias(a, b, reason: ""), 6, server)
        try await command(.revokeAlias(a, b), 8, server)
        for (minute, isOne) in [(1, false), (3, true), (5, false), (7, true), (9, false)] {
            let time = "asOf=2026-01-01T00:0\(minute):30Z"
            let names = try await server.get("/namespaces/d/datasets?\(time)").texts("datasets", "name")
            #expect(names == (isOne ? ["a"] : ["a", "b"]), "minute \(minute)")
            let nodes = try await server.get("/api/v2/lineage?nodeId=job:n:j&\(time)").texts("nodes", "id")
            #expect(nodes.contains("dataset:d:b") != isOne, "minute \(minute)")
        }
    }

    @Test("a tag belongs to a column from the call that set it to the call that took it away")
    func tagHistory() async throws {
        let server = try await server()
        let target = Command.Target.field(DatasetID(namespace: "d", name: "a"), "c")
        try await server.post(
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", outputs: [Event.data("a", facets: Event.schema("c"))]))
        try await command(.addTag("T", to: target), 2, server)
        try await command(.removeTag("T", from: target), 4, server)
        try await command(.addTag("T", to: target), 6, server)
        for (minute, tags) in [(1, 0), (3, 1), (5, 0), (7, 1)] {
            let dataset = try await server.get("/namespaces/d/datasets/a?asOf=2026-01-01T00:0\(minute):30Z")
            #expect(dataset.at("fields/0/tags")?.count == tags, "minute \(minute)")
        }
    }
}
