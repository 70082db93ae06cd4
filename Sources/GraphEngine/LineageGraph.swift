/// The topology of all lineage in memory, readable as of any recent log position.
///
/// Vertices are the dense entity ids of the catalog; the graph knows no names and no storage. One writer applies
/// commits in log order; any number of readers walk at the same time, each at the position of its database read:
/// what a commit replaces is kept for a while (``UndoRetention``), so a reader sees exactly the state at its position.
/// Readers and writer share a read-write lock for short turns; nobody calls out while holding it.
///
/// Memory: about 270 bytes per vertex with three edges.
package final class LineageGraph: @unchecked Sendable {
    // Guarded by `gate`: store, head, oldest, pins, workspaces. `writing` admits one apply or load at a time.
    private let gate = Gate()
    private let writing = Gate()
    private var store: TopologyStore
    private var head: UInt64 = 0
    /// The oldest readable position.
    private var oldest: UInt64 = 0
    private var pins: [Pin] = []
    private var workspaces: [WalkWorkspace] = []
    private let retention: UndoRetention
    private let waitMilliseconds: Int
    private let clock = ContinuousClock()

    private struct Pin {
        var position: UInt64
        var readers: Int
    }

    /// Makes an empty graph at position 0.
    /// - Parameters:
    ///   - vertexCapacity: vertices to expect; more are fine.
    ///   - edgeCapacity: edges to expect; more are fine.
    ///   - retention: how long replaced records are kept.
    ///   - waitMilliseconds: how long a reader waits for the graph to reach its position.
    package init(
        vertexCapacity: Int, edgeCapacity: Int, retention: UndoRetention = UndoRetention(),
        waitMilliseconds: Int = GraphLimits.positionWaitMilliseconds
    ) {
        self.retention = retention
        self.waitMilliseconds = waitMilliseconds
        store = TopologyStore(Topology(vertexCapacity: vertexCapacity, edgeCapacity: edgeCapacity, head: 0))
    }

    /// The log position up to which the graph has been brought.
    package var position: UInt64 { gate.locked { head } }

    // MARK: Writing

    /// Replaces the whole graph by what `fill` adds. Readers that have begun finish on the former one.
    /// - Parameters:
    ///   - vertexCapacity: vertices to expect; more are fine.
    ///   - edgeCapacity: edges to expect; more are fine.
    ///   - position: the log head that this state belongs to; may be less than before.
    /// - Throws: what `fill` throws; the former graph stays then.
    package func load(
        vertexCapacity: Int, edgeCapacity: Int, position: UInt64, _ fill: (inout GraphLoading) throws -> Void
    ) rethrows {
        try writing.locked {
            var loading = GraphLoading(vertexCapacity: vertexCapacity, edgeCapacity: edgeCapacity, head: position)
            try fill(&loading)
            let loaded = TopologyStore(loading.finish())
            gate.locked {
                store = loaded
                head = position
                oldest = position
                pins = []
                gate.broadcast()
            }
        }
    }

    /// Applies one commit.
    /// - Parameters:
    ///   - changes: in order; later ones win. May be empty.
    ///   - position: the log head after the commit; must be greater than ``position``.
    package func apply(_ changes: [GraphChange], position: UInt64) {
        writing.locked {
            let (store, former) = gate.locked { (self.store, head) }
            precondition(position > former, "Commit at \(position) after \(former)")
            let now = clock.now
            store.lock.lockForWriting()
            store.topology.apply(changes, position: position, at: now)
            let horizon = trimHorizon(store, now)
            if let horizon { store.topology.dropUndo(through: horizon) }
            store.lock.unlock()
            gate.locked {
                head = position
                gate.broadcast()
            }
        }
    }

    /// Decides what may be dropped and closes it for new readers in the same step.
    private func trimHorizon(_ store: TopologyStore, _ now: ContinuousClock.Instant) -> UInt64? {
        gate.locked {
            // `head` is still the former one: its readers may come at any moment.
            let pinned = pins.reduce(head) { min($0, $1.position) }
            let horizon = store.topology.undo.droppable(retention, pinned: pinned, at: now)
            if let horizon { oldest = max(oldest, horizon) }
            return horizon
        }
    }

    // MARK: Reading

    /// Calls `body` with the graph exactly as it was at `position`, waiting for it if necessary.
    ///
    /// Blocks the calling thread, so not for an event loop. `body` may take its time: it holds no lock, but keeps the
    /// former states that it needs in memory.
    /// - Parameter position: a log head read from the database, ``position`` or an older one.
    /// - Throws: ``GraphError``, and what `body` throws.
    package func read<T>(at position: UInt64, _ body: (borrowing GraphView) throws -> T) throws -> T {
        let store = try pin(position)
        defer { unpin(position, of: store) }
        return try body(GraphView(graph: self, store: store, position: position))
    }

    private func pin(_ position: UInt64) throws(GraphError) -> TopologyStore {
        try gate.locked { () throws(GraphError) in
            guard gate.wait(milliseconds: waitMilliseconds, until: { head >= position }) else {
                throw .positionNotReached(requested: position, head: head)
            }
            guard position >= oldest else { throw .positionTooOld(requested: position, oldest: oldest) }
            if let index = pins.firstIndex(where: { $0.position == position }) {
                pins[index].readers += 1
            } else {
                pins.append(Pin(position: position, readers: 1))
            }
            return store
        }
    }

    private func unpin(_ position: UInt64, of pinned: TopologyStore) {
        gate.locked {
            // After a load the pins of the former store are gone.
            guard pinned === store, let index = pins.firstIndex(where: { $0.position == position }) else { return }
            pins[index].readers -= 1
            if pins[index].readers == 0 { pins.swapRemove(at: index) }
        }
    }

    // MARK: Workspaces

    func takeWorkspace(vertexCount: Int) -> WalkWorkspace {
        let kept = gate.locked { workspaces.popLast() }
        if let kept, kept.vertexCapacity >= vertexCount { return kept }
        return WalkWorkspace(vertexCapacity: vertexCount + vertexCount / 4 + 64)
    }

    func giveBack(_ workspace: WalkWorkspace) {
        gate.locked {
            if workspaces.count < GraphLimits.workspacesKept { workspaces.append(workspace) }
        }
    }

    /// Checks all internal links; for tests, since it looks at everything.
    package func _checkInvariants() {
        let store = gate.locked { self.store }
        store.reading { $0.checkInvariants() }
    }
}

extension Array {
    fileprivate mutating func swapRemove(at index: Int) {
        swapAt(index, count - 1)
        removeLast()
    }
}
