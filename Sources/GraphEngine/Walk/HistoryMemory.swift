/// Whether edges are there at a time, with the histories that had to be asked for.
struct HistoryMemory {
    enum Presence {
        case present, absent
        /// Before the last interval: the history of the owner decides.
        case undecided
    }

    let time: Int64
    private var edges: [UInt32: [EdgeKey: GraphEdge]] = [:]

    init(time: Int64) { self.time = time }

    /// Whether an edge with this state is there, as far as its record tells.
    func presence(_ state: EdgeState) -> Presence {
        guard state.isPresent, time < state.until else { return .absent }
        if time >= state.since { return .present }
        // A first seen that is not before `since` cannot be right beside a history: then the database decides.
        return state.hasHistory && (time >= state.firstSeen || state.firstSeen >= state.since) ? .undecided : .absent
    }

    /// What is remembered of an owner, nil if it was not asked yet.
    func known(_ owner: UInt32) -> [EdgeKey: GraphEdge]? { edges[owner] }

    /// Asks for the edges of an owner and remembers those that are there at the time.
    mutating func ask(_ owner: UInt32, _ history: EdgeHistory) throws -> [EdgeKey: GraphEdge] {
        var found: [EdgeKey: GraphEdge] = [:]
        for edge in try history(owner) where edge.since <= time && time < edge.until { found[edge.key] = edge }
        edges[owner] = found
        return found
    }

    /// The edge as it is at the time, nil if it is not there.
    mutating func resolve(_ edge: GraphEdge, _ history: EdgeHistory) throws -> GraphEdge? {
        switch presence(EdgeState(edge)) {
        case .present: return edge
        case .absent: return nil
        case .undecided: return try (known(edge.owner) ?? ask(edge.owner, history))[edge.key]
        }
    }
}
