import GraphEngine
import Testing

/// Small graphs, written out, with the answer that a person would give.
struct WalkTests {
    @Test func aWalkDownstreamCrossesJobsAndCountsThem() throws {
        let graph = TinyGraph("a>J1 J1>b b>J2 J2>c x>J2")
        #expect(try graph.walk("a", .downstream) == "a:0 J1:1 b:1 J2:2 c:2 | J1>b J2>c a>J1 b>J2")
        #expect(try graph.walk("a", .downstream, depthMax: 1) == "a:0 J1:1 b:1 | J1>b a>J1")
        #expect(try graph.walk("a", .downstream, depthMax: 0) == "a:0 |")
        #expect(try graph.walk("J1", .downstream, depthMax: 0) == "J1:0 b:0 | J1>b")
    }

    @Test func aWalkUpstreamMirrorsIt() throws {
        let graph = TinyGraph("a>J1 J1>b b>J2 J2>c x>J2")
        #expect(try graph.walk("c", .upstream) == "c:0 J2:1 b:1 x:1 J1:2 a:2 | J1>b J2>c a>J1 b>J2 x>J2")
        #expect(try graph.walk("J2", .upstream, depthMax: 0) == "J2:0 b:0 x:0 | b>J2 x>J2")
    }

    @Test func bothIsTheUnionOfTheTwoWalks() throws {
        let graph = TinyGraph("a>J1 J1>b b>J2 J2>c x>J2 J1>side")
        #expect(try graph.walk("b", .both) == "b:0 J1:1 J2:1 a:1 c:1 | J1>b J2>c a>J1 b>J2")
    }

