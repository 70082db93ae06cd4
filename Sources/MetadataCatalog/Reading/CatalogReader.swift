package import GraphEngine
package import JSONBytes
import OpenLineage
package import SQLDatabase

/// One state of the catalog, as of one instant; used on one reader thread.
package struct CatalogReader {
    package let connection: any SQLConnection
    package let observations: ObservationReader
    /// Event time that answers are about, ns: events after it do not count.
    package let time: Int64
    /// Whether `time` is the present.
    package let isPresent: Bool
    /// The commit that this state follows.
    package let revision: UInt64
    private let graph: LineageGraph
    /// What this answer has read already.
    let memory = ReadMemory()
    /// What any answer can use.
    let shared: SharedReads

    init(
        _ connection: any SQLConnection, codec: PayloadCodec, graph: LineageGraph, shared: SharedReads, time: Int64,
        isPresent: Bool
    ) throws {
        self.connection = connection
        self.graph = graph
        self.shared = shared
        self.time = time
        self.isPresent = isPresent
        observations = ObservationReader(connection, codec: codec)
        let stored = try connection.first("SELECT revision FROM commit_position WHERE id = 1") { $0.int(0) }
        revision = UInt64(stored ?? 0)
    }

    /// Which history of the catalog this is; numbers of records and entities have one meaning in one history only.
    package var history: Int { shared.history }

    package var payloads: PayloadReader { observations.payloads }

    /// Runs `body` over the graph at the state of this reader.
    package func withGraph<Result>(_ body: (borrowing GraphView) throws -> Result) throws -> Result {
        try graph.read(at: revision, body)
    }

    /// Number and chain value of the newest record.
    package func logHead() throws -> (seq: Int64, chain: Digest256) {
        try connection.first("SELECT seq, chain FROM log ORDER BY seq DESC LIMIT 1") {
            ($0.int(0), Digest256(bytes: $0.blob(1)) ?? EventLog.genesis)
        } ?? (0, EventLog.genesis)
    }

    package func structure(_ id: Int64) throws -> Structure {
        if id == 0 { return .empty }
        let statement = try connection.statement("SELECT bytes FROM structure WHERE id = ?1")
        statement.bind(1, id)
        defer { statement.reset() }
        guard try statement.step() else { throw CatalogError.damaged("a run without its structure") }
        return try Structure(decoding: statement.blob(0))
    }
}
