import GraphEngine
import JSONBytes
import OpenLineage
import SQLDatabase

extension CatalogWriter {
    /// An event that comes after younger ones.
    struct LateEvent {
        /// Event time, ns.
        var time: Int64
        /// What its run says or said: edges that may hold in the past alone.
        var structures: [Int64]
    }

    /// Lets an event of a run count in the edges of its job.
    ///
    /// - Parameter isNewest: no younger event of the job is known.
    func advance(
        _ entity: EntityState, run: RunState, before: RunChange, by prepared: PreparedEvent, isNewest: Bool
    ) throws {
        let point = prepared.point
        guard point.time <= present else { return }
        let isNew = before.events == 0
        let cached = jobStates[entity.id] ?? (isNew && entity.members == 1 ? freshState(of: entity) : nil)
        if let state = cached {
            try widenSpan(of: state, run)
            if run.last == point, before.job == run.job || before.job == 0 {
                let parentEnded = try run.parent.flatMap { try endOfParent($0) }
                let advanced = try state.advance(
                    run.summary(parentEnded: parentEnded), at: point.time, hadEnded: before.terminal != nil
                ) { try isFirstSuccess(of: run) }
                if advanced {
                    markDirty(state)
                    return try updateEdges(of: entity, state, at: point.time, late: nil)
                }
            }
        } else {
            // What is loaded holds the event already.
            let state = try jobState(of: entity)
            try widenSpan(of: state, run)
            if isNewest, point.time >= state.horizon, before.terminal == nil {
                markDirty(state)
                return try updateEdges(of: entity, state, at: point.time, late: nil)
            }
        }
        try reevaluate(entity, late: LateEvent(time: point.time, structures: [before.structure, run.structure]))
    }

    func markDirty(_ state: JobState) {
        guard !state.isDirty else { return }
        state.isDirty = true
        dirtyStates.append(state)
    }

    /// Event time at which a run ended, if it is not in the future.
    private func endOfParent(_ id: Int64) throws -> Int64? {
        let parent = try runs.run(id)
        guard parent.events > 0 else { return nil }
        if parent.last.time <= present { return parent.terminal?.time }
        return try observations.end(ofRun: id, through: present)
    }

    private func isFirstSuccess(of run: RunState) throws -> Bool {
        guard let parent = run.parent else { return true }
        return try connection.first(
            "SELECT 1 FROM run WHERE parent = ?1 AND job = ?2 AND terminal_rank = ?3 AND id <> ?4 LIMIT 1",
            [
                .integer(parent), .integer(run.job), SQLValue(Int(EventType.complete.rawValue)), .integer(run.id),
            ]
        ) { _ in true } == nil
    }

    private func widenSpan(of state: JobState, _ run: RunState) throws {
        let span = run.last.time.subtractingReportingOverflow(run.first)
        let width = span.overflow ? .max : span.partialValue
        guard width > state.spanMax || !state.isSpanStored else { return }
        // Rounded up, so that a job whose runs take a little longer each time is not written each time.
        state.spanMax = max(state.spanMax, width + min(width / 2, .max / 4 - min(width, .max / 4)))
        state.isSpanStored = true
        try connection.enqueue(
            """
            INSERT INTO job_span (job, span_max) VALUES (?1, ?2)
            ON CONFLICT (job) DO UPDATE SET span_max = CASE WHEN excluded.span_max > job_span.span_max
                THEN excluded.span_max ELSE job_span.span_max END
            """, .integer(state.job), .integer(state.spanMax))
    }

    private func freshState(of entity: EntityState) -> JobState {
        let state = JobState(job: entity.id)
        jobStates[entity.id] = state
        return state
    }

    func jobState(of entity: EntityState) throws -> JobState {
        if let known = jobStates[entity.id] { return known }
        let state = JobState(job: entity.id)
        jobStates[entity.id] = state
        state.spanMax =
            try connection.first("SELECT span_max FROM job_span WHERE job = ?1", [.integer(entity.id)]) { $0.int(0) }
            ?? 0
        state.isSpanStored = state.spanMax > 0
        let stored = try connection.first("SELECT bytes FROM job_state WHERE job = ?1", [.integer(entity.id)]) {
            $0.blob(0)
        }
        if let stored { state.edgeBasis = try StoredContributions(decoding: stored).basis }
        state.edgesSince =
            try connection.first("SELECT MAX(since) FROM edge WHERE owner = ?1", [.integer(entity.id)]) {
                $0.intOrNil(0) ?? .min
            } ?? .min
        try load(state, of: entity)
        return state
    }

