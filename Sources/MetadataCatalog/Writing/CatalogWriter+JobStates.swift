import JSONBytes
import OpenLineage
import SQLDatabase

/// What counts for jobs, kept up to date run by run.
extension CatalogWriter {
    /// Lets an event of a run count in the edges of its job.
    func advance(_ entity: EntityState, run: RunState, before: RunChange, by prepared: PreparedEvent) throws {
        let time = prepared.point.time
        guard time <= present else {
            jobStates[entity.id]?.hasFuture = true
            return
        }
        let parentEnded = try run.parent.flatMap { try end(of: $0) }
        let isNew = before.events == 0 && entity.members == 1
        let known = try jobStates[entity.id] ?? (isNew ? freshState(of: entity) : nil)
        // What is loaded here holds the event already.
        let state = try known ?? jobState(of: entity)
        let horizon = max(state.horizon, parentEnded ?? .min)
        // A run that was moved is in its new job's state already.
        let wasMoved = before.job != 0 && before.job != run.job
        let after = run.summary(parentEnded: parentEnded)
        var late: LateEvent?
        if time < horizon {
            late = try self.late(wasMoved ? nil : before.summary, after, in: state, at: time)
            // What it takes back may let others count that it had ended.
            let hasSeveralParents = prepared.parent != .absent && !run.flags.contains(.hasOneParent)
            if hasSeveralParents || prepared.fragment.withdraws { late?.reach = .min }
        }
        try widenSpan(of: state, run)
        if run.flags.contains(.hasFuture) { state.hasFuture = true }
        if known != nil, !wasMoved {
            try apply(before.summary, after, to: state, of: entity)
        }
        state.horizon = max(state.horizon, horizon, time)
        markDirty(state)
        try updateEdges(of: entity, state, at: state.horizon, late: late)
    }

    private func apply(
        _ before: RunSummary?, _ after: RunSummary?, to state: JobState, of entity: EntityState
    ) throws {
        let runs = StoredJobRuns(writer: self, job: entity.id)
        if try state.isUnsettled(at: present) || !state.apply(before, after, runs) { try load(state, of: entity) }
    }

    /// What may have held in the past after a run turned out to have been another.
    private func late(
        _ before: RunSummary?, _ after: RunSummary?, in state: JobState, at time: Int64
    ) throws -> LateEvent {
        var late = LateEvent(
            time: time, structures: [before?.structure, after?.structure].compactMap { $0 }, reach: time)
        let wasSuccess = before?.hasSucceeded ?? false
        if wasSuccess, before?.terminal != after?.terminal || before?.parent != after?.parent {
            // Those that it had replaced may count again.
            late.reach = .min
        } else if before?.structure != 0, after?.structure == 0 {
            late.reach = .min
        } else if let after, after.hasSucceeded {
            // Those count again, for a while, that belong to it: they were under way with it, or have its parent.
            late.reach = min(time, after.start, before?.start ?? .max)
            if let parent = after.parent {
                let runs = StoredJobRuns(writer: self, job: state.job)
                let cohort = try state.cohort(ofParent: parent) ?? runs.cohort(ofParent: parent)
                late.structures += cohort.groups.keys.sorted()
            }
        }
        return late
    }

    func markDirty(_ state: JobState) {
        guard !state.isDirty else { return }
        state.isDirty = true
        dirtyStates.append(state)
    }

    /// Event time at which a run ended, if it is not in the future.
    func end(of run: Int64) throws -> Int64? {
        let run = try runs.run(run)
        guard run.events > 0 else { return nil }
        if run.last.time <= present { return run.terminal?.time }
        return try observations.end(ofRun: run.id, through: present)
    }

    /// Brings what a run's row holds for the indexes up to date with the present.
    func mark(_ run: RunState) throws {
        run.flags.set(.hasFuture, run.last.time > present)
        run.flags.set(.isOver, try run.parent.flatMap { try end(of: $0) } != nil)
    }

    private func widenSpan(of state: JobState, _ run: RunState) throws {
        guard !run.isLong else { return }
        let width = run.last.time - run.first
        guard width > state.spanMax || !state.isSpanStored else { return }
        // Rounded up, so that a job whose runs take a little longer each time is not written each time.
        state.spanMax = max(state.spanMax, width + width / 2)
        state.isSpanStored = true
        try connection.enqueue(
            """
            INSERT INTO job_span (job, span_max) VALUES (?1, ?2)
            ON CONFLICT (job) DO UPDATE SET span_max = CASE WHEN excluded.span_max > job_span.span_max
                THEN excluded.span_max ELSE job_span.span_max END
            """, .integer(state.job), .integer(state.spanMax))
    }

    /// The state of a job whose first run has just come.
    private func freshState(of entity: EntityState) throws -> JobState {
        let state = JobState(job: entity.id)
        state.namedUntil = try namedUntil(ofJob: entity.id)
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
        state.load(summaries)
        state.hasFuture =
            try connection.first(
                "SELECT 1 FROM run WHERE job = ?1 AND (flags & 32) <> 0 LIMIT 1", [.integer(entity.id)]
            ) { _ in true } ?? false
        state.namedUntil = try namedUntil(ofJob: entity.id)
        state.declared = try observations.declaration(ofJob: name, through: present, structureID: structures.id)
        state.horizon = max(state.horizon, state.declared?.point.time ?? .min, entity.lastSeen)
    }

