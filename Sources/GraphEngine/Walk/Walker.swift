/// Exact edges of an owner at the time of a walk, read from the database.
package typealias EdgeHistory = (_ owner: UInt32) throws -> [GraphEdge]

/// One walk over the graph at one position; a class, so that it can change itself while it borrows the topology.
///
/// Breadth-first in rounds: a round holds what was reached at one depth by the same number of free steps (out of a job,
/// to an alias). Marks are set when a round begins, never when a vertex is found, so that a vertex found for
/// the next depth can still be reached at this one. A vertex is followed once for each mark, so every walk ends.
///
/// Pair rule: through a job with paired outputs one gets from a dataset only to the outputs that are made from it.
/// That needs no sets per job: a paired output is reached from the dataset itself, along the derivation that the job
/// owns, and the job's own expansion leaves paired outputs out.
final class Walker {
    let store: TopologyStore
    let position: UInt64
    let request: WalkRequest
    let workspace: WalkWorkspace
    private let depthMax: UInt32
    private var depth: UInt32 = 0
    /// Adjacency entries seen since the lock was taken.
    var entriesSeen = 0
    var memory: HistoryMemory

    init(store: TopologyStore, position: UInt64, request: WalkRequest, workspace: WalkWorkspace) {
        self.store = store
        self.position = position
        self.request = request
        self.workspace = workspace
        memory = HistoryMemory(time: request.time)
        depthMax = UInt32(clamping: max(0, request.depthMax))
    }

    /// Walks; the read lock must be held, and is held again on return and on error.
    func run(_ history: EdgeHistory) throws -> WalkResult {
        start(vertexCount: store.topology.vertexCount)
        while true {
            while !workspace.round.isEmpty {
                for step in workspace.round {
                    follow(step, store.topology)
                    while let undecided = workspace.edgesUndecided.popLast() {
                        try follow(undecided, step, history)
                    }
                    letWriterPass()
                }
                workspace.round.removeAll(keepingCapacity: true)
                swap(&workspace.round, &workspace.sameDepth)
                beginRound()
            }
            guard !workspace.nextDepth.isEmpty else { break }
            depth += 1
            swap(&workspace.round, &workspace.nextDepth)
            beginRound()
        }
        return try result(history)
    }

    // MARK: Rounds

    private func start(vertexCount: Int) {
        mark(request.hidden, [.hidden, .node, .down, .downAll, .up, .upAll])
        mark(request.unaliased, .unaliased)
        let marks: WalkMarks =
            switch request.direction {
            case .upstream: [.up, .upAll]
            case .downstream, .undirected: [.down, .downAll]
            case .both: [.up, .upAll, .down, .downAll]
            }
        for vertex in request.starts where Int(vertex) < vertexCount {
            guard store.topology.kind(of: vertex) != .unknown else { continue }
            guard !workspace.marks[Int(vertex)].contains(.node) else { continue }
            workspace.marks[Int(vertex)].formUnion(marks.union(.node))
            workspace.nodes.append(WalkNode(vertex: vertex, depth: 0))
            workspace.round.append(WalkWorkspace.Step(vertex: vertex, marks: marks))
        }
    }

    private func mark(_ vertices: Set<UInt32>, _ marks: WalkMarks) {
        for vertex in vertices where Int(vertex) < workspace.vertexCapacity {
            workspace.marks[Int(vertex)].formUnion(marks)
            workspace.marked.append(vertex)
        }
    }

    /// Reduces the round to what is new, marks it and lists the new nodes: jobs before datasets, so that a cut answer
    /// has the job that an output was reached through.
    private func beginRound() {
        let nodesBefore = workspace.nodes.count
        var kept = 0
        for step in workspace.round {
            let known = workspace.marks[Int(step.vertex)]
            let new = step.marks.subtracting(known)
            if !known.contains(.node) { workspace.nodes.append(WalkNode(vertex: step.vertex, depth: depth)) }
            workspace.marks[Int(step.vertex)] = known.union(new).union(.node)
            guard !new.isEmpty else { continue }
            workspace.round[kept] = WalkWorkspace.Step(vertex: step.vertex, marks: new)
            kept += 1
        }
        workspace.round.removeLast(workspace.round.count - kept)
        guard workspace.nodes.count - nodesBefore > 1 else { return }
        order(from: nodesBefore, store.topology)
    }

    private func order(from first: Int, _ topology: borrowing Topology) {
        let base = topology.vertices.base
        var keys = workspace.nodes[first...].map { node in
            UInt64(base[Int(node.vertex)].kind == VertexKind.job.rawValue ? 0 : 1) << 32 | UInt64(node.vertex)
        }
        keys.sort()
        for (index, key) in keys.enumerated() {
            workspace.nodes[first + index].vertex = UInt32(truncatingIfNeeded: key)
        }
    }

    /// Notes that `vertex` is reached without leaving the depth.
    func pushSame(_ vertex: UInt32, _ marks: WalkMarks) {
        guard !knows(vertex, marks) else { return }
        workspace.sameDepth.append(WalkWorkspace.Step(vertex: vertex, marks: marks))
    }

    /// Notes that `vertex` is reached one deeper, unless that is too deep.
    func pushNext(_ vertex: UInt32, _ marks: WalkMarks) {
        guard depth < depthMax, !knows(vertex, marks) else { return }
        workspace.nextDepth.append(WalkWorkspace.Step(vertex: vertex, marks: marks))
    }

    private func knows(_ vertex: UInt32, _ marks: WalkMarks) -> Bool {
        workspace.marks[Int(vertex)].isSuperset(of: marks.union(.node))
    }

    // MARK: Presence

    /// The edge as its history has it at the time. Gives the lock away while it asks.
    func remembered(_ key: EdgeKey, _ history: EdgeHistory) throws -> GraphEdge? {
        if let edges = memory.known(key.owner) { return edges[key] }
        store.lock.unlock()
        defer { store.lock.lockForReading() }
        entriesSeen = 0
        return try memory.ask(key.owner, history)[key]
    }

    /// The edge with this key at the time, wherever it must be looked up.
    func present(_ key: EdgeKey, _ history: EdgeHistory) throws -> GraphEdge? {
        guard let found = store.topology.index.find(key, in: store.topology.edges.base) else { return nil }
        let state = store.topology.state(of: found, at: position)
        switch memory.presence(state) {
        case .present: return store.topology.edges.base[Int(found)].edge(with: state)
        case .absent: return nil
        case .undecided: return try remembered(key, history)
        }
    }

    /// Lets a waiting writer in between two vertices, if this walk has held the lock for a while.
    ///
    /// The walk may go on afterwards because its position is pinned, and nothing of the topology is kept across.
    func letWriterPass() {
        guard entriesSeen > GraphLimits.entriesPerTurn else { return }
        entriesSeen = 0
        store.lock.unlock()
        store.lock.lockForReading()
    }
}
