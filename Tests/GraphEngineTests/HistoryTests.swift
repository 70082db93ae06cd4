import GraphEngine
import Testing

/// When an edge is there, and when the database is asked.
struct HistoryTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var time: Int64
        var isPresent: Bool
        var asks: Bool
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "before it was first seen", time: 9, isPresent: false, asks: false),
        Case(name: "in the first interval", time: 10, isPresent: true, asks: true),
        Case(name: "between the intervals", time: 20, isPresent: false, asks: true),
        Case(name: "at the start of the last interval", time: 30, isPresent: true, asks: false),
        Case(name: "before its end", time: 39, isPresent: true, asks: false),
        Case(name: "at its end", time: 40, isPresent: false, asks: false),
        Case(name: "at the end of time", time: .max, isPresent: false, asks: false),
    ]

    @Test(arguments: cases)
    func anEdgeIsThereFromSinceToUntil(_ row: Case) throws {
        let graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0)
        let edge = GraphEdge(
            from: 1, to: 2, owner: 2, kind: .input, since: 30, until: 40, firstSeen: 10, hasHistory: true)
        graph.apply([.put(edge)], position: 1)
        var asked: [UInt32] = []
        let request = WalkRequest(starts: [1], direction: .downstream, time: row.time)
        let result = try graph.read(at: 1) { view in
            try view.walk(request) { owner in
                asked.append(owner)
                // More than the edges at the time: the walk takes what it needs.
                var former = edge
                (former.since, former.until) = (10, 20)
                return [edge, former]
            }
        }
        #expect(result.nodes.map(\.vertex) == (row.isPresent ? [1, 2] : [1]))
        #expect(result.totalEdges == (row.isPresent ? 1 : 0))
        #expect(asked == (row.asks ? [2] : []))
    }

    @Test func aHistoryWithoutFirstSeenIsAskedForAnyEarlierTime() throws {
        let graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0)
        let edge = GraphEdge(from: 1, to: 2, owner: 2, kind: .input, since: 30, hasHistory: true)
        graph.apply([.put(edge)], position: 1)
        var asked = 0
        _ = try graph.read(at: 1) { view in
            try view.neighbours(of: 1, direction: .downstream, time: 0) { _ in
                asked += 1
                return []
            }
        }
        #expect(asked == 1)
    }
}
