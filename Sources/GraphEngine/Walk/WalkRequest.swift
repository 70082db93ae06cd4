/// Which way a walk goes.
package enum WalkDirection: Sendable, Hashable, CaseIterable {
    /// Towards sources.
    case upstream
    /// Towards consumers.
    case downstream
    /// The union of an upstream and a downstream walk.
    case both
    /// Along every edge either way, and out of a job to all its datasets: the expansion of version 1.
    case undirected
}

/// A question to the graph.
package struct WalkRequest: Sendable, Hashable {
    /// Vertices to start from; repeated and unknown ones are left out of the answer.
    package var starts: [UInt32]
    package var direction: WalkDirection
    /// Jobs that a path may cross, from 0. Entering a job costs one, leaving it nothing; so a walk of depth 0 from a job
    /// answers the job and its datasets, and from a dataset that dataset alone. A derivation that is owned by a
    /// dataset costs one, a flow one, an alias nothing.
    package var depthMax: Int
    /// Nodes that are returned; the walk itself goes on, for the totals.
    package var nodesMax: Int
    /// Event time, nanoseconds since 1970 UTC.
    package var time: Int64
    /// Leaves out edges without ``EdgeFlags/reported``, except aliases: without these a walk would end where one
    /// producer calls a thing by another name.
    package var onlyReported: Bool
    /// Vertices that are neither answered nor walked through, nor are the edges that they own.
    package var hidden: Set<UInt32>
    /// Vertices whose aliases among each other do not count.
    package var unaliased: Set<UInt32>

    package init(
        starts: [UInt32], direction: WalkDirection, depthMax: Int = .max, nodesMax: Int = .max, time: Int64,
        onlyReported: Bool = false, hidden: Set<UInt32> = [], unaliased: Set<UInt32> = []
    ) {
        self.starts = starts
        self.direction = direction
        self.depthMax = depthMax
        self.nodesMax = nodesMax
        self.time = time
        self.onlyReported = onlyReported
        self.hidden = hidden
        self.unaliased = unaliased
    }
}

/// A vertex that was reached.
package struct WalkNode: Sendable, Hashable {
    package var vertex: UInt32
    /// The least number of jobs on a path from a start, see ``WalkRequest/depthMax``.
    package var depth: UInt32

    package init(vertex: UInt32, depth: UInt32) {
        self.vertex = vertex
        self.depth = depth
    }
}

/// The answer to a ``WalkRequest``; the same for the same graph, however it was built.
package struct WalkResult: Sendable, Hashable {
    /// Breadth-first, each once: the starts in their order, then by depth; each node comes after one that it was
    /// reached from, so that a cut answer is connected; otherwise by vertex.
    package var nodes: [WalkNode]
    /// All edges at the time between returned nodes, each once, ordered by (from, to, kind, owner); derivations only
    /// with the job that owns them.
    package var edges: [GraphEdge]
    /// Nodes reached, whether returned or not.
    package var totalNodes: Int
    /// Edges between nodes reached, by the same rule.
    package var totalEdges: Int
    /// Whether nodes were left out for ``WalkRequest/nodesMax``.
    package var truncated: Bool

    package init(nodes: [WalkNode], edges: [GraphEdge], totalNodes: Int, totalEdges: Int, truncated: Bool) {
        self.nodes = nodes
        self.edges = edges
        self.totalNodes = totalNodes
        self.totalEdges = totalEdges
        self.truncated = truncated
    }
}
