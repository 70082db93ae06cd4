/// The graph at one log position, inside ``LineageGraph/read(at:_:)``.
///
/// Calls agree with each other. Each takes the lock of the graph for itself, so the caller may read the database between
/// them; a history is asked while no lock is held.
package struct GraphView: ~Copyable {
    private let graph: LineageGraph
    private let store: TopologyStore
    /// The log position at which the graph is seen.
    package let position: UInt64

    init(graph: LineageGraph, store: TopologyStore, position: UInt64) {
        self.graph = graph
        self.store = store
        self.position = position
    }

    /// Walks the graph.
    ///
    /// An edge is there at the time of the request if `since <= time < until`. For an earlier time `history` is asked, once
    /// for each owner, for the exact edges of that owner at the time; an edge that it does not list is not there.
    ///
    /// Pair rule: from a dataset into a job, the walk goes on only to outputs that are not
    /// ``EdgeFlags/paired`` or that a derivation of the same owner makes from that dataset; upstream likewise. It starts
    /// anew with each dataset by which a job is entered, and does not bind a walk that starts at the job, comes along a
    /// flow, or is undirected. The alias component of a dataset is reached as a whole, at no cost.
    /// - Throws: what `history` throws.
    /// - Complexity: O(edges of the reached nodes), whatever the number of paths.
    package func walk(_ request: WalkRequest, history: EdgeHistory) throws -> WalkResult {
        let workspace = graph.takeWorkspace(vertexCount: vertexCount)
        defer {
            workspace.clean()
            graph.giveBack(workspace)
        }
        let walker = Walker(store: store, position: position, request: request, workspace: workspace)
        store.lock.lockForReading()
        defer { store.lock.unlock() }
        return try walker.run(history)
    }

    /// The edges of a vertex at a time, ordered by (from, to, kind, owner); no pair rule, no alias component.
    /// - Parameter direction: `.upstream` for edges that end at the vertex, `.downstream` for those that start there,
    ///   otherwise all.
    /// - Throws: what `history` throws; see ``walk(_:history:)``.
    package func neighbours(
        of vertex: UInt32, direction: WalkDirection, time: Int64, history: EdgeHistory
    ) throws -> [GraphEdge] {
        var edges: [GraphEdge] = []
        store.reading { topology in
            if direction != .upstream {
                for entry in topology.outEntries(of: vertex) { edge(entry, topology).map { edges.append($0) } }
            }
            if direction != .downstream {
                for entry in topology.inEntries(of: vertex) {
                    // A loop is in both lists.
                    if direction != .upstream, entry.other == vertex { continue }
                    edge(entry, topology).map { edges.append($0) }
                }
            }
        }
        return try at(time, edges, history)
    }

    /// All edges of an owner with their last intervals, whether open or closed; in no particular order.
    package func edges(ownedBy owner: UInt32) -> [GraphEdge] {
        var edges: [GraphEdge] = []
        store.reading { topology in
            topology.forEachOwned(by: owner) { index in
                if let edge = topology.edge(index, at: position) { edges.append(edge) }
            }
        }
        return edges
    }

    /// The edge with this key and its last interval, nil if there never was one.
    package func edge(_ key: EdgeKey) -> GraphEdge? {
        store.reading { $0.edge(key, at: position) }
    }

    /// What a vertex stands for; `.unknown` also for an id that the graph does not have.
    ///
    /// Kinds are not kept per position: a vertex that came later is already known.
    package func kind(of vertex: UInt32) -> VertexKind {
        store.reading { $0.kind(of: vertex) }
    }

    /// The kind of every vertex, by id; for snapshots.
    package var vertexKinds: [VertexKind] {
        store.reading { topology in (0..<topology.vertexCount).map { topology.kind(of: UInt32($0)) } }
    }

    /// One more than the greatest vertex id.
    package var vertexCount: Int { store.reading { $0.vertexCount } }

    /// Edges in the graph now, open or closed.
    package var edgeCount: Int { store.reading { $0.edgesPresent } }

    /// Bytes that the tables of the graph use.
    package var byteCount: Int { store.reading { $0.byteCount } }

    /// Calls `body` with every edge at this position, in no particular order and without holding a lock; for snapshots.
    package func forEachEdge(_ body: (GraphEdge) throws -> Void) rethrows {
        let turn = 4096
        var first = 0
        var edges: [GraphEdge] = []
        while true {
            let isAtEnd = store.reading { topology in
                for index in first..<min(first + turn, topology.edgeSlots) {
                    if let edge = topology.edge(UInt32(index), at: position) { edges.append(edge) }
                }
                return first + turn >= topology.edgeSlots
            }
            for edge in edges { try body(edge) }
            if isAtEnd { return }
            edges.removeAll(keepingCapacity: true)
            first += turn
        }
    }

    private func edge(_ entry: AdjacencyEntry, _ topology: borrowing Topology) -> GraphEdge? {
        topology.edge(entry.edge, at: position)
    }

    private func at(_ time: Int64, _ edges: [GraphEdge], _ history: EdgeHistory) throws -> [GraphEdge] {
        var memory = HistoryMemory(time: time)
        var present: [GraphEdge] = []
        for edge in edges {
            if let edge = try memory.resolve(edge, history) { present.append(edge) }
        }
        return present.sorted {
            ($0.from, $0.to, $0.kind.rawValue, $0.owner) < ($1.from, $1.to, $1.kind.rawValue, $1.owner)
        }
    }
}
