import GraphEngine
import JSONBytes
import OpenLineage
import SQLDatabase

/// What follows when a run turns out to belong to another job than was thought: the cost is that of the run.
extension CatalogWriter {
    /// Takes a run to another job, with all that its events say about the job.
    ///
    /// - Parameter known: the run as the state of its former job knows it; nil: it does not.
    func move(_ run: RunState, to entity: EntityState, known: RunSummary?) throws {
        let former = try requireEntity(run.job)
        run.job = entity.id
        try runs.write(run)
        entities.addMembers(-1, to: former)
        entities.addMembers(1, to: entity)
        var events: [PreparedEvent] = []
        for (point, seq) in try observations.events(of: UnitID(.run, run.id), through: .max) {
            let rows = try connection.run(
                "UPDATE mention SET entity = ?1 WHERE entity = ?2 AND time = ?3 AND seq = ?4 AND role = ?5",
                .integer(entity.id), .integer(former.id), .integer(point.time), .integer(seq),
                .integer(MentionRole.job.rawValue))
            // The event that tells of the move has not been mentioned yet.
            guard rows > 0, let prepared = try preparedEvent(seq) else { continue }
            try retractJobFacets(of: former, prepared)
            try observeJobFacets(of: entity, prepared, seq, isNewest: point.time > entity.observedUntil)
            entity.observedUntil = max(entity.observedUntil, point.time)
            events.append(prepared)
        }
        for job in [former, entity] { try entities.refreshTimes(of: job) }
        if let known, known.hasEnded { try refreshVersion(ofJob: former.id, structure: known.structure) }
        if run.terminal != nil { try refreshVersion(ofJob: entity.id, structure: run.structure) }
        let moved = try knownSummary(of: run)
        try exchange(known, nil, of: run, in: former, at: run.first)
        try exchange(nil, moved, of: run, in: entity, at: run.first)
        for event in events { try tell(entity, as: .job(try jobID(of: entity)), by: event) }
        try untell(former, events)
    }

    /// A run as the state of its job knows it.
    func knownSummary(of run: RunState) throws -> RunSummary? {
        if run.events == 0 { return nil }
        // Its parent may have ended without the states knowing it yet.
        let parentEnded = run.flags.contains(.isOver) ? try run.parent.flatMap { try end(of: $0) } : nil
        return run.summary(parentEnded: parentEnded)
    }

    // MARK: - First telling

    /// Takes back that a job has told what events say that were not its own: edges are as old as the next that tells them.
    private func untell(_ owner: EntityState, _ events: [PreparedEvent]) throws {
        jobStates[owner.id]?.told.removeAll()
        let hadRuns =
            try connection.first("SELECT 1 FROM run_other_job WHERE job = ?1 LIMIT 1", [.integer(owner.id)]) { _ in
                true
            } ?? false
        if owner.members == 0, !hadRuns {
            // Nobody bears the name, nor ever did by the times of events.
            for edge in try storedEdges(of: owner) { try remove(edge) }
            return
        }
        let vertex = NamedEdge.Vertex.job(try jobID(of: owner))
        for event in events {
            let time = event.point.time
            for key in try tellings(of: event.fragment, by: owner, as: vertex) {
                guard var edge = try storedEdge(key), edge.firstSeen == time else { continue }
                edge.firstSeen = try nextTelling(of: key, by: owner, as: vertex, from: time) ?? .max
                if edge.firstSeen == time { continue }
                if owner.members == 0 { edge.hasHistory = true }
                try put(edge)
            }
        }
    }

    private func tellings(
        of fragment: EventFragment, by owner: EntityState, as vertex: NamedEdge.Vertex
    ) throws -> Set<EdgeKey> {
        var set = EdgeSet(owner: vertex)
        set.add(RunFold([fragment]).structure, layer: .confirmed)
        set.finish()
        return Set(try keyed(set.flags, owner, at: fragment.point.time).keys)
    }

    /// Event time of the oldest event of a job, at or after `time`, that tells an edge; nil: none does.
    private func nextTelling(
        of key: EdgeKey, by owner: EntityState, as vertex: NamedEdge.Vertex, from time: Int64
    ) throws -> Int64? {
        var found: Int64?
        /// Whether to look further.
        func look(_ seq: Int64) throws -> Bool {
            guard let record = try observations.payloads.record(seq) else { return true }
            let time = record.event.time.nanoseconds
            guard time <= present else { return false }
            let fragment = EventFragment(record.event, point: .end(of: time), scope: record.scope)
            guard try tellings(of: fragment, by: owner, as: vertex).contains(key) else { return true }
            found = time
            return false
        }
        let role = SQLValue.integer(MentionRole.job.rawValue)
        guard key.kind != .flow else {
            try connection.query(
                "SELECT seq FROM mention WHERE entity = ?1 AND time >= ?2 AND role = ?3 ORDER BY time, seq",
                [.integer(owner.id), .integer(time), role]
            ) { try look($0.int(0)) }
            return found
        }
        // Few events mention most datasets: then those decide. Else one of the job's next events mostly does.
        let dataset = Int64(key.kind == .input ? key.from : key.to)
        let few = try connection.rows(
            "SELECT DISTINCT time, seq FROM mention WHERE entity = ?1 AND time >= ?2 ORDER BY time, seq LIMIT ?3",
            [.integer(dataset), .integer(time), SQLValue(Self.fewMentions + 1)]
        ) { ($0.int(0), $0.int(1)) }
        guard few.count > Self.fewMentions else {
            for (time, seq) in few {
                let isOwn =
                    try connection.first(
                        "SELECT 1 FROM mention WHERE entity = ?1 AND time = ?2 AND seq = ?3 AND role = ?4",
                        [.integer(owner.id), .integer(time), .integer(seq), role]
                    ) { _ in true } != nil
                if isOwn, !(try look(seq)) { break }
            }
            return found
        }
        try connection.query(
            """
            SELECT own.seq FROM mention AS own WHERE own.entity = ?1 AND own.time >= ?2 AND own.role = ?3 AND EXISTS (
                SELECT 1 FROM mention AS told
                WHERE told.entity = ?4 AND told.time = own.time AND told.seq = own.seq)
            ORDER BY own.time, own.seq
            """, [.integer(owner.id), .integer(time), role, .integer(dataset)]
        ) { try look($0.int(0)) }
        return found
    }

    private static let fewMentions = 32
}
