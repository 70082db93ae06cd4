/// A graph that is being filled for the first time: records in the order in which the edges come, then adjacency lists of
/// exact size.
///
/// Each pass does independent work per edge, so that the processor fetches for many at once; sorting the records in
/// place took longer than everything else and gained walks nothing.
package struct GraphLoading: ~Copyable {
    private var topology: Topology

    init(vertexCapacity: Int, edgeCapacity: Int, head: UInt64) {
        topology = Topology(vertexCapacity: vertexCapacity, edgeCapacity: edgeCapacity, head: head)
    }

    /// - Parameter vertex: ids should be dense, since memory is given to each up to the greatest.
    package mutating func add(_ vertex: UInt32, _ kind: VertexKind) {
        topology.makeRoom(for: vertex)
        topology.vertices.base[Int(vertex)].kind = kind.rawValue
    }

    /// - Precondition: no other edge that is added has the same key.
    package mutating func add(_ edge: GraphEdge) { topology.append(edge) }

    consuming func finish() -> Topology {
        topology.finishLoading()
        return topology
    }
}

extension Topology {
    /// Adds a record that is in no list of its ends and not in the index yet.
    mutating func append(_ edge: GraphEdge) {
        let record = appendRecord(edge)
        linkOwner(record)
        vertices.base[Int(edge.from)].out.capacity += 1
        vertices.base[Int(edge.to)].in.capacity += 1
    }

    mutating func finishLoading() {
        edgesPresent = edgeSlots
        index = EdgeIndex(of: edges.base, count: edgeSlots)
        for vertex in 0..<vertexCount {
            let outCapacity = vertices.base[vertex].out.capacity
            let inCapacity = vertices.base[vertex].in.capacity
            if outCapacity > 0 { vertices.base[vertex].out = out.reserve(outCapacity) }
            if inCapacity > 0 { vertices.base[vertex].in = `in`.reserve(inCapacity) }
        }
        for edge in 0..<UInt32(edgeSlots) { linkAdjacency(edge) }
    }
}
