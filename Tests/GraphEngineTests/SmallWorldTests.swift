import GraphEngine
import Testing

/// Every graph of four nodes over a reduced set of edges, from every start, against the reference.
struct SmallWorldTests {
    /// Two datasets and two jobs, every set of inputs and outputs: 256 graphs.
    @Test func everyBipartiteGraphOfTwoAndTwo() throws {
        let keys = [0, 1].flatMap { (dataset: UInt32) in
            [2, 3].flatMap { (job: UInt32) in
                [
                    EdgeKey(from: dataset, to: job, owner: job, kind: .input),
                    EdgeKey(from: job, to: dataset, owner: job, kind: .output),
                ]
            }
        }
        for choice in 0..<(1 << keys.count) {
            var edges: [EdgeKey: EdgeFlags] = [:]
            for (bit, key) in keys.enumerated() where choice & (1 << bit) != 0 { edges[key] = .reported }
            for direction in WalkDirection.allCases {
                try checkWorld(edges, jobs: [2, 3], direction, depthMax: choice % 3, onlyReported: false)
            }
        }
    }

    /// Three datasets and one job: each output absent, plain or paired, each input and four derivations or not.
    @Test func everyPairingOfThreeDatasetsAndAJob() throws {
        let job: UInt32 = 3
        let derivations: [(UInt32, UInt32)] = [(0, 1), (0, 2), (1, 2), (2, 0)]
        for choice in 0..<(8 * 27 * 16) {
            var edges: [EdgeKey: EdgeFlags] = [:]
            var outputs = choice / 8 % 27
            for dataset in 0..<3 as Range<UInt32> {
                if choice & (1 << Int(dataset)) != 0 {
                    edges[EdgeKey(from: dataset, to: job, owner: job, kind: .input)] = .reported
                }
                let output = EdgeKey(from: job, to: dataset, owner: job, kind: .output)
                if outputs % 3 == 1 { edges[output] = .reported }
                if outputs % 3 == 2 { edges[output] = [.reported, .paired] }
                outputs /= 3
            }
            for (bit, pair) in derivations.enumerated() where choice / 216 & (1 << bit) != 0 {
                edges[EdgeKey(from: pair.0, to: pair.1, owner: job, kind: .derivation)] = []
            }
            let direction: WalkDirection = choice % 2 == 0 ? .upstream : .downstream
            try checkWorld(edges, jobs: [job], direction, depthMax: .max, onlyReported: choice % 5 < 3)
        }
    }

    private func checkWorld(
        _ edges: [EdgeKey: EdgeFlags], jobs: Set<UInt32>, _ direction: WalkDirection, depthMax: Int,
        onlyReported: Bool
    ) throws {
        var reference = ReferenceGraph()
        for vertex in 0..<4 as Range<UInt32> { reference.kinds[vertex] = jobs.contains(vertex) ? .job : .dataset }
        for (key, flags) in edges { reference.intervals[key] = [.init(since: 0, until: .max, flags: flags)] }
        let graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0)
        graph.load(
            vertices: reference.kinds.map { ($0.key, $0.value) }, edges: edges.keys.compactMap(reference.record),
            position: 1)
        for start in 0..<4 as Range<UInt32> {
            let request = WalkRequest(
                starts: [start], direction: direction, depthMax: depthMax, time: 0, onlyReported: onlyReported)
            try check(graph, reference, request, 1)
        }
    }
}