    /// Computes the state of a job from its runs.
    private func load(_ state: JobState, of entity: EntityState) throws {
        let name = try jobID(of: entity)
        let summaries = try observations.summaries(
            ofJob: entity.id, name: name, through: present, structureID: structures.id)
        state.latest = JobEvaluation.latestSuccess(of: summaries)
        state.latestSuccessfulStart = summaries.filter(\.hasSucceeded).map(\.start).max()
        state.cohort = [:]
        state.ended = [:]
        if let latest = state.latest {
            for run in summaries where JobEvaluation.belongs(run, to: latest) {
                state.cohort[run.structure] = max(state.cohort[run.structure] ?? .min, run.last)
            }
        } else {
            for run in summaries where run.hasEnded && run.structure != 0 {
                state.ended[run.structure] = max(state.ended[run.structure] ?? .min, run.last)
            }
        }
        state.newestReporter = summaries.filter { $0.structure != 0 }.max { $0.startsBefore($1) }
        state.live = JobEvaluation.liveRuns(of: summaries).filter { $0.structure != 0 }
        let declared = try observations.declaration(ofJob: name, through: present, structureID: structures.id)
        state.declared = declared.map { ($0.structure, $0.time) }
        for run in summaries { state.horizon = max(state.horizon, run.last, run.parentEnded ?? .min) }
        state.horizon = max(state.horizon, declared?.time ?? .min, entity.lastSeen)
    }

    func jobID(of entity: EntityState) throws -> JobID {
        JobID(namespace: try entities.namespaceName(entity.namespace), name: entity.name)
    }

    /// Computes the edges of a job anew from its runs.
    ///
    /// - Parameter late: what came late; nil: only the clock has moved on.
    func reevaluate(_ entity: EntityState, late: LateEvent?) throws {
        let state = try jobState(of: entity)
        try load(state, of: entity)
        markDirty(state)
        try updateEdges(of: entity, state, at: state.horizon, late: late)
    }

    /// The end of a run ends the lives of its children that never ended themselves.
    func reevaluateChildren(of run: RunState, at time: Int64) throws {
        guard time <= present else { return }
        let jobs = try connection.rows(
            "SELECT DISTINCT job FROM run WHERE parent = ?1 AND terminal IS NULL AND structure <> 0",
            [.integer(run.id)]
        ) { $0.int(0) }
        for job in jobs {
            guard let entity = try entities.entity(job) else { continue }
            let wasKnown = jobStates[job] != nil
            let state = try jobState(of: entity)
            if !wasKnown, state.horizon <= time {
                // What was loaded knows of the end already.
                markDirty(state)
                try updateEdges(of: entity, state, at: time, late: nil)
            } else if state.horizon <= time, state.live.contains(where: { $0.parent == run.id }) {
                state.live.removeAll { $0.parent == run.id && !$0.isStreaming }
                state.horizon = time
                markDirty(state)
                try updateEdges(of: entity, state, at: time, late: nil)
            } else if state.horizon > time {
                try reevaluate(entity, late: LateEvent(time: time, structures: []))
            }
        }
    }

