extension Walker {
    /// Cuts the nodes and gathers the edges between them.
    func result(_ history: EdgeHistory) throws -> WalkResult {
        let totalNodes = workspace.nodes.count
        let returned = min(totalNodes, max(0, request.nodesMax))
        for node in workspace.nodes[..<returned] { workspace.marks[Int(node.vertex)].insert(.returned) }
        var gathered = Gathered()
        let fromOtherEnd = usesOtherEnd(store.topology)
        for index in workspace.nodes.indices {
            let vertex = workspace.nodes[index].vertex
            gather(vertex, fromOtherEnd, &gathered, store.topology)
            while let undecided = workspace.edgesUndecided.popLast() {
                if let edge = try remembered(undecided.edge.key, history) { gathered.add(edge, self) }
            }
            letWriterPass()
        }
        gathered.edges.sort {
            ($0.from, $0.to, $0.kind.rawValue, $0.owner) < ($1.from, $1.to, $1.kind.rawValue, $1.owner)
        }
        return WalkResult(
            nodes: Array(workspace.nodes[..<returned]), edges: gathered.edges, totalNodes: totalNodes,
            totalEdges: gathered.total, truncated: returned < totalNodes)
    }

    private struct Gathered {
        var edges: [GraphEdge] = []
        var total = 0

        mutating func add(_ edge: GraphEdge, _ walker: Walker) {
            let ends = walker.commonMarks(edge)
            guard walker.isShown(edge), ends.contains(.node) else { return }
            total += 1
            if ends.contains(.returned) { edges.append(edge) }
        }
    }

    /// What both ends of an edge are marked with, and the job that derives one from the other: what a job derives is
    /// part of an answer that has the job.
    fileprivate func commonMarks(_ edge: GraphEdge) -> WalkMarks {
        let marks = workspace.marks[Int(edge.from)].intersection(workspace.marks[Int(edge.to)])
        guard edge.kind == .derivation || edge.kind == .product, store.topology.kind(of: edge.owner) == .job else {
            return marks
        }
        return Int(edge.owner) < workspace.vertexCapacity
            ? marks.intersection(workspace.marks[Int(edge.owner)]) : []
    }

    /// Whether the edges out of hubs are better found from their other ends: an upstream walk that ends at a table with
    /// 100,000 readers should not look at them all.
    private func usesOtherEnd(_ topology: borrowing Topology) -> Bool {
        var hubEntries = 0
        var inEntries = 0
        for node in workspace.nodes {
            let vertex = topology.vertices.base[Int(node.vertex)]
            if isHub(vertex) { hubEntries += Int(vertex.out.count) }
            inEntries += Int(vertex.in.count)
        }
        return inEntries < hubEntries
    }

    private func isHub(_ vertex: VertexRecord) -> Bool {
        Int(vertex.out.count) > GraphLimits.hubDegreeMin
    }

    /// Each edge is seen once: from its upstream end, or from its downstream end if the upstream end is a hub that is left
    /// out.
    private func gather(
        _ vertex: UInt32, _ fromOtherEnd: Bool, _ gathered: inout Gathered, _ topology: borrowing Topology
    ) {
        let base = topology.vertices.base
        if !fromOtherEnd || !isHub(base[Int(vertex)]) {
            gather(topology.outEntries(of: vertex), { _ in true }, &gathered, topology)
        }
        if fromOtherEnd {
            gather(topology.inEntries(of: vertex), { isHub(base[Int($0)]) }, &gathered, topology)
        }
    }

    private func gather(
        _ entries: UnsafeBufferPointer<AdjacencyEntry>, _ isWanted: (UInt32) -> Bool, _ gathered: inout Gathered,
        _ topology: borrowing Topology
    ) {
        entriesSeen += entries.count
        for entry in entries {
            // Vertices that came after the walk began have no mark.
            guard Int(entry.other) < workspace.vertexCapacity else { continue }
            let marks = workspace.marks[Int(entry.other)]
            guard marks.contains(.node), !marks.contains(.hidden), isWanted(entry.other) else { continue }
            let state = topology.state(of: entry.edge, at: position)
            let edge = topology.edges.base[Int(entry.edge)].edge(with: state)
            switch memory.presence(state) {
            case .present: gathered.add(edge, self)
            case .absent: break
            case .undecided:
                workspace.edgesUndecided.append(UndecidedEdge(edge: edge, isOut: true, isPresent: false))
            }
        }
    }
}
