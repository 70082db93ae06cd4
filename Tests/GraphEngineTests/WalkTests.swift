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

    @Test func anUnknownStartIsLeftOut() throws {
        let graph = TinyGraph("a>J1")
        let result = try graph.graph.read(at: 1) { view in
            try view.walk(WalkRequest(starts: [99, .max], direction: .both, time: 0)) { _ in [] }
        }
        #expect(result.nodes.isEmpty)
    }
}
