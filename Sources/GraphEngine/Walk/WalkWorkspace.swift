/// What a walk knows of a vertex: one byte.
struct WalkMarks: OptionSet, BitwiseCopyable {
    let rawValue: UInt8
    /// Part of the answer.
    static let node = WalkMarks(rawValue: 1)
    /// Among the returned nodes.
    static let returned = WalkMarks(rawValue: 2)
    /// Reached going downstream (or undirected): a dataset goes on to its consumers, a job to its unpaired outputs.
    static let down = WalkMarks(rawValue: 4)
    /// A job that goes on to all its outputs.
    static let downAll = WalkMarks(rawValue: 8)
    /// Reached going upstream: a dataset goes on to its producers, a job to the jobs that flow into it.
    static let up = WalkMarks(rawValue: 16)
    /// A job that goes on to all its inputs.
    static let upAll = WalkMarks(rawValue: 32)
    /// Not to be reached; comes with all the marks above, so that there is never anything new about the vertex.
    static let hidden = WalkMarks(rawValue: 64)
    /// Its aliases with others that have this mark do not count.
    static let unaliased = WalkMarks(rawValue: 128)
}

/// An edge that cannot be followed at once: older intervals or other edges have to be looked up first.
struct UndecidedEdge {
    var edge: GraphEdge
    var isOut: Bool
    /// Whether the edge is known to be there at the time; otherwise the history says.
    var isPresent: Bool
}

/// Reusable memory of one walk: a byte per vertex that is clean between walks, and the work lists.
///
/// Used by one walk at a time.
final class WalkWorkspace: @unchecked Sendable {
    struct Step: BitwiseCopyable {
        var vertex: UInt32
        /// The marks that are new, so still to be followed.
        var marks: WalkMarks
    }

    let vertexCapacity: Int
    let marks: UnsafeMutablePointer<WalkMarks>
    var nodes: [WalkNode] = []
    /// Vertices with marks from the request.
    var marked: [UInt32] = []
    /// Steps of this round, of the next round at the same depth, and of the next depth.
    var round: [Step] = []
    var sameDepth: [Step] = []
    var nextDepth: [Step] = []
    /// Edges of the vertex at hand that need more than their record.
    var edgesUndecided: [UndecidedEdge] = []

    init(vertexCapacity: Int) {
        self.vertexCapacity = vertexCapacity
        marks = .allocate(capacity: vertexCapacity)
        marks.initialize(repeating: [], count: vertexCapacity)
    }

    deinit {
        marks.deallocate()
    }

    /// Makes the workspace clean again; costs as much as the walk reached.
    func clean() {
        for node in nodes { marks[Int(node.vertex)] = [] }
        for vertex in marked { marks[Int(vertex)] = [] }
        marked.removeAll()
        let isSmall = nodes.count < 100_000
        nodes.removeAll(keepingCapacity: isSmall)
        round.removeAll(keepingCapacity: isSmall)
        sameDepth.removeAll(keepingCapacity: isSmall)
        nextDepth.removeAll(keepingCapacity: isSmall)
        edgesUndecided.removeAll(keepingCapacity: isSmall)
    }
}
