import GraphEngine
import Testing

/// The graph against its plain reference.
struct ModelTests {
    @Test(arguments: 0..<60 as Range<UInt64>)
    func randomGraphsAnswerAsTheReferenceDoes(seed: UInt64) throws {
        var history = RandomHistory(seed: seed, datasets: 6, jobs: 4)
        for _ in 0..<12 {
            history.commit(8)
            history.graph._checkInvariants()
            for _ in 0..<6 {
                let request = history.request()
                try check(history.graph, history.reference, request, history.position)
            }
        }
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func pastPositionsAnswerAsTheReferenceDid(seed: UInt64) throws {
        var history = RandomHistory(
            seed: seed, datasets: 5, jobs: 3, retention: UndoRetention(commits: 6, age: .zero))
        for _ in 0..<30 {
            history.commit(6)
            history.graph._checkInvariants()
            for position in history.past.keys.sorted().suffix(7) {
                let request = history.request()
                let reference = history.past[position]!
                try check(history.graph, reference, request, position)
                try checkRecords(history.graph, reference, position)
            }
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func aLoadedGraphAnswersAsTheOneThatGrew(seed: UInt64) throws {
        var history = RandomHistory(seed: seed, datasets: 8, jobs: 5)
        for _ in 0..<10 { history.commit(10) }
        var edges: [GraphEdge] = []
        try history.graph.read(at: history.position) { view in view.forEachEdge { edges.append($0) } }
        edges.shuffle(using: &history.random)
        let loaded = LineageGraph(vertexCapacity: 0, edgeCapacity: 0)
        loaded.load(
            vertices: history.reference.kinds.map { ($0.key, $0.value) }, edges: edges, position: history.position)
        loaded._checkInvariants()
        for _ in 0..<50 {
            let request = history.request()
            let time = request.time
            let answers = try [history.graph, loaded].map { graph in
                try graph.read(at: history.position) { view in
                    try view.walk(request) { history.reference.history($0, time) }
                }
            }
            #expect(answers[0] == answers[1], "\(request)")
        }
        try checkRecords(loaded, history.reference, history.position)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func neighboursAreTheEdgesAtTheTime(seed: UInt64) throws {
        var history = RandomHistory(seed: seed, datasets: 5, jobs: 3)
        for _ in 0..<10 { history.commit(8) }
        for time in RandomHistory.times {
            let all = history.reference.edges(at: time)
            for vertex in history.vertices {
                for direction in WalkDirection.allCases {
                    let expected = all.filter {
                        ($0.from == vertex && direction != .upstream) || ($0.to == vertex && direction != .downstream)
                    }
                    let found = try history.graph.read(at: history.position) { view in
                        try view.neighbours(of: vertex, direction: direction, time: time) {
                            history.reference.history($0, time)
                        }
                    }
                    #expect(Set(found) == expected)
                    #expect(found.count == expected.count)
                }
            }
        }
    }
}

/// Checks one walk: depths, edges, totals, the cut, and the order of the answer.
func check(
    _ graph: LineageGraph, _ reference: ReferenceGraph, _ request: WalkRequest, _ position: UInt64
) throws {
    let expected = reference.walk(request)
    let result = try graph.read(at: position) { view in
        try view.walk(request) { reference.history($0, request.time) }
    }
    #expect(result.totalNodes == expected.depths.count, "\(request) at \(position)")
    #expect(result.totalEdges == expected.edges.count, "\(request) at \(position)")
    #expect(result.nodes.count == min(request.nodesMax, expected.depths.count))
    #expect(result.truncated == (result.nodes.count < expected.depths.count))
    let returned = Set(result.nodes.map(\.vertex))
    #expect(returned.count == result.nodes.count)
    for node in result.nodes { #expect(expected.depths[node.vertex] == node.depth, "\(node) of \(request)") }
    let edges = expected.edges.filter { reference.isWithin(returned, $0) }
    #expect(result.edges.count == edges.count)
    #expect(Set(result.edges) == edges, "\(request) at \(position)")
    let depths = result.nodes.map(\.depth)
    #expect(depths == depths.sorted())
    var starts: [UInt32] = []
    for start in request.starts where !starts.contains(start) { starts.append(start) }
    #expect(Array(result.nodes.map(\.vertex).prefix(starts.count)) == Array(starts.prefix(result.nodes.count)))
}

/// Checks that the graph has exactly the records of the reference, by owner, by key and altogether.
func checkRecords(_ graph: LineageGraph, _ reference: ReferenceGraph, _ position: UInt64) throws {
    let expected = Set(reference.intervals.keys.compactMap(reference.record))
    try graph.read(at: position) { view in
        var owned: [GraphEdge] = []
        for vertex in reference.kinds.keys { owned += view.edges(ownedBy: vertex) }
        #expect(owned.count == expected.count)
        #expect(Set(owned) == expected)
        for edge in expected { #expect(view.edge(edge.key) == edge) }
        #expect(view.vertexKinds == (0..<UInt32(view.vertexCount)).map { reference.kinds[$0] ?? .unknown })
        var all: Set<GraphEdge> = []
        view.forEachEdge { all.insert($0) }
        #expect(all == expected)
    }
}
