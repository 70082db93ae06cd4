import OpenLineage

/// A run as the edges of its job see it, from the events up to some instant.
package struct RunSummary: Sendable, Equatable {
    /// Row of the run; also tells runs apart.
    package var run: Int64
    /// The run id as sent, for the tie between runs that end at one instant.
    package var runID: [UInt8]
    /// START, else the earliest event; ns.
    package var start: Int64
    /// The newest event; ns.
    package var last: Int64
    package var terminal: OrderPoint?
    /// Row of the parent run.
    package var parent: Int64?
    /// Event time at which the parent ended; nil: it has not.
    package var parentEnded: Int64?
    package var isStreaming: Bool
    /// Stored structure; 0: nothing was reported.
    package var structure: Int64

    package init(
        run: Int64, runID: [UInt8], start: Int64, last: Int64, terminal: OrderPoint?, parent: Int64?,
        parentEnded: Int64?, isStreaming: Bool, structure: Int64
    ) {
        self.run = run
        self.runID = runID
        self.start = start
        self.last = last
        self.terminal = terminal
        self.parent = parent
        self.parentEnded = parentEnded
        self.isStreaming = isStreaming
        self.structure = structure
    }

    package var hasSucceeded: Bool { terminal?.eventType == .complete }
    package var hasEnded: Bool { terminal != nil }

    /// Whether this run ended after `other`: terminal time, then run id.
    func ended(after other: RunSummary) -> Bool {
        guard let terminal, let otherTerminal = other.terminal else { return terminal != nil }
        if terminal.time != otherTerminal.time { return terminal.time > otherTerminal.time }
        return other.runID.lexicographicallyPrecedes(runID)
    }

    /// Whether this run started before `other`; run ids break ties.
    func startsBefore(_ other: RunSummary) -> Bool {
        if start != other.start { return start < other.start }
        return runID.lexicographicallyPrecedes(other.runID)
    }

    /// Whether the two runs were under way together: their spans share more than an end point, or one is an instant in
    /// the other.
    func meets(_ other: RunSummary) -> Bool {
        let (end, otherEnd) = (terminal?.time ?? last, other.terminal?.time ?? other.last)
        if start >= end || other.start >= otherEnd { return start <= otherEnd && other.start <= end }
        return start < otherEnd && other.start < end
    }
}

/// Why a structure counts among the present edges of a job.
package enum Layer: UInt8, Sendable, Comparable {
    /// The latest successful run and those that belong to it.
    case confirmed = 0
    /// A run that has not ended.
    case live = 1
    /// A JobEvent or DatasetEvent.
    case declared = 2
    /// A run that failed or was aborted, while no run has succeeded.
    case unconfirmed = 3

    package static func < (left: Layer, right: Layer) -> Bool { left.rawValue < right.rawValue }
}

/// One structure that counts, with the event time of the newest event that speaks for it.
package struct Contribution: Sendable, Hashable, Comparable {
    package var layer: Layer
    package var structure: Int64
    package var lastSeen: Int64

    package init(layer: Layer, structure: Int64, lastSeen: Int64) {
        self.layer = layer
        self.structure = structure
        self.lastSeen = lastSeen
    }

    package static func < (left: Contribution, right: Contribution) -> Bool {
        (left.layer, left.structure, left.lastSeen) < (right.layer, right.structure, right.lastSeen)
    }
}

/// What counts as the present edges of a job: the rule of design §4, over any set of its runs that holds those that matter.
package enum JobEvaluation {
    /// - Parameter runs: the runs of the job, each folded from the events up to the instant asked for.
    /// - Returns: for each layer and structure the newest time, sorted.
    package static func contributions(of runs: [RunSummary]) -> [Contribution] {
        var newest: [Layer: [Int64: Int64]] = [:]
        func add(_ run: RunSummary, _ layer: Layer) {
            guard run.structure != 0 else { return }
            newest[layer, default: [:]][run.structure, default: .min] =
                max(newest[layer]?[run.structure] ?? .min, run.last)
        }
        if let latest = latestSuccess(of: runs) {
            for run in runs where belongs(run, to: latest) { add(run, .confirmed) }
        } else {
            for run in runs where run.hasEnded { add(run, .unconfirmed) }
        }
        for run in liveRuns(of: runs) { add(run, .live) }
        return newest.flatMap { layer, structures in
            structures.map { Contribution(layer: layer, structure: $0.key, lastSeen: $0.value) }
        }.sorted()
    }

    /// The successful run that ended last.
    package static func latestSuccess(of runs: [RunSummary]) -> RunSummary? {
        var latest: RunSummary?
        for run in runs where run.hasSucceeded {
            if let present = latest, !run.ended(after: present) { continue }
            latest = run
        }
        return latest
    }

    /// Whether a successful run counts together with the latest one: same parent run, or, without a parent, spans that meet.
    package static func belongs(_ run: RunSummary, to latest: RunSummary) -> Bool {
        guard run.hasSucceeded else { return false }
        if run.run == latest.run { return true }
        if let parent = latest.parent { return run.parent == parent }
        return run.meets(latest)
    }

    /// Runs without terminal event that still count as being under way.
    package static func liveRuns(of runs: [RunSummary]) -> [RunSummary] {
        runs.filter { run in
            guard !run.hasEnded else { return false }
            if run.isStreaming {
                return !runs.contains { $0.run != run.run && $0.structure != 0 && run.startsBefore($0) }
            }
            if run.parentEnded != nil { return false }
            return !runs.contains { $0.hasSucceeded && $0.start > run.last }
        }
    }
}