    @Test func anUndirectedWalkFindsSiblings() throws {
        let graph = TinyGraph("a>J1 J1>b a>J2 J2>c c>J3")
        #expect(
            try graph.walk("J1", .undirected, depthMax: 1)
                == "J1:0 a:0 b:0 J2:1 c:1 | J1>b J2>c a>J1 a>J2")
    }

    @Test func pairedOutputsAreReachedOnlyFromTheirSources() throws {
        let graph = TinyGraph("a>J b>J J>x! J>y! J>z a=J=x b=J=y")
        #expect(try graph.walk("a", .downstream) == "a:0 J:1 x:1 z:1 | J>x J>z a=J=x a>J")
        #expect(try graph.walk("y", .upstream) == "y:0 J:1 b:1 | J>y b=J=y b>J")
        #expect(try graph.walk("z", .upstream) == "z:0 J:1 a:1 b:1 | J>z a>J b>J")
        #expect(try graph.walk("J", .downstream) == "J:0 x:0 y:0 z:0 | J>x J>y J>z")
        #expect(try graph.walk("x", .undirected).hasPrefix("x:0 J:1 a:1 b:1 y:1 z:1 |"))
    }

    @Test func enteringAJobTwiceUnitesWhatEachEntryAllows() throws {
        let graph = TinyGraph("s>P P>a P>b a>J b>J c>J J>x! J>y! J>w! a=J=x b=J=y c=J=w")
        #expect(try graph.walk("s", .downstream).hasPrefix("s:0 P:1 a:1 b:1 J:2 x:2 y:2 |"))
    }

    @Test func aliasesCostNothingAndComeAsAWhole() throws {
        let graph = TinyGraph("J1>a a~b b~c c>J2 J2>d")
        #expect(try graph.walk("a", .downstream, depthMax: 1).hasPrefix("a:0 b:0 c:0 J2:1 d:1 |"))
        #expect(try graph.walk("c", .upstream, depthMax: 1).hasPrefix("c:0 b:0 a:0 J1:1 |"))
    }

    @Test func flowsAndDerivationsOfDatasetsCostOne() throws {
        let graph = TinyGraph("J1-J2 J2>x x=x=y")
        #expect(try graph.walk("J1", .downstream, depthMax: 1).hasPrefix("J1:0 J2:1 x:1 |"))
        #expect(try graph.walk("J1", .downstream).hasPrefix("J1:0 J2:1 x:1 y:2 |"))
        #expect(try graph.walk("y", .upstream).hasPrefix("y:0 x:1 J2:2 J1:3 |"))
    }

    @Test func aCutAnswerSaysHowMuchThereIs() throws {
        let graph = TinyGraph("a>J1 J1>b b>J2 J2>c")
        let result = try graph.result("a", .downstream, nodesMax: 2)
        #expect(graph.text(result) == "a:0 J1:1 | a>J1")
        #expect(result.totalNodes == 5)
        #expect(result.totalEdges == 4)
        #expect(result.truncated)
    }

    @Test(arguments: WalkDirection.allCases)
    func aLadderOfManyPathsIsWalkedOnce(direction: WalkDirection) throws {
        // 2^60 paths lead from one end to the other.
        let rungs = (0..<60).map { "d\($0)>A\($0) d\($0)>B\($0) A\($0)>d\($0 + 1) B\($0)>d\($0 + 1)" }
        let graph = TinyGraph(rungs.joined(separator: " "))
        let result = try graph.result(direction == .upstream ? "d60" : "d0", direction)
        #expect(result.totalNodes == 181)
        #expect(result.totalEdges == 240)
        #expect(result.nodes.last?.depth == 60)
    }

    @Test func aCutAnswerIsConnected() throws {
        let graph = TinyGraph("b>J J>a a>K K>c a~d d>L L>e! d=L=e b>L")
        let all = try graph.result("b", .downstream)
        for count in 1...all.totalNodes {
            let cut = try graph.result("b", .downstream, nodesMax: count)
            #expect(cut.totalEdges == all.totalEdges)
            var connected: Set<UInt32> = [graph.id("b")]
            for node in cut.nodes.dropFirst() {
                #expect(
                    cut.edges.contains {
                        ($0.from == node.vertex && connected.contains($0.to))
                            || ($0.to == node.vertex && connected.contains($0.from))
                    }, "\(graph.text(cut))")
                connected.insert(node.vertex)
            }
        }
    }

    @Test func aReportedWalkCrossesPairsButShowsNoDerivations() throws {
        let graph = TinyGraph("a>J b>J J>x! J>y! a=J=x b=J=y")
        let request = WalkRequest(starts: [graph.id("a")], direction: .downstream, time: 0, onlyReported: true)
        let result = try graph.graph.read(at: 1) { view in try view.walk(request) { _ in [] } }
        #expect(graph.text(result) == "a:0 J:1 x:1 | J>x a>J")
    }

    @Test func aDerivationIsNoWayThroughAJobThatReportsNoSuchOutput() throws {
        let graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0)
        let output = GraphEdge(from: 2, to: 1, owner: 2, kind: .output, flags: .paired, since: 0)
        graph.apply(
            [
                .put(GraphEdge(from: 0, to: 2, owner: 2, kind: .input, flags: .reported, since: 0)), .put(output),
                .put(GraphEdge(from: 0, to: 1, owner: 2, kind: .derivation, since: 0)),
            ], position: 1)
        for onlyReported in [true, false] {
            let request = WalkRequest(starts: [0], direction: .downstream, time: 0, onlyReported: onlyReported)
            let result = try graph.read(at: 1) { view in try view.walk(request) { _ in [] } }
            #expect(result.nodes.map(\.vertex) == (onlyReported ? [0, 2] : [0, 2, 1]))
        }
    }

    @Test(arguments: [0, 1, 300, 2000])
    func hubsAnswerTheSameEdgesFromEitherEnd(consumers: Int) throws {
        // More than 256 edges out of one vertex make the walk look from their other ends, if there are fewer.
        let hub = (0..<consumers).map { "h>C\($0)" }
        let graph = TinyGraph((["s>J", "J>h", "h>K", "K>t", "h>M", "M>h"] + hub).joined(separator: " "))
        let up = "J>h K>t M>h h>K h>M s>J"
        #expect(try graph.walk("t", .upstream) == "t:0 K:1 h:1 J:2 M:2 s:2 | \(up)")
        let down = try graph.result("s", .downstream)
        #expect(down.totalNodes == 6 + consumers)
        #expect(down.totalEdges == 6 + consumers)
    }

    @Test func anUnknownStartIsLeftOut() throws {
        let graph = TinyGraph("a>J1")
        let result = try graph.graph.read(at: 1) { view in
            try view.walk(WalkRequest(starts: [99, .max], direction: .both, time: 0)) { _ in [] }
        }
        #expect(result.nodes.isEmpty)
    }
}
