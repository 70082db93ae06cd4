import Analysis
import Foundation
import GraphEngine
import Ingestion
import JSONBytes
import MetadataCatalog
import OpenLineage
import SQLDatabase
import TestDatabases

/// A catalog in a temporary file, fed with events as text, asked for lineage.
struct Estate {
    let catalog: Catalog
    let caches = LineageCaches()
    private let ingestor: Ingestor
    private let rejections = RejectionList()

    /// 2026-06-01T00:00:00Z; later than the events of most tests.
    static let now: Int64 = 1_780_272_000_000_000_000

    init(_ events: [String] = [], now: Int64 = Estate.now) async throws {
        catalog = try await Catalog.open(TestDatabase.current.open(), clock: Catalog.Clock { now })
        ingestor = Ingestor(catalog: catalog, rejections: rejections)
        try await post(events)
    }

    func post(_ events: [String]) async throws {
        guard !events.isEmpty else { return }
        let outcomes = try await ingestor.submit(
            batch: Array("[\(events.joined(separator: ","))]".utf8), source: IngestSource(receivedAt: Self.now),
            permission: .everything)
        for case .rejected(_, let errors, _) in outcomes { throw Failure(text: errors.joined(separator: "; ")) }
    }

    func command(_ command: Command, at time: String) async throws {
        _ = try await catalog.submit([.command(command, Receipt(time: Self.time(time), keyName: nil))])
    }

    struct Failure: Error { let text: String }

    func report(
        _ node: NodeReference, _ query: LineageQuery = LineageQuery(), asOf: String? = nil
    ) async throws -> LineageReport {
        try await catalog.read(asOf: asOf.map { Self.time($0) }) { [caches] in
            try Lineage.report(of: node, query, $0, caches: caches)
        }
    }

    /// The edges of an answer, a line each: `a -> b origin+origin (by job)`, with `dataset:ns:` and the like shortened.
    func edges(
        _ node: String, _ direction: WalkDirection = .both, columns: Bool = false, asOf: String? = nil, depth: Int = 20
    ) async throws -> [String] {
        var query = LineageQuery()
        query.direction = direction
        query.withColumns = columns
        query.depthMax = depth
        return try await report(.text(ByteString(node)), query, asOf: asOf).lines
    }

    static func time(_ text: String) -> Int64 {
        EventTime.parse(ByteString(text))?.time.nanoseconds ?? 0
    }
}

extension LineageReport {
    /// The edges as sorted lines.
    var lines: [String] {
        edges.map { edge in
            let job = edge.job.map { " (by \($0.name.string))" } ?? ""
            let origins = edge.origins.map(\.name).joined(separator: "+")
            return "\(edge.from.short) -> \(edge.to.short) \(origins)\(job)"
        }.sorted()
    }

    var nodeLines: [String] { nodes.map { "\($0.depth) \($0.id.short)" }.sorted() }

    var bytes: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}

extension NodeID {
    /// Names without the namespace: a dataset as it is, a job in brackets, a column behind a dot, a run behind `#`.
    var short: String {
        switch self {
        case .dataset(let id): id.name.string
        case .job(let id): "[\(id.name.string)]"
        case .column(let id, let column): "\(id.name.string).\(column.string)"
        case .run(let id): "#\(id.bytes.string)"
        }
    }
}
