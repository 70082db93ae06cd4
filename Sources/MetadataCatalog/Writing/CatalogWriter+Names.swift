import JSONBytes
import OpenLineage
import SQLDatabase

/// Which job a run belongs to, by the chain of its parents.
extension CatalogWriter {
    /// Moves the run to the job that its parents make it belong to, and its children with it.
    func rename(_ run: RunState, before: RunChange, isLate: Bool) throws {
        let firstChanged = before.events == 0 || before.first != run.first
        try settleName(
            of: run, known: before.summary, isNews: isLate || before.parent != run.parent, cascade: firstChanged,
            depth: 0)
    }

    /// Puts a new run into the job that its parents make it belong to.
    func settle(_ run: RunState, at time: Int64) throws {
        let name = try fullName(of: run)
        try place(run, in: name, at: time)
        run.flags.set(.namedLater, try isNamedLater(run, final: name))
        try runs.write(run)
        if run.flags.contains(.namedLater) { _ = try noteFormerNames(of: run) }
    }

    /// - Parameters:
    ///   - known: the run as the state of its job knows it; nil: it does not.
    ///   - isNews: whether the run may have got a parent that it never had.
    ///   - cascade: whether its children must be looked at even if its own name stays.
    private func settleName(
        of run: RunState, known: RunSummary?, isNews: Bool, cascade: Bool, depth: Int
    ) throws {
        let name = try fullName(of: run)
        let entity = try entities.job(name, at: run.first)
        let isNamedLater = try run.events > 0 && isNamedLater(run, final: name)
        let flagsChanged = isNamedLater != run.flags.contains(.namedLater)
        run.flags.set(.namedLater, isNamedLater)
        let moved = entity.id != run.job
        var namesChanged = false
        if isNamedLater, isNews || moved || flagsChanged { namesChanged = try noteFormerNames(of: run) }
        if moved { try move(run, to: entity, known: known) } else if flagsChanged { try runs.write(run) }
        guard moved || flagsChanged || cascade || namesChanged, depth < JobNamingLimits.depthMax else { return }
        for child in try runs.children(of: run.id) where child != run.id {
            let child = try runs.run(child)
            try settleName(
                of: child, known: try knownSummary(of: child), isNews: true, cascade: false, depth: depth + 1)
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

    // MARK: - Former names

    /// Notes every job that the run may have had, and until when, so that states of the past find it there.
    ///
    /// - Returns: whether anything of it is new.
    private func noteFormerNames(of run: RunState) throws -> Bool {
        let until = try chain(of: run).compactMap(\.namedAt).max() ?? run.first
        var seen: Set<Int64> = []
        var changed = false
        for name in try possibleNames(of: run, &seen) {
            let job = try entities.job(JobID(namespace: run.sentJobID.namespace, name: name), at: run.first)
            if let state = jobStates[job.id] { state.namedUntil = max(state.namedUntil, until) }
            let count = try connection.run(
                """
                INSERT INTO run_other_job (job, run, until) VALUES (?1, ?2, ?3)
                ON CONFLICT (job, run) DO UPDATE SET until = excluded.until WHERE excluded.until > run_other_job.until
                """, .integer(job.id), .integer(run.id), .integer(until))
            changed = changed || count > 0
        }
        return changed
    }

    /// The names that a run had by any of its events, under the names that its parents had; chains in a circle are cut.
    private func possibleNames(of run: RunState, _ seen: inout Set<Int64>) throws -> Set<ByteString> {
        var names: Set<ByteString> = [run.sentJobID.name]
        guard seen.count < JobNamingLimits.depthMax, seen.insert(run.id).inserted else { return names }
        defer { seen.remove(run.id) }
        for parent in try everyParent(of: run) {
            for parentName in try possibleNames(of: parent, &seen) where names.count < Self.possibleNamesMax {
                names.insert(
                    JobNaming.fullName(
                        sent: run.sentJobID.name, parentSent: parent.sentJobID.name, parentFull: parentName))
            }
        }
        return names
    }

    private static let possibleNamesMax = 1_000

    /// Every run that an event of the run names as its parent.
    private func everyParent(of run: RunState) throws -> [RunState] {
        if run.parentPoint == nil { return [] }
        if run.flags.contains(.hasOneParent) { return try run.parent.map { [try runs.run($0)] } ?? [] }
        return try knownFold(of: run).parent.values.map { try parentRun($0, at: run.last) }
    }
}
