import Testing

@testable import GraphEngine

/// What the memory budget of 300 MB for 1 million vertices and 3 million edges rests on.
struct LayoutTests {
    @Test func recordsKeepTheirSize() {
        #expect(MemoryLayout<EdgeRecord>.stride <= 56)
        #expect(MemoryLayout<VertexRecord>.stride <= 32)
        #expect(MemoryLayout<AdjacencyEntry>.stride == 8)
        #expect(MemoryLayout<UndoLog.Entry>.stride <= 64)
    }

    @Test func edgesThatComeAndGoLeaveNoMemoryBehind() throws {
        let graph = LineageGraph(
            vertexCapacity: 0, edgeCapacity: 0, retention: UndoRetention(commits: 2, age: .zero))
        var sizes: [Int] = []
        for position in 1...400 as ClosedRange<UInt64> {
            let base = UInt32(position % 4) * 100
            let changes = (base..<base + 100).flatMap { vertex -> [GraphChange] in
                let other = (vertex + 300) % 400
                return [
                    .put(GraphEdge(from: vertex, to: 400 + vertex, owner: 400 + vertex, kind: .input, since: 0)),
                    .remove(from: other, to: 400 + other, owner: 400 + other, kind: .input),
                ]
            }
            graph.apply(changes, position: position)
            graph._checkInvariants()
            try graph.read(at: position) { sizes.append($0.byteCount) }
        }
        #expect(sizes.last! <= sizes[200])
    }

    @Test func aHubLosesEdgesWithoutASearch() throws {
        let graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0)
        let edges = (1...20_000 as ClosedRange<UInt32>).map {
            GraphEdge(from: 0, to: $0, owner: $0, kind: .input, since: 0)
        }
        graph.load(vertices: [(0, .dataset)], edges: edges, position: 1)
        graph.apply(
            edges.filter { $0.to % 3 != 0 }.map { .remove(from: 0, to: $0.to, owner: $0.to, kind: .input) },
            position: 2)
        graph.apply([], position: 3)
        graph._checkInvariants()
        let request = WalkRequest(starts: [3], direction: .upstream, time: 0)
        let result = try graph.read(at: 3) { view in try view.walk(request) { _ in [] } }
        #expect(result.nodes.map(\.vertex) == [3, 0])
        #expect(result.edges.count == 1)
    }

}
