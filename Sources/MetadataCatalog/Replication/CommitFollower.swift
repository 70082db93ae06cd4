import GraphEngine
import JSONBytes
import SQLDatabase

/// Keeps the graph of one of several servers over a database where the database is.
///
/// Every commit leaves what it changed in the graph (`commit_delta`); who reads a state of the database first applies
/// what its graph lacks of it. A state that is not the continuation of what the graph was made from (after a fail-over to
/// a server without the last commits, say) is loaded anew.
///
/// `@unchecked Sendable`: `lock` guards the positions, and admits one change of the graph at a time.
final class CommitFollower: @unchecked Sendable {
    private let graph: LineageGraph
    private let lock = Lock()
    /// The positions that the graph went through since it was loaded, the newest last; old ones are forgotten.
    private var passed: [CommitPosition]
    /// What reads remember; its history counts how often the graph was loaded anew.
    private var reads = SharedReads(history: 0)

    /// Positions that are remembered, to compare with states of the database that are read late.
    private static let passedMax = 4096
    /// Commits that the database keeps; a server that was away for longer loads its graph anew.
    static let deltasKept = 20_000

    init(_ graph: LineageGraph, at position: CommitPosition) {
        self.graph = graph
        passed = [position]
    }

    /// Brings the graph to the state that `connection` reads.
    ///
    /// To be called first in its transaction, so that the state is that of this moment.
    /// - Returns: what reads of this history may remember.
    /// - Throws: ``DatabaseError``, ``CatalogError``; ``GraphError/positionTooOld(requested:oldest:)`` if the graph was
    ///   loaded from a newer state meanwhile.
    func follow(_ connection: any SQLConnection) throws -> SharedReads {
        let before = lock.withLock { reads.history }
        // A file has one writer, which applies what it commits.
        guard connection.dialect.isShared else { return lock.withLock { reads } }
        let position = try Self.position(connection)
        return try lock.withLock {
            try bringGraph(to: position, connection, isFresh: reads.history == before)
            return reads
        }
    }

    /// - Parameter isFresh: whether the graph was not loaded anew since the position was read.
    private func bringGraph(to position: CommitPosition, _ connection: any SQLConnection, isFresh: Bool) throws {
        guard let last = passed.last, position != last else { return }
        if position.revision > last.revision {
            if try !advance(from: last, to: position, connection) { try reload(connection, position) }
            return
        }
        // Others may have advanced the graph since the state was read. What it never passed is another history.
        if passed.contains(position) { return }
        guard isFresh else {
            throw GraphError.positionTooOld(requested: position.revision, oldest: last.revision)
        }
        try reload(connection, position)
    }

    /// Applies a commit of this server, unless a reader was faster.
    func committed(_ changes: [GraphChange], at position: CommitPosition) {
        lock.withLock {
            guard let last = passed.last, last.revision + 1 == position.revision else { return }
            graph.apply(changes, position: position.revision)
            note(position)
        }
    }

    /// The position that a state of the database has.
    static func position(_ connection: any SQLConnection) throws -> CommitPosition {
        let found = try connection.first("SELECT revision, token FROM commit_position WHERE id = 1") {
            CommitPosition(revision: UInt64(clamping: $0.int(0)), token: $0.blob(1))
        }
        guard let found else { throw CatalogError.damaged("a catalog without position") }
        return found
    }

    /// Applies the commits between two positions; false if they are not kept, or are those of another history.
    private func advance(
        from last: CommitPosition, to target: CommitPosition, _ connection: any SQLConnection
    ) throws -> Bool {
        guard target.revision - last.revision <= UInt64(Self.deltasKept) else { return false }
        var position = last
        var deltas: [(CommitPosition, CommitDelta)] = []
        let isWhole = try connection.rows(
            """
            SELECT revision, chain, changes, token FROM commit_delta WHERE revision > ?1 AND revision <= ?2
            ORDER BY revision
            """, [.integer(Int64(clamping: last.revision)), .integer(Int64(clamping: target.revision))]
        ) { row in
            let changes = row.blob(2)
            let next = position.next(changes: changes, chain: Digest256(bytes: row.blob(1)) ?? EventLog.genesis)
            guard row.int(0) == Int64(clamping: next.revision), row.blob(3) == next.token else { return false }
            position = next
            deltas.append((next, try CommitDelta(decoding: changes)))
            return true
        }
        guard isWhole.allSatisfy(\.self), position == target else { return false }
        for (position, delta) in deltas {
            graph.apply(delta.changes, position: position.revision)
            note(position)
        }
        return true
    }

    private func reload(_ connection: any SQLConnection, _ position: CommitPosition) throws {
        try Catalog.load(graph, connection, at: position.revision)
        passed = [position]
        reads = SharedReads(history: reads.history + 1)
    }

    private func note(_ position: CommitPosition) {
        passed.append(position)
        if passed.count > Self.passedMax * 2 { passed.removeFirst(Self.passedMax) }
    }
}
