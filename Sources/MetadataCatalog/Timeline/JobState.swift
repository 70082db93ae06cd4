import GraphEngine

/// What counts for the present edges of a job, kept up to date run by run.
///
/// It holds aggregates over the runs of the job, so that an event costs no look at other runs, whether it comes in order or
/// late. It is a cache of ``JobEvaluation``: whatever the aggregates cannot tell is computed anew from the runs.
final class JobState {
    let job: Int64
    /// Event time up to which everything is folded in; an event before it is late.
    var horizon: Int64 = .min
    /// The longest time between the first and the newest event of a run that is not long, ns.
    var spanMax: Int64 = 0
    /// Whether some runs have events in the future: then the aggregates, which are made from rows, do not hold.
    var hasFuture = false
    /// Event time until which runs may bear the job's name or another for a while yet.
    var namedUntil: Int64 = .min
    /// The successful run that ended last.
    private(set) var latest: RunSummary?
    /// The greatest start of a successful run.
    private(set) var latestSuccessfulStart: Int64?
    /// Successful runs by parent, of some parents; under 0 those that meet `latest`, if that has no parent.
    private var cohorts: [Int64: StructureGroups] = [:]
    /// Runs under way that reported something; without streams.
    private var live = StructureGroups()
    /// Of the runs that reported datasets, the one that started last (or several of one instant and run id): streams that
    /// started before are over.
    private var newestReporters: [RunSummary] = []
    /// Ended runs while none has succeeded.
    private var ended = StructureGroups()
    /// Structure of the newest JobEvent that says something about structure.
    var declared: (structure: Int64, point: OrderPoint)?
    /// What the edges in the graph were made from: layer and structure, without times.
    var edgeBasis: [Contribution] = []
    /// The edges that follow from `edgeBasis`; nil: not computed yet.
    var edges: [NamedEdge: EdgeFlags]?
    /// Further bases known to give the same edges: a run that starts and completes moves between two or three.
    var sameEdgeBases: Set<[Contribution]> = []
    /// Event time at which the edges last changed.
    var edgesSince: Int64 = .min
    /// The structure last noted as a version of the job, with the earliest end of a run that had it.
    var lastVersion: (structure: Int64, first: Int64) = (0, .max)
    /// Structure keys of events whose edges are known to be at least as old, with the event time of the oldest.
    var told: [Digest128: Int64] = [:]
    var isSpanStored = false
    var isDirty = false

    private static let cohortsMax = 16

    init(job: Int64) { self.job = job }

    /// Whether something in the future keeps the aggregates from being complete.
    func isUnsettled(at present: Int64) -> Bool { hasFuture || namedUntil > present }

    /// The present contributions; equal to those of ``JobEvaluation`` over all runs.
    var contributions: [Contribution] {
        var result =
            latest.map { cohorts[$0.parent ?? 0]?.contributions(.confirmed) ?? [] } ?? ended.contributions(.unconfirmed)
        var live = live
        for stream in newestReporters where stream.isStreaming && !stream.hasEnded { live.add(stream) }
        result += live.contributions(.live)
        if let declared, declared.structure != 0 {
            result.append(
                Contribution(layer: .declared, structure: declared.structure, lastSeen: declared.point.time))
        }
        return result.sorted()
    }

    /// The successful runs with a parent, if they are held.
    func cohort(ofParent parent: Int64) -> StructureGroups? { cohorts[parent] }

    /// Takes the aggregates from runs that include all that matter.
    func load(_ runs: [RunSummary]) {
        latest = JobEvaluation.latestSuccess(of: runs)
        latestSuccessfulStart = runs.filter(\.hasSucceeded).map(\.start).max()
        cohorts = [:]
        ended = StructureGroups()
        if let latest {
            cohorts[latest.parent ?? 0] = StructureGroups(runs.filter { JobEvaluation.belongs($0, to: latest) })
        } else {
            ended = StructureGroups(runs.filter(\.hasEnded))
        }
        live = StructureGroups(runs.filter(isLive))
        newestReporters = []
        for run in runs where run.structure != 0 { noteReporter(run) }
        for run in runs { horizon = max(horizon, run.last, run.parentEnded ?? .min) }
    }

    /// Takes in that a run of the job went from `before` to `after`, whatever the order of events.
    ///
    /// - Parameters:
    ///   - before: nil: the run was none of the job's.
    ///   - after: nil: it is no longer one of them.
    ///   - runs: looks up what the aggregates do not tell; it knows `after` already.
    /// - Returns: false if the state must be computed from the runs.
    func apply(_ before: RunSummary?, _ after: RunSummary?, _ runs: some JobRuns) throws -> Bool {
        let wasLive = before.map(isLive) ?? false
        let formerStart = latestSuccessfulStart
        if before?.hasSucceeded ?? false || after?.hasSucceeded ?? false {
            let hadSuccess = latest != nil
            guard try applySuccess(before, after, runs) else { return false }
            if !hadSuccess, latest != nil { ended = StructureGroups() }
            try updateStart(before, after, runs)
        }
        if latest == nil {
            try ended.replace(
                before.flatMap { $0.hasEnded ? $0 : nil }, after.flatMap { $0.hasEnded ? $0 : nil },
                newest: runs.newestEnded)
        }
        if let start = latestSuccessfulStart, start < formerStart ?? .min {
            live = try runs.live(since: start)
        } else {
            try live.replace(wasLive ? before : nil, after.flatMap { isLive($0) ? $0 : nil }) {
                try runs.newestLive($0, since: latestSuccessfulStart ?? .min)
            }
            if let start = latestSuccessfulStart, start > formerStart ?? .min { live.removeAll(before: start) }
        }
        try applyReporter(before, after, runs)
        return true
    }

