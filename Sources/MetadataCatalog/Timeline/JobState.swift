import GraphEngine

/// What counts for the present edges of a job, kept up to date event by event.
///
/// It holds an aggregate over the runs of the job, so that the next event in order costs no look at other runs. It is a
/// cache of ``JobEvaluation``: whatever does not fit the quick path is computed anew from the runs.
final class JobState {
    let job: Int64
    /// Event time up to which everything is folded in; an event before it is late.
    var horizon: Int64 = .min
    /// The longest time between the first and the newest event of a run, ns.
    var spanMax: Int64 = 0
    /// The successful run that ended last.
    var latest: RunSummary?
    /// The greatest start of a successful run.
    var latestSuccessfulStart: Int64?
    /// Structures of the latest successful run and of those that belong to it, with their newest time.
    var cohort: [Int64: Int64] = [:]
    /// Runs under way that reported something.
    var live: [RunSummary] = []
    /// Of the runs that reported datasets, the one that started last: streams that started before it are over.
    var newestReporter: RunSummary?
    /// Structures of ended runs while none has succeeded.
    var ended: [Int64: Int64] = [:]
    /// Structure of the newest JobEvent that says something about structure, with its time.
    var declared: (structure: Int64, time: Int64)?
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

    init(job: Int64) { self.job = job }

    /// The present contributions; equal to those of ``JobEvaluation`` over all runs.
    var contributions: [Contribution] {
        var result: [Contribution] = []
        if latest != nil {
            for (structure, time) in cohort where structure != 0 {
                result.append(Contribution(layer: .confirmed, structure: structure, lastSeen: time))
            }
        } else {
            for (structure, time) in ended where structure != 0 {
                result.append(Contribution(layer: .unconfirmed, structure: structure, lastSeen: time))
            }
        }
        var newestLive: [Int64: Int64] = [:]
        for run in live where run.structure != 0 {
            newestLive[run.structure] = max(newestLive[run.structure] ?? .min, run.last)
        }
        for (structure, time) in newestLive {
            result.append(Contribution(layer: .live, structure: structure, lastSeen: time))
        }
        if let declared, declared.structure != 0 {
            result.append(Contribution(layer: .declared, structure: declared.structure, lastSeen: declared.time))
        }
        return result.sorted()
    }

    /// Takes in the newest event of a run, if it can be done from the aggregate alone.
    ///
    /// - Parameters:
    ///   - run: the run after the event.
    ///   - time: time of the event, ns; not before `horizon`.
    ///   - hadEnded: whether the run had a terminal event before.
    ///   - firstOfParent: for a run with a parent other than the latest's: whether no other successful run of this job has
    ///     that parent.
    /// - Returns: false if the state must be computed from the runs.
    func advance(
        _ run: RunSummary, at time: Int64, hadEnded: Bool, firstOfParent: () throws -> Bool
    ) rethrows -> Bool {
        guard time >= horizon, !hadEnded else { return false }
        if newestReporter?.run == run.run, run.structure == 0 { return false }
        if run.structure != 0, newestReporter.map({ $0.run == run.run || $0.startsBefore(run) }) ?? true {
            newestReporter = run
        }
        if run.hasSucceeded {
            guard try advanceSuccess(run, firstOfParent: firstOfParent) else { return false }
        } else if run.hasEnded {
            live.removeAll { $0.run == run.run }
            if latest == nil, run.structure != 0 { ended[run.structure] = max(ended[run.structure] ?? .min, run.last) }
        } else {
            live.removeAll { $0.run == run.run }
            if run.structure != 0 {
                if !run.isStreaming {
                    // Its parent may be over, or a run that started later may have succeeded.
                    guard run.parentEnded == nil, (latestSuccessfulStart ?? .min) <= run.last else {
                        endEarlierStreams()
                        horizon = time
                        return true
                    }
                }
                live.append(run)
            }
        }
        endEarlierStreams()
        horizon = time
        return true
    }

    private func advanceSuccess(_ run: RunSummary, firstOfParent: () throws -> Bool) rethrows -> Bool {
        if let latest {
            guard run.ended(after: latest) else { return false }
            if let parent = run.parent {
                if latest.parent == parent {
                    cohort[run.structure] = run.last
                } else {
                    guard try firstOfParent() else { return false }
                    cohort = [run.structure: run.last]
                }
            } else {
                guard let end = latest.terminal?.time, end < run.start else { return false }
                cohort = [run.structure: run.last]
            }
        } else {
            guard try run.parent == nil || firstOfParent() else { return false }
            cohort = [run.structure: run.last]
            ended = [:]
        }
        latest = run
        latestSuccessfulStart = max(latestSuccessfulStart ?? .min, run.start)
        live.removeAll { $0.run == run.run || (!$0.isStreaming && $0.last < run.start) }
        return true
    }

    /// A stream is over when a later run reports datasets.
    private func endEarlierStreams() {
        guard let newestReporter else { return }
        live.removeAll { $0.isStreaming && $0.run != newestReporter.run && $0.startsBefore(newestReporter) }
    }
}