    // MARK: - From contributions to edges

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
        try replaceEdges(
            of: entity, kinds: Self.observedKinds,
            EdgeReplacement(
                wanted: wanted, since: since, isLate: late != nil,
                past: try late.map { try edges(owner, $0.structures.map { ($0, .confirmed) }) } ?? [:]))
        if wanted != present { state.sameEdgeBases = [] }
        state.edges = wanted
        state.edgeBasis = basis
        state.edgesSince = since
    }

    private static let sameEdgeBasesMax = 16

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

    /// What the stored edges of an owner are to become.
    struct EdgeReplacement {
        /// The present edges.
        var wanted: [NamedEdge: EdgeFlags]
        /// Event time from which they hold.
        var since: Int64
        /// Whether a late event makes them hold: what held before is then not known without a look at the observations.
        var isLate: Bool
        /// Edges that may hold in the past alone.
        var past: [NamedEdge: EdgeFlags] = [:]
    }

    /// Writes the difference between the stored edges of an owner and the given ones.
    func replaceEdges(of owner: EntityState, kinds: Set<EdgeKind>, _ new: EdgeReplacement) throws {
        var wanted = try keyed(new.wanted, owner, at: new.since)
        var past = try keyed(new.past, owner, at: new.since)
        for stored in try storedEdges(of: owner) where kinds.contains(stored.kind) {
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

    /// Notes that an event tells edges: each is as old as the oldest event of its owner that tells it by itself.
    func tell(_ owner: EntityState, as vertex: NamedEdge.Vertex, by prepared: PreparedEvent) throws {
        guard let key = prepared.structureKey, prepared.point.time <= present else { return }
        let time = prepared.point.time
        let state = jobStates[owner.id]
        if let known = state?.told[key], known <= time { return }
        if let count = state?.told.count, count >= Self.toldMax { state?.told.removeAll() }
        state?.told[key] = time
        var set = EdgeSet(owner: vertex)
        set.add(RunFold([prepared.fragment]).structure, layer: .confirmed)
        set.finish()
        var stored: [EdgeKey: GraphEdge] = [:]
        for edge in try storedEdges(of: owner) { stored[edge.key] = edge }
        for (key, flags) in try keyed(set.flags, owner, at: time) {
            if var edge = stored[key] {
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

    private func keyed(
        _ edges: [NamedEdge: EdgeFlags], _ owner: EntityState, at time: Int64
    ) throws -> [EdgeKey: EdgeFlags] {
        var result: [EdgeKey: EdgeFlags] = [:]
        for (edge, flags) in edges {
            let key = EdgeKey(
                from: try vertex(edge.source, at: time), to: try vertex(edge.target, at: time),
                owner: UInt32(truncatingIfNeeded: owner.id), kind: edge.kind)
            result[key, default: []].formUnion(flags)
        }
        return result
    }

    /// Finds out anew when each edge of a job was first told, after runs came to it or left it.
    func refreshFirstSeen(of entity: EntityState) throws {
        var missing: [EdgeKey: GraphEdge] = [:]
        for edge in try storedEdges(of: entity) { missing[edge.key] = edge }
        let owner = NamedEdge.Vertex.job(try jobID(of: entity))
        let mentions = try connection.rows(
            "SELECT seq FROM mention WHERE entity = ?1 AND role = ?2 ORDER BY time, seq",
            [.integer(entity.id), .integer(MentionRole.job.rawValue)]
        ) { $0.int(0) }
        for seq in mentions {
            guard let record = try observations.payloads.record(seq) else { continue }
            let time = record.event.time.nanoseconds
            let fragment = EventFragment(record.event, point: .end(of: time), scope: record.scope)
            var set = EdgeSet(owner: owner)
            set.add(RunFold([fragment]).structure, layer: .confirmed)
            set.finish()
            for key in try keyed(set.flags, entity, at: time).keys {
                guard var edge = missing.removeValue(forKey: key), edge.firstSeen != time else { continue }
                edge.firstSeen = time
                try put(edge)
            }
        }
        jobStates[entity.id]?.told.removeAll()
        let hadRuns =
            try connection.first("SELECT 1 FROM run_other_job WHERE job = ?1 LIMIT 1", [.integer(entity.id)]) { _ in
                true
            }
            ?? false
        for var edge in missing.values {
            if entity.members == 0, !hadRuns {
                // Nobody bears the name, nor ever did by the times of events.
                try remove(edge)
            } else if entity.members == 0 {
                edge.firstSeen = .max
                edge.hasHistory = true
                edge.until = min(edge.until, edge.since)
                try put(edge)
            } else if edge.firstSeen != .max {
                edge.firstSeen = .max
                try put(edge)
            }
        }
    }

    private func remove(_ edge: GraphEdge) throws {
        try connection.enqueue(
            "DELETE FROM edge WHERE owner = ?1 AND source = ?2 AND target = ?3 AND kind = ?4",
            SQLValue(Int(edge.owner)),
            SQLValue(Int(edge.from)), SQLValue(Int(edge.to)), SQLValue(Int(edge.kind.rawValue)))
        changes.append(.remove(from: edge.from, to: edge.to, owner: edge.owner, kind: edge.kind))
    }

    func storedEdges(of owner: EntityState) throws -> [GraphEdge] {
        try connection.rows(
            """
            SELECT source, target, kind, flags, since, until, first_seen, has_history FROM edge WHERE owner = ?1
            """, [.integer(owner.id)]
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

    private func vertex(_ vertex: NamedEdge.Vertex, at time: Int64) throws -> UInt32 {
        let id =
            switch vertex {
            case .dataset(let id): try entities.datasetRow(id, at: time)
            case .job(let id): try entities.job(id, at: time).id
            }
        guard let vertex = UInt32(exactly: id) else { throw CatalogError.damaged("more than 2^32 entities") }
        return vertex
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

extension GraphEdge {
    init(_ key: EdgeKey, flags: EdgeFlags, since: Int64, firstSeen: Int64, hasHistory: Bool) {
        self.init(
            from: key.from, to: key.to, owner: key.owner, kind: key.kind, flags: flags, since: since,
            firstSeen: firstSeen, hasHistory: hasHistory)
    }
}
