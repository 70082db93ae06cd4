import GraphEngine

/// The dullest correct graph: sets of edges with all their intervals, and walks that keep one state for each way in
/// which a job was entered.
struct ReferenceGraph: Sendable {
    struct Interval: Hashable, Sendable {
        var since: Int64
        var until: Int64
        var flags: EdgeFlags
    }

    var kinds: [UInt32: VertexKind] = [:]
    /// Intervals in order, never empty.
    var intervals: [EdgeKey: [Interval]] = [:]

    /// What the graph under test stores of an edge.
    func record(_ key: EdgeKey) -> GraphEdge? {
        guard let all = intervals[key], let last = all.last else { return nil }
        return GraphEdge(
            from: key.from, to: key.to, owner: key.owner, kind: key.kind, flags: last.flags, since: last.since,
            until: last.until, firstSeen: all[0].since, hasHistory: all.count > 1)
    }

    /// The exact edges of an owner at a time, as the database would answer.
    func history(_ owner: UInt32, _ time: Int64) -> [GraphEdge] {
        edges(at: time).filter { $0.owner == owner }
    }

    /// Edges at a time; those of the last interval carry the whole record.
    func edges(at time: Int64) -> Set<GraphEdge> {
        var edges: Set<GraphEdge> = []
        for (key, all) in intervals {
            guard let found = all.first(where: { $0.since <= time && time < $0.until }) else { continue }
            if found == all.last, let record = record(key) {
                edges.insert(record)
            } else {
                edges.insert(
                    GraphEdge(
                        from: key.from, to: key.to, owner: key.owner, kind: key.kind, flags: found.flags,
                        since: found.since, until: found.until))
            }
        }
        return edges
    }

    // MARK: Walking

    /// Where a walk stands.
    private enum State: Hashable {
        case dataset(UInt32)
        /// A job of which everything may be visited.
        case job(UInt32)
        /// A job entered along one edge.
        case entered(UInt32, by: GraphEdge)
        /// A job that only stands in the answer.
        case noted(UInt32)

        var vertex: UInt32 {
            switch self {
            case .dataset(let vertex), .job(let vertex), .entered(let vertex, _), .noted(let vertex): vertex
            }
        }
    }

    /// The depth of each vertex reached, and all shown edges between them; derivations with their jobs only.
    func walk(_ request: WalkRequest) -> (depths: [UInt32: UInt32], edges: Set<GraphEdge>) {
        let all = edges(at: request.time)
        let shown = all.filter { !request.onlyReported || $0.flags.contains(.reported) || $0.kind == .alias }
        let directions: [WalkDirection] =
            request.direction == .both ? [.upstream, .downstream] : [request.direction]
        var depths: [UInt32: UInt32] = [:]
        for direction in directions {
            for (state, depth) in states(request, direction, all, shown) where depth <= request.depthMax {
                depths[state.vertex] = min(depths[state.vertex] ?? .max, UInt32(depth))
            }
        }
        return (depths, shown.filter { isWithin(Set(depths.keys), $0) })
    }

    /// Whether an edge belongs to an answer with these nodes: both ends, and the job that derives one from the other.
    func isWithin(_ nodes: Set<UInt32>, _ edge: GraphEdge) -> Bool {
        let isJobs = (edge.kind == .derivation || edge.kind == .product) && kinds[edge.owner] == .job
        return nodes.contains(edge.from) && nodes.contains(edge.to) && (!isJobs || nodes.contains(edge.owner))
    }

    /// The least depth of each state: relaxes all states until nothing changes.
    private func states(
        _ request: WalkRequest, _ direction: WalkDirection, _ all: Set<GraphEdge>, _ shown: Set<GraphEdge>
    ) -> [State: Int] {
        var depths: [State: Int] = [:]
        for start in request.starts {
            switch kinds[start] {
            case .dataset: depths[.dataset(start)] = 0
            case .job: depths[.job(start)] = 0
            case .unknown, nil: break
            }
        }
        var isChanged = true
        while isChanged {
            isChanged = false
            for (state, depth) in depths {
                for (next, cost) in steps(state, direction, request.onlyReported, all, shown) {
                    if depth + cost < depths[next] ?? .max {
                        depths[next] = depth + cost
                        isChanged = true
                    }
                }
            }
        }
        return depths
    }

