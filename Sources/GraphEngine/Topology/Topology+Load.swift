extension Topology {
    /// Fills an empty topology: lists of exact size, edges of one vertex side by side.
    ///
    /// A key that comes twice keeps the later edge.
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
        fillLists()
    }

    private mutating func reserveLists() {
        for vertex in 0..<vertexCount {
            let outCapacity = vertices.base[vertex].out.capacity
            let inCapacity = vertices.base[vertex].in.capacity
            if outCapacity > 0 { vertices.base[vertex].out = out.reserve(outCapacity) }
            if inCapacity > 0 { vertices.base[vertex].in = `in`.reserve(inCapacity) }
        }
    }

    private mutating func fillLists() {
        for edge in 0..<edgeSlots {
            let (from, to) = (edges.base[edge].from, edges.base[edge].to)
            let outSlot = out.append(
                AdjacencyEntry(other: to, edge: UInt32(edge)), to: &vertices.base[Int(from)].out)
            let inSlot = `in`.append(
                AdjacencyEntry(other: from, edge: UInt32(edge)), to: &vertices.base[Int(to)].in)
            edges.base[edge].outSlot = outSlot
            edges.base[edge].inSlot = inSlot
        }
    }
}
