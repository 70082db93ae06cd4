extension Topology {
    /// Fills an empty topology: adjacency lists of exact size, records in the order in which the edges come.
    ///
    /// Each pass does independent work per edge, so that the processor fetches for many at once; sorting the records
    /// in place took longer than everything else and gained walks nothing.
    mutating func load(
        vertices list: some Sequence<(UInt32, VertexKind)>, edges sequence: some Sequence<GraphEdge>
    ) {
        precondition(edgeSlots == 0, "Only an empty topology can be loaded")
        for (vertex, kind) in list {
            makeRoom(for: vertex)
            vertices.base[Int(vertex)].kind = kind.rawValue
        }
        for edge in sequence {
            let record = findOrAdd(edge)
            guard record.isNew else {
                edges.base[Int(record.edge)].state = EdgeState(edge)
                continue
            }
            linkOwner(record.edge)
            vertices.base[Int(edge.from)].out.capacity += 1
            vertices.base[Int(edge.to)].in.capacity += 1
        }
        edgesPresent = edgeSlots
        reserveLists()
        for edge in 0..<UInt32(edgeSlots) { linkAdjacency(edge) }
    }

    private mutating func reserveLists() {
        for vertex in 0..<vertexCount {
            let outCapacity = vertices.base[vertex].out.capacity
            let inCapacity = vertices.base[vertex].in.capacity
            if outCapacity > 0 { vertices.base[vertex].out = out.reserve(outCapacity) }
            if inCapacity > 0 { vertices.base[vertex].in = `in`.reserve(inCapacity) }
        }
    }
}
