extension Walker {
    /// Follows the new marks of a vertex along all its edges; what cannot be decided from the records alone is left in
    /// `edgesUndecided`.
    func follow(_ step: WalkWorkspace.Step, _ topology: borrowing Topology) {
        let hasAlias = topology.vertices.base[Int(step.vertex)].hasAlias
        let isDown = !step.marks.isDisjoint(with: [.down, .downAll])
        let isUp = !step.marks.isDisjoint(with: [.up, .upAll])
        if isDown || hasAlias { scan(topology.outEntries(of: step.vertex), true, step, topology) }
        if isUp || hasAlias || request.direction == .undirected {
            scan(topology.inEntries(of: step.vertex), false, step, topology)
        }
    }

    private func scan(
        _ entries: UnsafeBufferPointer<AdjacencyEntry>, _ isOut: Bool, _ step: WalkWorkspace.Step,
        _ topology: borrowing Topology
    ) {
        entriesSeen += entries.count
        for entry in entries {
            let state = topology.state(of: entry.edge, at: position)
            let presence = memory.presence(state)
            if case .absent = presence { continue }
            let edge = topology.edges.base[Int(entry.edge)].edge(with: state)
            let isPresent = if case .present = presence { true } else { false }
            if !isPresent || needsCrossing(edge, topology) {
                workspace.edgesUndecided.append(UndecidedEdge(edge: edge, isOut: isOut, isPresent: isPresent))
            } else {
                follow(edge, isOut, step.marks, topology)
            }
        }
    }

    /// Follows an edge after looking up what its record does not tell.
    func follow(
        _ undecided: UndecidedEdge, _ step: WalkWorkspace.Step, _ history: EdgeHistory
    ) throws {
        let found = undecided.isPresent ? undecided.edge : try remembered(undecided.edge.key, history)
        guard let edge = found else { return }
        if !undecided.isPresent { try followProducts(beside: edge, undecided.isOut, step.marks, history) }
        if needsCrossing(edge, store.topology) {
            try followCrossing(edge, step.marks, history)
        } else {
            follow(edge, undecided.isOut, step.marks, store.topology)
        }
    }

    /// Follows the products that the history of an owner has from the same dataset.
    ///
    /// A product depends on which runs counted together, so one that only held in a past that was pieced together later
    /// need not have a record.
    private func followProducts(
        beside edge: GraphEdge, _ isOut: Bool, _ marks: WalkMarks, _ history: EdgeHistory
    ) throws {
        guard request.direction != .undirected, (edge.kind == .input && isOut) || (edge.kind == .output && !isOut)
        else { return }
        let products = (memory.known(edge.owner) ?? [:]).values.filter {
            $0.kind == .product && (isOut ? $0.from == edge.from : $0.to == edge.to)
        }
        for product in products {
            if needsCrossing(product, store.topology) {
                try followCrossing(product, marks, history)
            } else {
                follow(product, isOut, marks, store.topology)
            }
        }
    }

    /// Whether the edge is shown and walked when only reported edges are.
    func isShown(_ edge: GraphEdge) -> Bool {
        if request.onlyReported, !edge.flags.contains(.reported), edge.kind != .alias { return false }
        if edge.kind == .alias, !request.unaliased.isEmpty {
            let marks = workspace.marks
            return !marks[Int(edge.from)].intersection(marks[Int(edge.to)]).contains(.unaliased)
        }
        if request.hidden.isEmpty || Int(edge.owner) >= workspace.vertexCapacity { return true }
        return !workspace.marks[Int(edge.owner)].contains(.hidden)
    }

    /// A derivation that a job owns is not itself reported, yet says which way through the job is real.
    private func needsCrossing(_ edge: GraphEdge, _ topology: borrowing Topology) -> Bool {
        request.onlyReported && (edge.kind == .derivation || edge.kind == .product)
            && topology.kind(of: edge.owner) != .dataset
    }

    private func followCrossing(_ edge: GraphEdge, _ marks: WalkMarks, _ history: EdgeHistory) throws {
        guard request.direction != .undirected else { return }
        let input = EdgeKey(from: edge.from, to: edge.owner, owner: edge.owner, kind: .input)
        let output = EdgeKey(from: edge.owner, to: edge.to, owner: edge.owner, kind: .output)
        guard let input = try present(input, history), isShown(input) else { return }
        guard let output = try present(output, history), isShown(output) else { return }
        if !marks.isDisjoint(with: [.down, .downAll]) { pushNext(edge.to, .down) }
        if !marks.isDisjoint(with: [.up, .upAll]) { pushNext(edge.from, .up) }
    }

    /// Follows an edge that is there, away from the vertex that has the marks.
    private func follow(
        _ edge: GraphEdge, _ isOut: Bool, _ marks: WalkMarks, _ topology: borrowing Topology
    ) {
        guard isShown(edge) else { return }
        if edge.kind == .alias {
            pushSame(isOut ? edge.to : edge.from, marks.intersection([.down, .up]))
        } else if request.direction == .undirected {
            followUndirected(edge, isOut, topology)
        } else if isOut {
            if !marks.isDisjoint(with: [.down, .downAll]) { followDown(edge, marks, topology) }
        } else {
            if !marks.isDisjoint(with: [.up, .upAll]) { followUp(edge, marks, topology) }
        }
    }

    private func followDown(_ edge: GraphEdge, _ marks: WalkMarks, _ topology: borrowing Topology) {
        switch edge.kind {
        case .input:
            pushNext(edge.to, .down)
        case .output:
            if marks.contains(.downAll) || !edge.flags.contains(.paired) { pushSame(edge.to, .down) }
        case .derivation, .product:
            pushNext(edge.to, .down)
            if topology.kind(of: edge.owner) != .dataset { pushNext(edge.owner, []) }
        case .flow:
            pushNext(edge.to, [.down, .downAll])
        case .alias:
            break
        }
    }

    private func followUp(_ edge: GraphEdge, _ marks: WalkMarks, _ topology: borrowing Topology) {
        switch edge.kind {
        case .output:
            pushNext(edge.from, edge.flags.contains(.paired) ? .up : [.up, .upAll])
        case .input:
            if marks.contains(.upAll) { pushSame(edge.from, .up) }
        case .derivation, .product:
            pushNext(edge.from, .up)
            if topology.kind(of: edge.owner) != .dataset { pushNext(edge.owner, []) }
        case .flow:
            pushNext(edge.from, [.up, .upAll])
        case .alias:
            break
        }
    }

    private func followUndirected(_ edge: GraphEdge, _ isOut: Bool, _ topology: borrowing Topology) {
        let other = isOut ? edge.to : edge.from
        switch (edge.kind, isOut) {
        case (.input, true), (.output, false), (.flow, _):
            pushNext(other, .down)
        case (.input, false), (.output, true):
            pushSame(other, .down)
        case (.derivation, _), (.product, _):
            pushNext(other, .down)
            if topology.kind(of: edge.owner) != .dataset { pushNext(edge.owner, []) }
        case (.alias, _):
            break
        }
    }
}
