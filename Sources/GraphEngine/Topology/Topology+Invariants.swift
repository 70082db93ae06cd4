extension Topology {
    /// Stops with a message if a link leads to the wrong place; looks at everything.
    func checkInvariants() {
        var linked = 0
        var present = 0
        for vertex in 0..<vertexCount {
            let record = vertices.base[vertex]
            precondition(record.out.count <= record.out.capacity, "Vertex \(vertex): too many edges out")
            precondition(record.in.count <= record.in.capacity, "Vertex \(vertex): too many edges in")
            for (slot, entry) in outEntries(of: UInt32(vertex)).enumerated() {
                let edge = edges.base[Int(entry.edge)]
                precondition(edge.from == vertex && edge.to == entry.other, "Entry \(slot) of \(vertex) is of \(edge)")
                precondition(edge.outSlot == slot, "Edge \(entry.edge) is not at slot \(slot) of \(vertex)")
                precondition(index.find(edge.key, in: edges.base) == entry.edge, "Edge \(entry.edge) is not indexed")
                linked += 1
                present += edge.bits.contains(.present) ? 1 : 0
                precondition(
                    edge.bits.contains(.present) || edge.bits.contains(.hasUndo), "Edge \(entry.edge) should be gone")
            }
            for (slot, entry) in inEntries(of: UInt32(vertex)).enumerated() {
                let edge = edges.base[Int(entry.edge)]
                precondition(edge.to == vertex && edge.from == entry.other, "Entry \(slot) of \(vertex) is of \(edge)")
                precondition(edge.inSlot == slot, "Edge \(entry.edge) is not at slot \(slot) into \(vertex)")
            }
        }
        precondition(linked == index.count, "\(linked) edges linked, \(index.count) indexed")
        precondition(present == edgesPresent, "\(present) edges present, \(edgesPresent) counted")
        checkOwners(linked)
    }

    private func checkOwners(_ linked: Int) {
        var owned = 0
        for vertex in 0..<vertexCount {
            var previous: UInt32 = 0
            forEachOwned(by: UInt32(vertex)) { edge in
                let record = edges.base[Int(edge)]
                precondition(record.owner == vertex, "Edge \(edge) is in the list of \(vertex)")
                precondition(record.ownedPrevious == previous, "Edge \(edge) has a wrong predecessor")
                previous = edge + 1
                owned += 1
            }
        }
        var free = 0
        var next = edgeFree
        while next != 0 {
            free += 1
            next = edges.base[Int(next - 1)].ownedNext
        }
        precondition(owned == linked, "\(owned) edges owned, \(linked) linked")
        precondition(owned + free == edgeSlots, "\(owned) edges and \(free) free of \(edgeSlots)")
    }
}