    /// Event time from which on all runs that may have the job are settled in the jobs that they have.
    private func namedUntil(ofJob job: Int64) throws -> Int64 {
        try connection.first("SELECT MAX(until) FROM run_other_job WHERE job = ?1", [.integer(job)]) {
            $0.intOrNil(0) ?? .min
        } ?? .min
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

    /// Computes the edges of a job anew after its runs may have changed from `time` on, ns, in any way.
    func reevaluate(_ job: Int64, since time: Int64) throws {
        guard let entity = try entities.entity(job) else { return }
        try reevaluate(entity, late: LateEvent(time: time, structures: [], reach: .min))
    }

    /// Computes anew the edges of the jobs that a run, or one under it, may have until the future has told more.
    ///
    /// - Parameter wasUnsettled: whether its own parent was to be told in the future before the event at hand.
    func reevaluateUnsettled(_ run: RunState, wasUnsettled: Bool, except job: Int64, since time: Int64) throws {
        guard time <= present else { return }
        var jobs: Set<Int64> = []
        try gatherUnsettled(of: run, into: &jobs, withChildren: wasUnsettled, depth: 0)
        for job in jobs.subtracting([job]).sorted() { try reevaluate(job, since: time) }
    }

    private func gatherUnsettled(
        of run: RunState, into jobs: inout Set<Int64>, withChildren: Bool, depth: Int
    ) throws {
        let own = try unsettledJobs(ofRun: run.id)
        jobs.formUnion(own)
        // The names of the children of other runs are settled by themselves.
        guard withChildren || !own.isEmpty || run.namedAt ?? .min > present, depth < JobNamingLimits.depthMax else {
            return
        }
        for child in try runs.children(of: run.id) where child != run.id {
            try gatherUnsettled(of: try runs.run(child), into: &jobs, withChildren: false, depth: depth + 1)
        }
    }

    private func unsettledJobs(ofRun run: Int64) throws -> [Int64] {
        try connection.rows(
            "SELECT job FROM run_other_job WHERE run = ?1 AND until > ?2", [.integer(run), .integer(present)]
        ) { $0.int(0) }
    }

    /// Takes a run out of a job or into one, both without a look at the job's other runs.
    ///
    /// - Parameters:
    ///   - before: what the state knows of the run; nil: nothing.
    ///   - after: what it is to know; nil: nothing.
    ///   - time: event time from which on it matters, ns.
    func exchange(
        _ before: RunSummary?, _ after: RunSummary?, of run: RunState, in entity: EntityState, at time: Int64
    ) throws {
        let known = jobStates[entity.id]
        let state = try known ?? jobState(of: entity)
        if run.flags.contains(.hasFuture) { state.hasFuture = true }
        var late = try late(before, after, in: state, at: time)
        // Nobody is left to count again.
        if entity.members == 0 { late.reach = time }
        if known != nil { try apply(before, after, to: state, of: entity) }
        state.horizon = max(state.horizon, after?.last ?? .min, after?.parentEnded ?? .min)
        markDirty(state)
        try updateEdges(of: entity, state, at: state.horizon, late: late)
    }

    /// The end of a run ends the lives of its children that have not ended themselves.
    ///
    /// - Parameter time: event time of the end.
    func endChildren(of run: RunState, at time: Int64) throws {
        guard time <= present, let parentEnded = try end(of: run.id) else { return }
        // Those that ended later were under way without their parent for a while.
        let children = try connection.rows(
            """
            SELECT id, job FROM run WHERE parent = ?1 AND events > 0 AND (terminal IS NULL OR terminal > ?2)
                AND (structure <> 0 OR (flags & 32) <> 0)
            """, [.integer(run.id), .integer(time)]
        ) { (id: $0.int(0), job: $0.int(1)) }
        var unsettled: Set<Int64> = []
        for (job, children) in Dictionary(grouping: children, by: \.job).sorted(by: { $0.key < $1.key }) {
            guard let entity = try entities.entity(job) else { continue }
            var ended: [RunState] = []
            for child in children {
                let child = try runs.run(child.id)
                if child.flags.contains(.namedLater) { unsettled.formUnion(try unsettledJobs(ofRun: child.id)) }
                guard child.terminal == nil, !child.flags.contains(.isOver) else { continue }
                child.flags.insert(.isOver)
                try runs.write(child)
                ended.append(child)
            }
            try endChildren(ended, of: entity, at: time, parentEnded)
        }
        for job in unsettled.sorted() { try reevaluate(job, since: time) }
    }

    private func endChildren(
        _ children: [RunState], of entity: EntityState, at time: Int64, _ parentEnded: Int64
    ) throws {
        let known = jobStates[entity.id]
        let state = try known ?? jobState(of: entity)
        let late = state.horizon > time ? LateEvent(time: time, structures: [], reach: time) : nil
        if known != nil {
            var isKnown = !state.isUnsettled(at: present)
            let runs = StoredJobRuns(writer: self, job: entity.id)
            for child in children where isKnown {
                isKnown = try state.apply(
                    child.summary(parentEnded: nil), child.summary(parentEnded: parentEnded), runs)
            }
            if !isKnown { try load(state, of: entity) }
        }
        state.horizon = max(state.horizon, time)
        markDirty(state)
        try updateEdges(of: entity, state, at: state.horizon, late: late)
    }
}