    private func steps(
        _ state: State, _ direction: WalkDirection, _ onlyReported: Bool, _ all: Set<GraphEdge>,
        _ shown: Set<GraphEdge>
    ) -> [(State, Int)] {
        if case .noted = state { return [] }
        let vertex = state.vertex
        var steps: [(State, Int)] = []
        for edge in shown where edge.kind == .alias {
            if edge.from == vertex { steps.append((.dataset(edge.to), 0)) }
            if edge.to == vertex { steps.append((.dataset(edge.from), 0)) }
        }
        for edge in shown where edge.kind != .alias {
            switch direction {
            case .upstream where edge.to == vertex: steps += up(state, edge, onlyReported, all)
            case .downstream where edge.from == vertex: steps += down(state, edge, onlyReported, all)
            case .undirected: steps += either(state, edge, onlyReported)
            default: break
            }
        }
        return steps
    }

    private func isDerived(_ from: UInt32, _ to: UInt32, _ owner: UInt32, _ all: Set<GraphEdge>) -> Bool {
        all.contains { edge in
            (edge.kind == .derivation || edge.kind == .product) && edge.from == from && edge.to == to
                && edge.owner == owner
        }
    }

    private func down(
        _ state: State, _ edge: GraphEdge, _ onlyReported: Bool, _ all: Set<GraphEdge>
    ) -> [(State, Int)] {
        switch edge.kind {
        case .input: return [(.entered(edge.to, by: edge), 1)]
        case .output:
            guard case .entered(_, let input) = state, edge.flags.contains(.paired) else {
                return [(.dataset(edge.to), 0)]
            }
            return isDerived(input.from, edge.to, edge.owner, all) ? [(.dataset(edge.to), 0)] : []
        case .derivation, .product: return derivation(edge, to: edge.to, onlyReported)
        case .flow: return [(.job(edge.to), 1)]
        case .alias: return []
        }
    }

    private func up(
        _ state: State, _ edge: GraphEdge, _ onlyReported: Bool, _ all: Set<GraphEdge>
    ) -> [(State, Int)] {
        switch edge.kind {
        case .output: return [(.entered(edge.from, by: edge), 1)]
        case .input:
            guard case .entered(_, let output) = state, output.flags.contains(.paired) else {
                return [(.dataset(edge.from), 0)]
            }
            return isDerived(edge.from, output.to, output.owner, all) ? [(.dataset(edge.from), 0)] : []
        case .derivation, .product: return derivation(edge, to: edge.from, onlyReported)
        case .flow: return [(.job(edge.from), 1)]
        case .alias: return []
        }
    }

    private func either(_ state: State, _ edge: GraphEdge, _ onlyReported: Bool) -> [(State, Int)] {
        guard edge.from == state.vertex || edge.to == state.vertex else { return [] }
        let other = edge.from == state.vertex ? edge.to : edge.from
        switch edge.kind {
        case .input, .output:
            if case .dataset = state { return [(.job(other), 1)] }
            return [(.dataset(other), 0)]
        case .derivation, .product: return derivation(edge, to: other, onlyReported)
        case .flow: return [(.job(other), 1)]
        case .alias: return []
        }
    }

    private func derivation(_ edge: GraphEdge, to other: UInt32, _ onlyReported: Bool) -> [(State, Int)] {
        if kinds[edge.owner] == .dataset { return [(.dataset(other), 1)] }
        return onlyReported ? [] : [(.dataset(other), 1), (.noted(edge.owner), 1)]
    }
}