    /// Whether a run without terminal event, which is no stream, counts as being under way.
    private func isLive(_ run: RunSummary) -> Bool {
        !run.hasEnded && !run.isStreaming && run.structure != 0 && run.parentEnded == nil
            && run.last >= latestSuccessfulStart ?? .min
    }

    private func updateStart(_ before: RunSummary?, _ after: RunSummary?, _ runs: some JobRuns) throws {
        let start = after.flatMap { $0.hasSucceeded ? $0.start : nil }
        if let start, start >= latestSuccessfulStart ?? .min {
            latestSuccessfulStart = start
        } else if let before, before.hasSucceeded, before.start == latestSuccessfulStart {
            latestSuccessfulStart = try runs.newestSuccessfulStart()
        }
    }

    // MARK: - Successful runs

    private func applySuccess(_ before: RunSummary?, _ after: RunSummary?, _ runs: some JobRuns) throws -> Bool {
        let before = before.flatMap { $0.hasSucceeded ? $0 : nil }
        let after = after.flatMap { $0.hasSucceeded ? $0 : nil }
        let former = latest
        if let former, before?.run == former.run {
            // Another run may be the latest now.
            guard let after, !former.ended(after: after) else { return false }
            latest = after
        } else if let after, former.map({ after.ended(after: $0) }) ?? true {
            latest = after
        }
        try applyParents(before, after, runs)
        guard let latest else { return true }
        if let parent = latest.parent {
            cohorts[0] = nil
            if cohorts[parent] == nil { cohorts[parent] = try runs.cohort(ofParent: parent) }
            if cohorts.count > Self.cohortsMax { cohorts = cohorts.filter { $0.key == parent } }
            return true
        }
        return try applyMeeting(latest, former, before, after, runs)
    }

    /// Runs that belong together by their parent.
    private func applyParents(_ before: RunSummary?, _ after: RunSummary?, _ runs: some JobRuns) throws {
        if let parent = before?.parent, cohorts[parent] != nil {
            let same = after?.parent == parent ? after : nil
            try cohorts[parent]?.replace(before, same) { try runs.newestSuccessful($0, ofParent: parent) }
            if same != nil { return }
        }
        guard let after, let parent = after.parent else { return }
        if cohorts[parent] != nil {
            cohorts[parent]?.add(after)
        } else if try runs.isFirstSuccess(after) {
            cohorts[parent] = StructureGroups([after])
        }
    }

    /// Runs that belong to the latest one, which has no parent, because their spans meet its own.
    private func applyMeeting(
        _ latest: RunSummary, _ former: RunSummary?, _ before: RunSummary?, _ after: RunSummary?, _ runs: some JobRuns
    ) throws -> Bool {
        if let former, former.run == latest.run {
            guard former.start == latest.start, former.terminal == latest.terminal, former.parent == latest.parent,
                cohorts[0] != nil
            else { return false }
            var isKnown = true
            cohorts[0]?.replace(
                before.flatMap { $0.run == latest.run || $0.meets(latest) ? $0 : nil },
                after.flatMap { $0.run == latest.run || $0.meets(latest) ? $0 : nil }
            ) { _ in
                isKnown = false
                return nil
            }
            return isKnown
        }
        // All others ended before this one started; or there are none.
        guard former.map({ $0.terminal.map { $0.time < latest.start } ?? false }) ?? true else { return false }
        cohorts[0] = StructureGroups([latest])
        return true
    }

    // MARK: - Streams

    private func applyReporter(_ before: RunSummary?, _ after: RunSummary?, _ runs: some JobRuns) throws {
        let former = newestReporters.first
        let run = before?.run ?? after?.run
        newestReporters.removeAll { $0.run == run }
        if let after, after.structure != 0 {
            if newestReporters.isEmpty, let former, after.startsBefore(former) {
                newestReporters = try runs.newestReporters()
            } else {
                noteReporter(after)
            }
        } else if newestReporters.isEmpty, former != nil {
            newestReporters = try runs.newestReporters()
        }
    }

    private func noteReporter(_ run: RunSummary) {
        guard let first = newestReporters.first else { return newestReporters = [run] }
        if first.startsBefore(run) {
            newestReporters = [run]
        } else if !run.startsBefore(first) {
            newestReporters.append(run)
        }
    }
}

/// Looks up, in the rows of a job's runs, what ``JobState`` does not hold.
///
/// Used only while no run of the job has events in the future.
protocol JobRuns {
    /// Whether no other successful run has the run's parent.
    func isFirstSuccess(_ run: RunSummary) throws -> Bool
    /// The successful runs with a parent.
    func cohort(ofParent parent: Int64) throws -> StructureGroups
    /// The newest event of the successful runs with that parent and structure; nil: there are none.
    func newestSuccessful(_ structure: Int64, ofParent parent: Int64) throws -> Int64?
    /// The newest event of the ended runs with a structure; nil: there are none.
    func newestEnded(_ structure: Int64) throws -> Int64?
    /// The newest event of the runs under way with a structure that spoke at or after `since`; nil: there are none.
    func newestLive(_ structure: Int64, since: Int64) throws -> Int64?
    /// All runs under way that spoke at or after `since`.
    func live(since: Int64) throws -> StructureGroups
    /// The greatest start of a successful run.
    func newestSuccessfulStart() throws -> Int64?
    /// Of the runs that reported datasets, the one that started last; several only if they also have one run id.
    func newestReporters() throws -> [RunSummary]
}
