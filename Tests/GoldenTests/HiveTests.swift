import Foundation
import JSONBytes
import Testing

/// Hive's own expectations as events: the column lineage that each tells must come out of the answer about its output.
///
/// `Scenarios/hive/scenario.md` has the reasons.
@Suite(.enabled(if: Scenario.shared != nil, "no ../shared beside the repository; WHEREFROM_SHARED may name it"))
struct HiveTests {
    private static let folder = Scenario.shared?.appending(path: "openlineage/hive")

    /// The names of the queries; each has a start and an end.
    private static let queries: [String] = {
        let files = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0.path) } ?? []
        let end = "Complete.json"
        return files.filter { $0.hasSuffix(end) }.map { String($0.dropLast(end.count)) }.sorted()
    }()

    @Test("there are 21 queries")
    func count() { #expect(Self.queries.count == 21) }

    @Test("the column lineage of a query is answered as it was sent", arguments: queries, [false, true])
    func query(_ name: String, _ isReversed: Bool) async throws {
        let events = [try event("\(name)Start", minute: 1), try event("\(name)Complete", minute: 2)]
        let server = try await GoldenServer()
        for event in isReversed ? events.reversed() : events { #expect(try await server.post(event) == 201) }
        let end = try JSONDocument(parsing: events[1]).root
        let names = Names(try JSONDocument(parsing: Array(#"{"h":"hive://localhost:9083"}"#.utf8)).root)
        var graph = try await ObservedGraph(server, names)
        var wanted: Set<String> = []
        let job = names.job(end["job"]?["namespace"]?.byteString, end["job"]?["name"]?.byteString)
        for output in end["outputs"]?.elements.map({ $0 }) ?? [] {
            let dataset = names.dataset(output["namespace"]?.byteString, output["name"]?.byteString)
            let facet = output["facets"]?["columnLineage"]
            let lines = Self.columns(facet, names)
            compare("columns of \(dataset)", try await graph.columns(of: dataset), lines.sorted())
            wanted.insert("\(job) -> \(dataset) \(lines.isEmpty ? "assumed" : "column")")
            for source in Self.sources(facet, names) {
                wanted.formUnion(["\(source) -> \(job) column", "\(source) -> \(dataset) column by \(job)"])
            }
        }
        for input in end["inputs"]?.elements.map({ $0 }) ?? [] {
            let dataset = names.dataset(input["namespace"]?.byteString, input["name"]?.byteString)
            if !wanted.contains("\(dataset) -> \(job) column") {
                wanted.insert("\(dataset) -> \(job) assumed")
            }
        }
        compare("edges", graph.edges, wanted.sorted())
        await server.close()
    }

    /// What a facet says, in the spelling of ``ObservedGraph/columns(of:)``.
    private static func columns(_ facet: JSONValue?, _ names: Names) -> Set<String> {
        var lines: Set<String> = []
        func add(_ column: String, _ inputs: JSONValue?) {
            for input in inputs?.elements.map({ $0 }) ?? [] {
                let dataset = names.dataset(input["namespace"]?.byteString, input["name"]?.byteString)
                let transformations = input["transformations"]?.elements.map { $0 } ?? []
                let kinds = Set(transformations.map(ObservedGraph.kind)).sorted().map { " \($0)" }.joined()
                lines.insert("\(column) <- \(dataset).\(input["field"]?.string ?? "")\(kinds)")
            }
        }
        for (column, value) in facet?["fields"]?.members.map({ ($0.key.string, $0.value) }) ?? [] {
            add(column, value["inputFields"])
        }
        add("*", facet?["dataset"])
        return lines
    }

    private static func sources(_ facet: JSONValue?, _ names: Names) -> Set<String> {
        var inputs = facet?["dataset"]?.elements.map { $0 } ?? []
        for field in facet?["fields"]?.members.map({ $0.value }) ?? [] {
            inputs += field["inputFields"]?.elements.map { $0 } ?? []
        }
        return Set(inputs.map { names.dataset($0["namespace"]?.byteString, $0["name"]?.byteString) })
    }

    /// The template with a time, a producer and a run id; the other placeholders stand in facets that say nothing here.
    private func event(_ name: String, minute: Int) throws -> [UInt8] {
        let folder = try #require(Self.folder)
        let root = try JSONDocument(parsing: Array(try Data(contentsOf: folder.appending(path: "\(name).json")))).root
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("eventTime", "2026-04-01T10:0\(minute):00Z")
        writer.member("producer", "https://example.com/hive")
        writer.key("run")
        writer.beginObject()
        writer.member("runId", "01990000-0000-7000-8000-0000000000a1")
        if let facets = root["run"]?["facets"] {
            writer.key("facets")
            writer.raw(facets)
        }
        writer.endObject()
        for (key, value) in root.members where !["run", "eventTime", "producer"].contains(key.string) {
            writer.key(key)
            writer.raw(value)
        }
        writer.endObject()
        return writer.bytes
    }
}
