import Dispatch
import GraphEngine
import Synchronization
import Testing

/// Reading at log positions: waiting, the past, and readers beside a writer.
struct PositionTests {
    /// A graph in which a token moves: at position p the only input of job 100 is dataset p % 10.
    private static func moveToken(_ graph: LineageGraph, to position: UInt64) {
        let former = UInt32((position - 1) % 10)
        let next = GraphEdge(from: UInt32(position % 10), to: 100, owner: 100, kind: .input, since: 0)
        graph.apply([.remove(from: former, to: 100, owner: 100, kind: .input), .put(next)], position: position)
    }

    private static func token(_ graph: LineageGraph, at position: UInt64) throws -> [UInt32] {
        try graph.read(at: position) { view in
            let request = WalkRequest(starts: [100], direction: .upstream, time: 0)
            let walked = try view.walk(request) { _ in [] }.edges.map(\.from)
            #expect(view.edges(ownedBy: 100).map(\.from) == walked)
            return walked
        }
    }

    @Test func readersSeeTheirPositionWhileAWriterChangesIt() throws {
        let graph = LineageGraph(
            vertexCapacity: 0, edgeCapacity: 0, retention: UndoRetention(commits: 64, age: .zero))
        graph.load(vertices: [(100, .job)], edges: [GraphEdge](), position: 0)
        Self.moveToken(graph, to: 1)
        let last: UInt64 = 4000
        let tooOld = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 4) { worker in
            if worker == 0 {
                for position in 2...last { Self.moveToken(graph, to: position) }
                return
            }
            var random = SeededGenerator(seed: UInt64(worker))
            while true {
                let head = graph.position
                let position = head - UInt64.random(in: 0...min(head - 1, 70), using: &random)
                do {
                    let found = try Self.token(graph, at: position)
                    #expect(found == [UInt32(position % 10)], "at \(position)")
                } catch GraphError.positionTooOld {
                    tooOld.add(1, ordering: .relaxed)
                } catch {
                    Issue.record(error)
                }
                if head == last { return }
            }
        }
        graph._checkInvariants()
        #expect(try Self.token(graph, at: last) == [UInt32(last % 10)])
    }

    @Test func aReaderAheadWaitsForTheWriter() throws {
        let graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0)
        DispatchQueue.concurrentPerform(iterations: 2) { worker in
            if worker == 0 {
                for position in 1...3 as ClosedRange<UInt64> { Self.moveToken(graph, to: position) }
            } else {
                do {
                    let found = try Self.token(graph, at: 3)
                    #expect(found == [3])
                } catch {
                    Issue.record(error)
                }
            }
        }
    }

    @Test func waitingForAPositionEnds() {
        let graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0, waitMilliseconds: 10)
        #expect(throws: GraphError.positionNotReached(requested: 7, head: 0)) {
            try graph.read(at: 7) { $0.edgeCount }
        }
    }

    @Test func aPositionThatIsNoLongerKeptIsRefused() throws {
        let graph = LineageGraph(
            vertexCapacity: 0, edgeCapacity: 0, retention: UndoRetention(commits: 5, age: .zero))
        for position in 1...20 as ClosedRange<UInt64> { Self.moveToken(graph, to: position) }
        #expect(try Self.token(graph, at: 15) == [5])
        #expect(throws: GraphError.positionTooOld(requested: 14, oldest: 15)) { try Self.token(graph, at: 14) }
    }

    @Test func youngCommitsAreKeptBeyondTheirNumber() throws {
        let graph = LineageGraph(
            vertexCapacity: 0, edgeCapacity: 0, retention: UndoRetention(commits: 0, age: .seconds(3600)))
        for position in 1...20 as ClosedRange<UInt64> { Self.moveToken(graph, to: position) }
        #expect(try Self.token(graph, at: 1) == [1])
    }

    @Test func tooManyRecordsDropTheOldestCommits() throws {
        let retention = UndoRetention(commits: 1000, age: .seconds(3600), recordsMax: 10)
        let graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0, retention: retention)
        for position in 1...20 as ClosedRange<UInt64> { Self.moveToken(graph, to: position) }
        #expect(try Self.token(graph, at: 15) == [5])
        #expect(throws: GraphError.self) { try Self.token(graph, at: 14) }
    }

    @Test func aReaderAtWorkKeepsItsPosition() throws {
        let graph = LineageGraph(
            vertexCapacity: 0, edgeCapacity: 0, retention: UndoRetention(commits: 0, age: .zero))
        Self.moveToken(graph, to: 1)
        try graph.read(at: 1) { view in
            for position in 2...50 as ClosedRange<UInt64> { Self.moveToken(graph, to: position) }
            let request = WalkRequest(starts: [100], direction: .upstream, time: 0)
            let result = try view.walk(request) { _ in [] }
            #expect(result.edges.map(\.from) == [1])
            graph._checkInvariants()
        }
        Self.moveToken(graph, to: 51)
        Self.moveToken(graph, to: 52)
        graph._checkInvariants()
        #expect(throws: GraphError.self) { try Self.token(graph, at: 1) }
        #expect(try Self.token(graph, at: 52) == [2])
    }

    @Test func loadingAnewLeavesReadersOnTheFormerGraph() throws {
        let graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0)
        for position in 1...9 as ClosedRange<UInt64> { Self.moveToken(graph, to: position) }
        try graph.read(at: 9) { view in
            graph.load(vertices: [(100, .job)], edges: [GraphEdge](), position: 4)
            #expect(view.edges(ownedBy: 100).map(\.from) == [9])
        }
        #expect(graph.position == 4)
        #expect(try Self.token(graph, at: 4) == [])
        #expect(throws: GraphError.positionTooOld(requested: 3, oldest: 4)) { try Self.token(graph, at: 3) }
        Self.moveToken(graph, to: 5)
        #expect(try Self.token(graph, at: 5) == [5])
    }

    @Test func aHistoryMayChangeTheGraphThatAsksForIt() throws {
        let graph = LineageGraph(
            vertexCapacity: 0, edgeCapacity: 0, retention: UndoRetention(commits: 0, age: .zero))
        var edges: [GraphEdge] = []
        for dataset in 0..<50 as Range<UInt32> {
            edges.append(
                GraphEdge(
                    from: dataset, to: 100, owner: 100, kind: .input, since: 10, firstSeen: 0, hasHistory: true))
        }
        graph.apply(edges.map { .put($0) }, position: 1)
        var asked = 0
        let result = try graph.read(at: 1) { view in
            let request = WalkRequest(starts: [100], direction: .upstream, time: 5)
            return try view.walk(request) { owner in
                asked += 1
                #expect(owner == 100)
                graph.apply(
                    edges.map { .remove(from: $0.from, to: 100, owner: 100, kind: .input) }
                        + (200..<900).map {
                            .put(GraphEdge(from: $0, to: 100, owner: 100, kind: .input, since: 0))
                        }, position: graph.position + 1)
                return edges.prefix(20).map { edge in
                    var former = edge
                    (former.since, former.until) = (0, 8)
                    return former
                }
            }
        }
        #expect(asked == 1)
        #expect(result.nodes.map(\.vertex) == [100] + Array(0..<20))
        #expect(result.edges.allSatisfy { $0.until == 8 })
        graph._checkInvariants()
    }

    @Test func aHistoryThatFailsFailsTheWalkAndNothingElse() throws {
        struct Lost: Error {}
        let graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0)
        let edge = GraphEdge(from: 1, to: 2, owner: 2, kind: .input, since: 10, firstSeen: 0, hasHistory: true)
        graph.apply([.put(edge)], position: 1)
        let request = WalkRequest(starts: [1], direction: .downstream, time: 5)
        #expect(throws: Lost.self) {
            try graph.read(at: 1) { view in try view.walk(request) { _ in throw Lost() } }
        }
        graph.apply([], position: 2)
        let result = try graph.read(at: 2) { view in try view.walk(request) { _ in [] } }
        #expect(result.nodes == [WalkNode(vertex: 1, depth: 0)])
    }
}
