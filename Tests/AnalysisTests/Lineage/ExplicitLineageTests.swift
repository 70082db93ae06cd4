import Analysis
import Foundation
import GraphEngine
import JSONBytes
import Testing

/// The examples of the explicit `lineage` facet; what is expected of each stands in Fixtures/ExplicitLineage, reasoned by
/// hand, and what the examples leave out is filled in here.
struct ExplicitLineageTests {
    private static let examples: URL? = {
        let environment = ProcessInfo.processInfo.environment["WHEREFROM_SHARED"]
        let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared")
        let root = environment.map { URL(fileURLWithPath: $0) } ?? beside.standardizedFileURL
        let folder = root.appending(path: "fixtures/openlineage/explicit_lineage")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    @Test(
        "each example gives the edges that its scenario explains",
        .enabled(if: examples != nil, "the examples are not beside the repository"), arguments: 1...12)
    func example(_ number: Int) async throws {
        let folder = try #require(Self.examples)
        let prefix = number < 10 ? "0\(number)" : "\(number)"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let name = try #require(names.first { $0.hasPrefix(prefix + "_") })
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        let expected = try Self.expectation(prefix)
        let estate = try await Estate([Self.completed(text, number)])
        #expect(try await estate.edges(expected.node, columns: true) == expected.edges)
    }

    private static func expectation(_ name: String) throws -> (node: String, edges: [String]) {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fixtures/ExplicitLineage/\(name)/expected.txt").standardizedFileURL
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        return (lines[0], lines.dropFirst().sorted())
    }

    /// The example with the members that make it an event.
    private static func completed(_ text: String, _ number: Int) -> String {
        let rest = String(text.drop { $0 != "{" }.dropFirst())
        var added = #""producer":"https://example.com/p","#
        if !rest.contains(#""eventTime""#) { added += #""eventTime":"2026-01-01T00:00:00Z","# }
        if number == 2 { added += #""eventType":"COMPLETE","run":{"runId":"r2"},"# }
        if number == 3 {
            // This one is the facet alone.
            return
                #"{\#(added)"eventType":"COMPLETE","run":{"runId":"r3"},"job":{"namespace":"http://etl-server:8080","#
                + #""name":"mixed","facets":{"lineage":\#(text)}},"inputs":[],"outputs":[]}"#
        }
        return "{" + added + rest
    }

    @Test("a lineage facet of a run is complete: listed datasets that it does not relate are not related")
    func explicitFacet() async throws {
        let facet =
            #"{"entries":[{"namespace":"ns","name":"o","type":"DATASET","#
            + #""inputs":[{"namespace":"ns","name":"a","type":"DATASET"}]}]}"#
        let estate = try await Estate([
            Events.run("r", "COMPLETE", 1, inputs: ["a", "sink"], outputs: ["o"], lineage: facet)
        ])
        #expect(
            try await estate.edges("job:ns:j") == [
                "[j] -> o explicit", "a -> [j] explicit", "a -> o explicit (by j)", "sink -> [j] assumed",
            ])
        #expect(try await estate.report(.text("dataset:ns:sink")).nodeLines == ["0 sink", "1 [j]"])
    }

    @Test("jobs that hand data to each other are walked through without a dataset between them")
    func flow() async throws {
        let facet =
            #"{"entries":[{"type":"JOB","inputs":[{"namespace":"ns","name":"first","type":"JOB"}]}]}"#
        let estate = try await Estate([
            Events.run("r1", "COMPLETE", 1, job: "first", inputs: ["a"]),
            Events.run("r2", "COMPLETE", 2, job: "second", outputs: ["b"], lineage: facet),
        ])
        #expect(
            try await estate.edges("dataset:ns:b", .upstream) == [
                "[first] -> [second] explicit", "[second] -> b assumed", "a -> [first] assumed",
            ])
    }
}
