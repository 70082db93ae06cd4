import JSONBytes
import OpenLineage
import SQLDatabase

extension CatalogWriter {
    /// Moves the run to the job that its parents make it belong to, and its children with it.
    func rename(_ run: RunState, before: RunChange, isLate: Bool) throws {
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

    func fullName(of run: RunState) throws -> JobID {
        guard run.parent != nil else { return run.sentJobID }
        return JobNaming.fullName(ofChain: try chain(of: run).map(\.sentJobID)) ?? run.sentJobID
    }

    /// Whether the run had another job as of some instant since its first event.
    func isNamedLater(_ run: RunState, final: JobID) throws -> Bool {
        if run.parentPoint != nil, !run.flags.contains(.hasOneParent) { return true }
        guard let parent = try run.parent.map({ try runs.run($0) }) else { return false }
        if parent.flags.contains(.namedLater) { return true }
        guard parent.events > 0, parent.first > run.first else { return false }
        return try fullName(of: parent) != parent.sentJobID
    }

    /// Notes every job that the run may have had, so that states of the past find it there.
    func noteFormerNames(of run: RunState) throws {
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
            try connection.enqueue(
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
            try connection.enqueue(
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
