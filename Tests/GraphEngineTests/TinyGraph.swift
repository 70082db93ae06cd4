import GraphEngine

/// A graph written as words: `a>J` input, `J>a` output, `J>a!` paired output, `a=J=b` derivation owned by J,
/// `J-K` flow, `a~b` alias. Capital names are jobs. All edges are open and reported, except derivations.
struct TinyGraph {
    let graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0)
    private(set) var names: [String] = []
    private var ids: [String: UInt32] = [:]

    init(_ text: String) {
        let edges = text.split(separator: " ").map { edge(String($0)) }
        let vertices = names.enumerated().map { index, name in
            GraphChange.vertex(UInt32(index), name.first!.isUppercase ? .job : .dataset)
        }
        graph.apply(vertices + edges.map { .put($0) }, position: 1)
    }

    func id(_ name: String) -> UInt32 { ids[name] ?? .max }

    func result(
        _ start: String, _ direction: WalkDirection, depthMax: Int = .max, nodesMax: Int = .max
    ) throws -> WalkResult {
        let request = WalkRequest(
            starts: [id(start)], direction: direction, depthMax: depthMax, nodesMax: nodesMax, time: 0)
        return try graph.read(at: 1) { view in try view.walk(request) { _ in [] } }
    }

    func walk(_ start: String, _ direction: WalkDirection, depthMax: Int = .max) throws -> String {
        text(try result(start, direction, depthMax: depthMax))
    }

    /// Nodes with depths, then edges by name.
    func text(_ result: WalkResult) -> String {
        let nodes = result.nodes.map { "\(names[Int($0.vertex)]):\($0.depth)" }
        return (nodes + ["|"] + result.edges.map(text).sorted()).joined(separator: " ")
    }

    private func text(_ edge: GraphEdge) -> String {
        let (from, to) = (names[Int(edge.from)], names[Int(edge.to)])
        return switch edge.kind {
        case .input, .output: "\(from)>\(to)"
        case .derivation, .product: "\(from)=\(names[Int(edge.owner)])=\(to)"
        case .flow: "\(from)-\(to)"
        case .alias: "\(from)~\(to)"
        }
    }

    private mutating func vertex(_ name: some StringProtocol) -> UInt32 {
        let name = String(name)
        if let id = ids[name] { return id }
        let id = UInt32(names.count)
        names.append(name)
        ids[name] = id
        return id
    }

    private mutating func edge(_ word: String) -> GraphEdge {
        let isPaired = word.hasSuffix("!")
        let parts = word.split(whereSeparator: { ">=-~!".contains($0) })
        let (from, to) = (vertex(parts[0]), vertex(parts[parts.count - 1]))
        if word.contains("=") {
            return GraphEdge(from: from, to: to, owner: vertex(parts[1]), kind: .derivation, since: 0)
        }
        let fromIsJob = parts[0].first!.isUppercase
        let owner = fromIsJob || !word.contains(">") ? from : to
        let kind: EdgeKind =
            word.contains("~") ? .alias : word.contains("-") ? .flow : fromIsJob ? .output : .input
        let flags: EdgeFlags = isPaired ? [.reported, .paired] : .reported
        return GraphEdge(from: from, to: to, owner: owner, kind: kind, flags: flags, since: 0)
    }
}

extension LineageGraph {
    /// Loads edges whose keys all differ.
    func load(vertices: [(UInt32, VertexKind)], edges: [GraphEdge], position: UInt64) {
        load(vertexCapacity: 0, edgeCapacity: edges.count, position: position) { loading in
            for (vertex, kind) in vertices { loading.add(vertex, kind) }
            for edge in edges { loading.add(edge) }
        }
    }
}
