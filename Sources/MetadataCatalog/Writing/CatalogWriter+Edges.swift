import GraphEngine
import JSONBytes
import OpenLineage
import SQLDatabase

/// From what counts for a job to the stored edges and the graph.
extension CatalogWriter {
    /// An event that comes after younger ones.
    struct LateEvent {
        /// Event time, ns.
        var time: Int64
        /// What its run says or said: edges that may hold in the past alone.
        var structures: [Int64]
        /// Other edges that ended before this time, ns, do not come to hold again by it.
        var reach: Int64
    }

    /// Brings the stored edges of a job, and the graph, to what its state says.
    ///
    /// An edge that comes or goes in the order of events begins or ends at `time`. After a late event the time from which
    /// the present edges hold is not known without a look at all events, so they are said to hold from the horizon on,
    /// and to have a history: answers about an earlier time are computed from the observations.
    func updateEdges(of entity: EntityState, _ state: JobState, at time: Int64, late: LateEvent?) throws {
        let basis = state.contributions.map { Contribution(layer: $0.layer, structure: $0.structure, lastSeen: 0) }
        if basis == state.edgeBasis, late.map({ isNeutral(state, $0) }) ?? true { return }
        if late == nil, state.sameEdgeBases.contains(basis) {
            state.edgeBasis = basis
            return
        }
        let owner = NamedEdge.Vertex.job(try jobID(of: entity))
        let wanted = try edges(owner, basis.map { ($0.structure, $0.layer) })
        let present = try state.edges ?? edges(owner, state.edgeBasis.map { ($0.structure, $0.layer) })
        if late == nil, wanted == present {
            if state.sameEdgeBases.count >= Self.sameEdgeBasesMax { state.sameEdgeBases.removeAll() }
            state.sameEdgeBases.formUnion([basis, state.edgeBasis])
            state.edges = present
            state.edgeBasis = basis
            return
        }
        let since = max(time, late?.time ?? .min)
        if let late {
            try replaceEdges(
                of: entity, kinds: Self.observedKinds,
                EdgeReplacement(
                    wanted: wanted, since: since, isLate: true, reach: late.reach,
                    past: try edges(owner, late.structures.map { ($0, .confirmed) })))
        } else {
            try changeEdges(of: entity, from: present, to: wanted, at: since)
        }
        if wanted != present { state.sameEdgeBases = [] }
        jobStateBytes += Self.edgeBytes * (wanted.count - (state.edges?.count ?? 0))
        state.edges = wanted
        state.edgeBasis = basis
        state.edgesSince = since
    }

    private static let sameEdgeBasesMax = 16
    /// About what an edge takes in the state of its job.
    private static let edgeBytes = 200

    static let observedKinds: Set<EdgeKind> = [.input, .output, .derivation, .flow, .product]

    /// The edges of stored structures, by names.
    func edges(
        _ owner: NamedEdge.Vertex, _ parts: [(structure: Int64, layer: Layer)]
    ) throws -> [NamedEdge: EdgeFlags] {
        var set = EdgeSet(owner: owner)
        for part in parts where part.structure != 0 {
            set.add(try structures.structure(part.structure), layer: part.layer)
        }
        set.finish()
        return set.flags
    }

    /// Whether a late event leaves past states as the present edges tell them: nobody ever said anything else.
    private func isNeutral(_ state: JobState, _ late: LateEvent) -> Bool {
        let structures = Set(state.edgeBasis.map(\.structure))
        return late.time >= state.edgesSince && structures.count <= 1
            && state.edgeBasis.allSatisfy { $0.layer == .confirmed }
            && late.structures.allSatisfy { $0 == 0 || structures.contains($0) }
    }

    /// Writes how the edges of a job change at a time, nothing younger being known: a look at those that change is enough.
    private func changeEdges(
        of owner: EntityState, from present: [NamedEdge: EdgeFlags], to wanted: [NamedEdge: EdgeFlags], at time: Int64
    ) throws {
        for (edge, flags) in wanted where present[edge] != flags {
            let key = try key(of: edge, owner, at: time)
            guard var stored = try storedEdge(key) else {
                // When it was first told is settled by `tell`.
                try put(GraphEdge(key, flags: flags, since: time, firstSeen: .max, hasHistory: false))
                continue
            }
            if stored.until == .max, stored.flags == flags { continue }
            stored.hasHistory = stored.hasHistory || stored.since != time
            stored.flags = flags
            stored.since = time
            stored.until = .max
            try put(stored)
        }
        for edge in present.keys where wanted[edge] == nil {
            guard var stored = try storedEdge(key(of: edge, owner, at: time)), stored.until == .max else { continue }
            stored.until = max(time, stored.since)
            try put(stored)
        }
    }

    /// What the stored edges of an owner are to become.
    struct EdgeReplacement {
        /// The present edges.
        var wanted: [NamedEdge: EdgeFlags]
        /// Event time from which they hold.
        var since: Int64
        /// Whether a late event makes them hold: what held before is then not known without a look at the observations.
        var isLate: Bool
        /// Edges that ended before this time, ns, and are not named here stay as they are.
        var reach: Int64 = .min
        /// Edges that may hold in the past alone.
        var past: [NamedEdge: EdgeFlags] = [:]
    }

    /// Writes the difference between the stored edges of an owner and the given ones.
    func replaceEdges(of owner: EntityState, kinds: Set<EdgeKind>, _ new: EdgeReplacement) throws {
        var wanted = try keyed(new.wanted, owner, at: new.since)
        var past = try keyed(new.past, owner, at: new.since)
        var known = try storedEdges(of: owner, endedFrom: new.reach).filter { kinds.contains($0.kind) }
        if new.reach > .min {
            let listed = Set(known.map(\.key))
            for key in Set(wanted.keys).union(past.keys).subtracting(listed) {
                if let edge = try storedEdge(key) { known.append(edge) }
            }
        }
        for stored in known {
            var edge = stored
            past.removeValue(forKey: stored.key)
            if let flags = wanted.removeValue(forKey: stored.key) {
                let isSame = edge.until == .max && edge.flags == flags
                if !isSame || new.isLate {
                    edge.hasHistory = edge.hasHistory || new.isLate || edge.since != new.since
                    edge.flags = flags
                    edge.since = new.since
                    edge.until = .max
                }
            } else if new.isLate {
                edge.hasHistory = true
                edge.since = max(edge.since, new.since)
                edge.until = edge.since
            } else if edge.until == .max {
                edge.until = max(new.since, edge.since)
            }
            if edge != stored { try put(edge) }
        }
        for (key, flags) in wanted {
            past.removeValue(forKey: key)
            // When it was first told is settled by `tell`.
            try put(GraphEdge(key, flags: flags, since: new.since, firstSeen: .max, hasHistory: new.isLate))
        }
        for (key, flags) in past {
            var edge = GraphEdge(key, flags: flags, since: new.since, firstSeen: .max, hasHistory: true)
            edge.until = edge.since
            try put(edge)
        }
    }

    func flushJobStates() throws {
        for state in dirtyStates {
            try connection.enqueue(
                """
                INSERT INTO job_state (job, bytes) VALUES (?1, ?2)
                ON CONFLICT (job) DO UPDATE SET bytes = excluded.bytes
                """, .integer(state.job), .blob(StoredContributions(state.contributions).encoded()))
            state.isDirty = false
        }
        dirtyStates.removeAll(keepingCapacity: true)
    }
}
