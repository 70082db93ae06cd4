/// The states that recent commits replaced, oldest first, chained per edge from the newest to the oldest.
struct UndoLog: ~Copyable {
    struct Entry {
        /// Position of the commit that replaced `former`.
        var position: UInt64
        /// Sequence of the entry before this one of the same edge; older than `first` if there is none.
        var previous: UInt64
        var edge: UInt32
        var former: EdgeState
    }

    struct Commit {
        var position: UInt64
        var time: ContinuousClock.Instant
    }

    private var entries: [Entry] = []
    private var entriesDropped = 0
    /// Sequence of the oldest kept entry; sequences start at 1, 0 is "none".
    private var first: UInt64 = 1
    private var newest: [UInt32: UInt64] = [:]
    private var commits: [Commit] = []
    private var commitsDropped = 0

    var count: Int { entries.count - entriesDropped }
    var byteCount: Int {
        entries.capacity * MemoryLayout<Entry>.stride + newest.capacity * 16
    }

    /// Notes a commit, after its records.
    mutating func commit(_ position: UInt64, at time: ContinuousClock.Instant) {
        commits.append(Commit(position: position, time: time))
    }

    /// Keeps `former` for readers before `position`; only the first change of an edge in a commit counts.
    mutating func record(_ edge: UInt32, former: EdgeState, at position: UInt64) {
        let previous = newest[edge] ?? 0
        if previous >= first, entry(previous).position == position { return }
        entries.append(Entry(position: position, previous: previous, edge: edge, former: former))
        newest[edge] = first + UInt64(count) - 1
    }

    /// The state of an edge at `position`, given its present one.
    func state(of edge: UInt32, at position: UInt64, now state: EdgeState) -> EdgeState {
        var state = state
        var sequence = newest[edge] ?? 0
        while sequence >= first {
            let entry = entry(sequence)
            if entry.position <= position { break }
            state = entry.former
            sequence = entry.previous
        }
        return state
    }

    /// The position of the newest commit that may be dropped, if `pinned` is the oldest position that is being read.
    func droppable(_ retention: UndoRetention, pinned: UInt64, at time: ContinuousClock.Instant) -> UInt64? {
        var excess = commits.count - commitsDropped - retention.commits
        var surplus = count - retention.recordsMax
        var result: UInt64?
        var entryIndex = entriesDropped
        for commit in commits[commitsDropped...] {
            let isOld = excess > 0 && commit.time.duration(to: time) >= retention.age
            if commit.position > pinned || !(isOld || surplus > 0) { break }
            result = commit.position
            excess -= 1
            while entryIndex < entries.count, entries[entryIndex].position <= commit.position {
                entryIndex += 1
                surplus -= 1
            }
        }
        return result
    }

    /// Drops the commits up to `position`; returns the edges that have no former state any more.
    mutating func drop(through position: UInt64) -> [UInt32] {
        var released: [UInt32] = []
        while commitsDropped < commits.count, commits[commitsDropped].position <= position { commitsDropped += 1 }
        while entriesDropped < entries.count, entries[entriesDropped].position <= position {
            let edge = entries[entriesDropped].edge
            if newest[edge] == first {
                newest[edge] = nil
                released.append(edge)
            }
            entriesDropped += 1
            first += 1
        }
        compact()
        return released
    }

    private mutating func compact() {
        if commitsDropped > 64, commitsDropped * 2 > commits.count {
            commits.removeFirst(commitsDropped)
            commitsDropped = 0
        }
        if entriesDropped > 1024, entriesDropped * 2 > entries.count {
            entries.removeFirst(entriesDropped)
            entriesDropped = 0
        }
    }

    private func entry(_ sequence: UInt64) -> Entry {
        entries[entriesDropped + Int(sequence - first)]
    }
}
