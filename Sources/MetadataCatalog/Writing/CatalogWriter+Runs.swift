import JSONBytes
import OpenLineage
import SQLDatabase

extension CatalogWriter {
    func addRunEvent(_ prepared: PreparedEvent, _ receipt: Receipt, _ isCommand: Bool) throws -> Acceptance {
        let event = prepared.event
        guard let job = event.job?.id, let runID = event.run?.id else {
            throw CatalogError.damaged("a run event without run or job")
        }
        let time = prepared.point.time
        _ = try entities.namespace(job.namespace, at: time)
        let sentJob = try entities.sentJob(job, at: time)
        let run = try runs.run(sentJob: sentJob, sentJobID: job, runID: runID, at: prepared.point)
        guard let seq = try record(prepared, receipt, unit: UnitID(.run, run.id), isCommand: isCommand) else {
            return .duplicate
        }
        let before = RunChange(of: run)
        try fold(prepared, into: run)
        // Before any edge names them.
        try addMentions(of: prepared, sentJob: sentJob, seq: seq)
        if run.job == 0 {
            try place(run, in: try fullName(of: run), at: time)
            run.flags.set(.namedLater, try isNamedLater(run, final: try fullName(of: run)))
            if run.flags.contains(.namedLater) { try noteFormerNames(of: run) }
            try runs.write(run)
        } else {
            try runs.write(run)
            try rename(run, before: before, isLate: run.last != prepared.point)
        }
        let entity = try requireEntity(run.job)
        entities.touch(entity, at: time, isReported: true)
        let isNewest = time > entity.observedUntil
        let wasPlaceholder = before.events == 0 && before.job != 0
        try mention(entity, role: .job, sentJob: sentJob, prepared.point, seq)
        try observeJobFacets(of: entity, prepared, seq, isNewest: isNewest)
        // Until now its job was as old as the first event that named it.
        if wasPlaceholder { try entities.refreshTimes(of: entity) }
        try updateVersions(of: run, before: before)
        try advance(entity, run: run, before: before, by: prepared, isNewest: isNewest)
        try tell(entity, as: .job(try jobID(of: entity)), by: prepared)
        if run.terminal != before.terminal { try reevaluateChildren(of: run, at: time) }
        return .accepted(seq: seq)
    }

    /// What a run was before an event.
    struct RunChange {
        var events: Int64
        var job: Int64
        var first: Int64
        var terminal: OrderPoint?
        var parent: Int64?
        var structure: Int64
        var flags: RunFlags

        init(of run: RunState) {
            events = run.events
            job = run.job
            first = run.first
            terminal = run.terminal
            parent = run.parent
            structure = run.structure
            flags = run.flags
        }
    }

    func requireEntity(_ id: Int64) throws -> EntityState {
        guard let entity = try entities.entity(id) else { throw CatalogError.damaged("a run without job") }
        return entity
    }

    /// Puts a new run into its job.
    func place(_ run: RunState, in job: JobID, at time: Int64) throws {
        let entity = try entities.job(job, at: time)
        run.job = entity.id
        entities.addMembers(1, to: entity)
    }

    // MARK: - Fold

    private func fold(_ prepared: PreparedEvent, into run: RunState) throws {
        let point = prepared.point
        let reference = prepared.parent
        // Every run that was ever named as a parent is known, whichever event names it.
        let parent: RunState? =
            if case .value(let reference) = reference { try parentRun(reference, at: point) } else { nil }
        guard run.events == 0 || point > run.last else { return try refold(run) }
        let isFirst = run.events == 0
        if isFirst {
            run.first = point.time
        }
        run.events += 1
        run.last = point
        if point.eventType == .start { run.started = min(run.started ?? .max, point.time) }
        if point.eventType.isTerminal { run.terminal = point }
        switch reference {
        case .absent: break
        case .deleted:
            run.flags.remove(.hasOneParent)
            run.parent = nil
            run.parentPoint = point
        case .value:
            if isFirst {
                run.flags.insert(.hasOneParent)
            } else if run.parent != parent?.id {
                run.flags.remove(.hasOneParent)
            }
            run.parent = parent?.id == run.id ? nil : parent?.id
            run.parentPoint = point
        }
        let wasSnapshot = run.flags.contains(.isSnapshot)
        switch prepared.emission {
        case .absent: break
        case .deleted: run.flags.subtract([.isStreaming, .isSnapshot])
        case .value(let emission):
            run.flags.set(.isStreaming, emission.isStreaming)
            run.flags.set(.isSnapshot, emission.isSnapshot)
        }
        if !isFirst, wasSnapshot != run.flags.contains(.isSnapshot) { return try refold(run) }
        guard let key = prepared.structureKey else { return }
        let step = StructureStore.Step(before: run.structure, key: key, isSnapshot: run.flags.contains(.isSnapshot))
        let next = try structures.step(step) { try structure(after: step, isFirst: isFirst, prepared) }
        if next == Self.needsRefold { return try refold(run) }
        run.structure = next
    }

