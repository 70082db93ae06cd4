import GraphEngine
import JSONBytes
import OpenLineage
import SQLDatabase

/// The rows of edges, and when each edge was first told.
extension CatalogWriter {
    /// Notes that an event tells edges: each is as old as the oldest event of its owner that tells it by itself.
    func tell(
        _ owner: EntityState, as vertex: @autoclosure () throws -> NamedEdge.Vertex, by prepared: PreparedEvent
    ) throws {
        guard let key = prepared.structureKey, prepared.point.time <= present else { return }
        let time = prepared.point.time
        let state = jobStates[owner.id]
        if let known = state?.told[key], known <= time { return }
        if let count = state?.told.count, count >= Self.toldMax { state?.told.removeAll() }
        state?.told[key] = time
        var set = EdgeSet(owner: try vertex())
        set.add(RunFold([prepared.fragment]).structure, layer: .confirmed)
        set.finish()
        for (key, flags) in try keyed(set.flags, owner, at: time) {
            if var edge = try storedEdge(key) {
                guard edge.firstSeen > time else { continue }
                edge.firstSeen = time
                try put(edge)
            } else {
                var edge = GraphEdge(key, flags: flags, since: time, firstSeen: time, hasHistory: true)
                edge.until = edge.since
                try put(edge)
            }
        }
    }

    private static let toldMax = 16

    func keyed(
        _ edges: [NamedEdge: EdgeFlags], _ owner: EntityState, at time: Int64
    ) throws -> [EdgeKey: EdgeFlags] {
        var result: [EdgeKey: EdgeFlags] = [:]
        for (edge, flags) in edges { result[try key(of: edge, owner, at: time), default: []].formUnion(flags) }
        return result
    }

    func key(of edge: NamedEdge, _ owner: EntityState, at time: Int64) throws -> EdgeKey {
        EdgeKey(
            from: try vertex(edge.source, at: time), to: try vertex(edge.target, at: time),
            owner: UInt32(truncatingIfNeeded: owner.id), kind: edge.kind)
    }

    private func vertex(_ vertex: NamedEdge.Vertex, at time: Int64) throws -> UInt32 {
        let id =
            switch vertex {
            case .dataset(let id): try entities.datasetRow(id, at: time)
            case .job(let id): try entities.job(id, at: time).id
            }
        guard let vertex = UInt32(exactly: id) else { throw CatalogError.damaged("more than 2^32 entities") }
        return vertex
    }

    func remove(_ edge: GraphEdge) throws {
        try connection.enqueue(
            "DELETE FROM edge WHERE owner = ?1 AND source = ?2 AND target = ?3 AND kind = ?4",
            SQLValue(Int(edge.owner)),
            SQLValue(Int(edge.from)), SQLValue(Int(edge.to)), SQLValue(Int(edge.kind.rawValue)))
        changes.append(.remove(from: edge.from, to: edge.to, owner: edge.owner, kind: edge.kind))
    }

    func storedEdge(_ key: EdgeKey) throws -> GraphEdge? {
        let statement = try connection.statement(
            """
            SELECT flags, since, until, first_seen, has_history FROM edge
            WHERE owner = ?1 AND source = ?2 AND target = ?3 AND kind = ?4
            """)
        statement.bind(1, Int64(key.owner))
        statement.bind(2, Int64(key.from))
        statement.bind(3, Int64(key.to))
        statement.bind(4, Int64(key.kind.rawValue))
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return GraphEdge(
            from: key.from, to: key.to, owner: key.owner, kind: key.kind,
            flags: EdgeFlags(rawValue: UInt16(clamping: statement.int(0))), since: statement.int(1),
            until: statement.int(2), firstSeen: statement.int(3), hasHistory: statement.int(4) != 0)
    }

    /// - Parameter time: only those that ended at or after it, ns, or hold still.
    func storedEdges(of owner: EntityState, endedFrom time: Int64 = .min) throws -> [GraphEdge] {
        try connection.rows(
            """
            SELECT source, target, kind, flags, since, until, first_seen, has_history FROM edge
            WHERE owner = ?1 AND until >= ?2
            """, [.integer(owner.id), .integer(time)]
        ) { row in
            GraphEdge(
                from: UInt32(truncatingIfNeeded: row.int(0)), to: UInt32(truncatingIfNeeded: row.int(1)),
                owner: UInt32(truncatingIfNeeded: owner.id),
                kind: EdgeKind(rawValue: UInt8(clamping: row.int(2))) ?? .input,
                flags: EdgeFlags(rawValue: UInt16(clamping: row.int(3))), since: row.int(4), until: row.int(5),
                firstSeen: row.int(6), hasHistory: row.int(7) != 0)
        }
    }

    func put(_ edge: GraphEdge) throws {
        let statement = try connection.statement(
            """
            INSERT INTO edge (owner, source, target, kind, flags, since, until, first_seen, has_history)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (owner, source, target, kind) DO UPDATE SET flags = excluded.flags, since = excluded.since,
                until = excluded.until, first_seen = excluded.first_seen, has_history = excluded.has_history
            """)
        statement.bind(1, Int64(edge.owner))
        statement.bind(2, Int64(edge.from))
        statement.bind(3, Int64(edge.to))
        statement.bind(4, Int64(edge.kind.rawValue))
        statement.bind(5, Int64(edge.flags.rawValue))
        statement.bind(6, edge.since)
        statement.bind(7, edge.until)
        statement.bind(8, edge.firstSeen)
        statement.bind(9, edge.hasHistory ? 1 : 0)
        try statement.enqueue()
        changes.append(.put(edge))
    }
}

extension GraphEdge {
    init(_ key: EdgeKey, flags: EdgeFlags, since: Int64, firstSeen: Int64, hasHistory: Bool) {
        self.init(
            from: key.from, to: key.to, owner: key.owner, kind: key.kind, flags: flags, since: since,
            firstSeen: firstSeen, hasHistory: hasHistory)
    }
}
