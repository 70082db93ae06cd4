extension Topology {
    /// The state of a record at `position`, which must not be older than the undo log reaches.
    func state(of edge: UInt32, at position: UInt64) -> EdgeState {
        let record = edges.base[Int(edge)]
        guard position < head, record.bits.contains(.hasUndo) else { return record.state }
        return undo.state(of: edge, at: position, now: record.state)
    }

    /// The edge at `position`, nil if it was not there.
    func edge(_ edge: UInt32, at position: UInt64) -> GraphEdge? {
        let state = state(of: edge, at: position)
        return state.isPresent ? edges.base[Int(edge)].edge(with: state) : nil
    }

    func edge(_ key: EdgeKey, at position: UInt64) -> GraphEdge? {
        index.find(key, in: edges.base).flatMap { edge($0, at: position) }
    }

    func kind(of vertex: UInt32) -> VertexKind {
        guard Int(vertex) < vertexCount else { return .unknown }
        return VertexKind(rawValue: vertices.base[Int(vertex)].kind) ?? .unknown
    }

    func outEntries(of vertex: UInt32) -> UnsafeBufferPointer<AdjacencyEntry> {
        guard Int(vertex) < vertexCount else { return UnsafeBufferPointer(start: nil, count: 0) }
        let list = vertices.base[Int(vertex)].out
        return UnsafeBufferPointer(start: out.base + Int(list.offset), count: Int(list.count))
    }

    func inEntries(of vertex: UInt32) -> UnsafeBufferPointer<AdjacencyEntry> {
        guard Int(vertex) < vertexCount else { return UnsafeBufferPointer(start: nil, count: 0) }
        let list = vertices.base[Int(vertex)].in
        return UnsafeBufferPointer(start: `in`.base + Int(list.offset), count: Int(list.count))
    }

    func forEachOwned(by owner: UInt32, _ body: (UInt32) -> Void) {
        guard Int(owner) < vertexCount else { return }
        var next = vertices.base[Int(owner)].ownedFirst
        while next != 0 {
            body(next - 1)
            next = edges.base[Int(next - 1)].ownedNext
        }
    }
}