    private static let needsRefold: Int64 = -1

    /// The structure of a run after its next event, or `needsRefold` where the former structure does not tell enough.
    private func structure(
        after step: StructureStore.Step, isFirst: Bool, _ prepared: PreparedEvent
    ) throws -> Int64 {
        let fragment = prepared.fragment
        if fragment.withdraws {
            return isFirst ? try structures.id(of: RunFold([fragment]).structure) : Self.needsRefold
        }
        let former = try structures.structure(step.before)
        if former.isEmpty { return try structures.id(of: RunFold([fragment]).structure) }
        if step.isSnapshot {
            guard fragment.namesDatasets, former.derivations.isEmpty else { return Self.needsRefold }
            return try structures.id(of: RunFold([fragment]).structure)
        }
        if fragment.isExplicit, former.derivations.contains(where: { $0.basis == .explicit }) {
            return Self.needsRefold
        }
        let added = RunFold([fragment]).structure
        var united = former
        united.inputs += added.inputs
        united.outputs += added.outputs
        for derivation in added.derivations {
            if derivation.basis == .column {
                united.derivations.removeAll { $0.target == derivation.target && $0.basis == .column }
            }
            united.derivations.append(derivation)
        }
        united.normalise()
        return try structures.id(of: united)
    }

    /// Folds all events of a run again, in their order.
    private func refold(_ run: RunState) throws {
        let fold = try observations.fold(run: run.id, through: .max)
        guard let last = fold.last else { return }
        run.events = Int64(fold.events)
        run.first = fold.first
        run.started = fold.started
        run.last = last
        run.terminal = fold.terminal
        run.parentPoint = fold.parent.point
        run.parent = try fold.parent.value.flatMap { try parentRun($0, at: fold.parent.point ?? last).id }
        if run.parent == run.id { run.parent = nil }
        let events = try observations.events(of: UnitID(.run, run.id), through: .max)
        run.flags.set(
            .hasOneParent, fold.parent.changes == 1 && fold.parent.firstPoint == events.first?.point)
        run.flags.set(.isStreaming, fold.emission.value?.isStreaming ?? false)
        run.flags.set(.isSnapshot, fold.emission.value?.isSnapshot ?? false)
        run.structure = try structures.id(of: fold.structure)
    }

    /// The run that a `parent` facet names: a row without events until its own events come.
    private func parentRun(_ reference: ParentReference, at point: OrderPoint) throws -> RunState {
        _ = try entities.namespace(reference.job.namespace, at: point.time)
        let sentJob = try entities.sentJob(reference.job, at: point.time)
        let parent = try runs.run(sentJob: sentJob, sentJobID: reference.job, runID: reference.runID, at: point)
        guard parent.events == 0 else { return parent }
        if !parent.isStored {
            try place(parent, in: parent.sentJobID, at: point.time)
            try runs.write(parent)
        } else if point.time < parent.first {
            parent.first = point.time
            try runs.write(parent)
        }
        entities.touchFirst(try requireEntity(parent.job), at: parent.first)
        return parent
    }

    // MARK: - Names

    /// Moves the run to the job that its parents make it belong to, and its children with it.
    private func rename(_ run: RunState, before: RunChange, isLate: Bool) throws {
        let firstChanged = before.events == 0 || before.first != run.first
        try settleName(of: run, isNews: isLate || before.parent != run.parent, cascade: firstChanged, depth: 0)
    }

    /// - Parameters:
    ///   - isNews: whether the run may have got a parent that it never had.
    ///   - cascade: whether its children must be looked at even if its own name stays.
    private func settleName(of run: RunState, isNews: Bool, cascade: Bool, depth: Int) throws {
        let name = try fullName(of: run)
        let entity = try entities.job(name, at: run.first)
        let isNamedLater = try run.events > 0 && isNamedLater(run, final: name)
        let flagsChanged = isNamedLater != run.flags.contains(.namedLater)
        run.flags.set(.namedLater, isNamedLater)
        let moved = entity.id != run.job
        if isNamedLater, isNews || moved || flagsChanged { try noteFormerNames(of: run) }
        if moved { try move(run, to: entity) } else if flagsChanged { try runs.write(run) }
        guard moved || flagsChanged || cascade, depth < JobNamingLimits.depthMax else { return }
        for child in try runs.children(of: run.id) where child != run.id {
            try settleName(of: try runs.run(child), isNews: true, cascade: false, depth: depth + 1)
        }
    }

    private func chain(of run: RunState) throws -> [RunState] {
        var chain = [run]
        while let parent = chain.last?.parent, chain.count < JobNamingLimits.depthMax,
            !chain.contains(where: { $0.id == parent })
        {
            chain.append(try runs.run(parent))
        }
        return chain
    }

    private func fullName(of run: RunState) throws -> JobID {
        guard run.parent != nil else { return run.sentJobID }
        return JobNaming.fullName(ofChain: try chain(of: run).map(\.sentJobID)) ?? run.sentJobID
    }

    /// Whether the run had another job as of some instant since its first event.
    private func isNamedLater(_ run: RunState, final: JobID) throws -> Bool {
        if run.parentPoint != nil, !run.flags.contains(.hasOneParent) { return true }
        guard let parent = try run.parent.map({ try runs.run($0) }) else { return false }
        if parent.flags.contains(.namedLater) { return true }
        guard parent.events > 0, parent.first > run.first else { return false }
        return try fullName(of: parent) != parent.sentJobID
    }

    /// Notes every job that the run may have had, so that states of the past find it there.
    private func noteFormerNames(of run: RunState) throws {
        var references: Set<ParentReference> = []
        for (_, seq) in try observations.events(of: UnitID(.run, run.id), through: .max) {
            guard let event = try observations.payloads.event(seq) else { continue }
            if case .value(let reference) = EventFragment.parent(of: event) { references.insert(reference) }
        }
        var names: Set<JobID> = [run.sentJobID]
        for reference in references {
            let parent = try parentRun(reference, at: run.last)
            let chain = [run] + (try chain(of: parent))
            for length in 2...max(chain.count, 2) {
                if let name = JobNaming.fullName(ofChain: chain.prefix(length).map(\.sentJobID)) { names.insert(name) }
            }
        }
        for name in names {
            let job = try entities.job(name, at: run.first)
            try connection.run(
                "INSERT INTO run_other_job (job, run) VALUES (?1, ?2) ON CONFLICT DO NOTHING", .integer(job.id),
                .integer(run.id))
        }
    }

    private func move(_ run: RunState, to entity: EntityState) throws {
        let former = try requireEntity(run.job)
        run.job = entity.id
        try runs.write(run)
        entities.addMembers(-1, to: former)
        entities.addMembers(1, to: entity)
        let events = try observations.events(of: UnitID(.run, run.id), through: .max)
        for event in events {
            try connection.run(
                "UPDATE mention SET entity = ?1 WHERE entity = ?2 AND time = ?3 AND seq = ?4 AND role = ?5",
                .integer(entity.id), .integer(former.id), .integer(event.point.time), .integer(event.seq),
                .integer(MentionRole.job.rawValue))
        }
        for job in [former, entity] {
            try refoldJobFacets(of: job)
            try entities.refreshTimes(of: job)
            try refreshVersions(of: job)
            try reevaluate(job, late: LateEvent(time: run.first, structures: [run.structure]))
            try refreshFirstSeen(of: job)
        }
    }
}

extension RunFlags {
    mutating func set(_ flag: RunFlags, _ isOn: Bool) {
        if isOn { insert(flag) } else { remove(flag) }
    }
}
