import ArgumentParser
import JSONBytes
import Testing

@testable import wherefrom

struct LineageOutputTests {
    static let answer = LineageAnswer(
        nodes: [
            .init(id: "dataset:w:raw", type: "dataset", kind: "table", namespace: "w", name: "raw", depth: 2),
            .init(id: "job:air:load", type: "job", namespace: "air", name: "load", depth: 1),
            .init(id: "dataset:w:orders", type: "dataset", kind: "table", namespace: "w", name: "orders"),
            .init(id: "job:air:mart", type: "job", namespace: "air", name: "mart", depth: 1),
            .init(id: "dataset:w:mart", type: "dataset", namespace: "w", name: "mart", depth: 1),
        ],
        edges: [
            .init(from: "dataset:w:orders", to: "job:air:mart", origin: "assumed"),
            .init(from: "dataset:w:raw", to: "job:air:load", origin: "column"),
            .init(from: "job:air:load", to: "dataset:w:orders", origin: "column"),
            .init(from: "job:air:mart", to: "dataset:w:mart", origin: "assumed"),
        ])

    @Test func treeShowsBothDirectionsAndOrigins() {
        let lines = LineageTree(Self.answer).lines(asked: "dataset:w:orders", directions: [.upstream, .downstream])
        #expect(
            lines == [
                "w / orders  (dataset, table)", "", "upstream",
                "  ◀─ job air / load  [column]", "    ◀─ w / raw       [column]", "", "downstream",
                "  ─▶ job air / mart  [assumed]", "    ─▶ w / mart      [assumed]",
            ])
    }

    @Test func columnsOfTheAskedDatasetHaveTheirOwnTrees() {
        func column(_ dataset: String, _ name: String) -> LineageAnswer.Node {
            .init(
                id: "datasetField:w:\(dataset):\(name)", type: "column", namespace: "w", name: name, dataset: dataset)
        }
        var answer = Self.answer
        answer.nodes += [column("orders", "id"), column("orders", "note"), column("raw", "key")]
        answer.edges.append(
            .init(
                from: "datasetField:w:raw:key", to: "datasetField:w:orders:id", origin: "column",
                transformations: ["DIRECT/IDENTITY"]))
        let lines = LineageTree(answer).lines(asked: "dataset:w:orders", directions: [.upstream])
        #expect(
            lines.suffix(5) == [
                "", "w / orders [id]  (column)", "", "upstream", "  ◀─ w / raw [key]  [column] DIRECT/IDENTITY",
            ])
        #expect(!lines.contains { $0.contains("note") })
    }

    @Test func edgesBetweenDatasetsAreDrawnThroughTheirJob() {
        var answer = Self.answer
        var direct = LineageAnswer.Edge(from: "dataset:w:raw", to: "dataset:w:orders", origin: "column")
        direct.job = "job:air:load"
        answer.edges.append(direct)
        let tree = LineageTree(answer).lines(asked: "dataset:w:orders", directions: [.upstream])
        #expect(tree == LineageTree(Self.answer).lines(asked: "dataset:w:orders", directions: [.upstream]))
        answer.edges.removeAll { $0.from == "job:air:load" }
        let alone = LineageTree(answer).lines(asked: "dataset:w:orders", directions: [.upstream])
        #expect(alone.last == "  ◀─ w / raw  [column] by air / load")
    }

    @Test func cyclesAndDiamondsAreShownOnce() {
        var answer = LineageAnswer(
            nodes: "abcd".map { .init(id: "\($0)", type: "dataset", namespace: "", name: "\($0)") })
        answer.edges = [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("d", "a")].map {
            .init(from: $0.0, to: $0.1, origin: "")
        }
        let lines = LineageTree(answer).lines(asked: "a", directions: [.downstream])
        #expect(lines.filter { $0.contains("─▶ a") } == ["      ─▶ a  (shown elsewhere)"])
        #expect(lines.filter { $0.contains("─▶ d") }.count == 2)
        #expect(lines.filter { $0.contains("shown elsewhere") }.count == 2)
    }

    @Test func aLadderOfDiamondsStaysSmallAndALongChainDoesNotOverflow() {
        var ladder = LineageAnswer()
        for level in 0..<1_000 {
            for side in ["l", "r"] {
                ladder.nodes.append(
                    .init(id: "\(side)\(level)", type: "dataset", namespace: "", name: "\(side)\(level)"))
                for next in ["l", "r"] {
                    ladder.edges.append(.init(from: "\(side)\(level)", to: "\(next)\(level + 1)", origin: ""))
                }
            }
        }
        let lines = LineageTree(ladder).lines(asked: "l0", directions: [.downstream])
        #expect(lines.count < 4_100)
        #expect(lines.allSatisfy { $0.utf8.count < 200 })
    }

    @Test func namesCannotBreakOutOfDOTOrMermaid() {
        var answer = LineageAnswer(nodes: [
            .init(id: "dataset:w:\"];evil\\", type: "dataset", namespace: "w", name: "\"];evil\\\n<b>#")
        ])
        answer.edges = [.init(from: "dataset:w:\"];evil\\", to: "job:x:y", origin: "assumed")]
        let dot = DOTWriter.lines(answer)
        #expect(dot.contains("  \"dataset:w:\\\"];evil\\\\\" [label=\"w / \\\"];evil\\\\\\\\n<b>#\" shape=cylinder];"))
        #expect(dot.contains { $0.contains("style=dashed") })
        let mermaid = MermaidWriter.lines(answer)
        #expect(mermaid[1] == "  n0[(\"w / #34;]#59;evil#92;#92;n#60;b#62;#35;\")]")
        #expect(mermaid.last == "  n0 -.-> n1")
    }

    @Test func csvHasARowForEachEdge() {
        let lines = CSVWriter.lines(Self.answer)
        #expect(lines.count == 5)
        #expect(lines[1] == "dataset:w:orders,job:air:mart,assumed,,,,")
    }

    @Test func completenessIsOneLine() throws {
        let json = """
            {"nodes":[{"id":"dataset:w:a","kind":"table","namespace":"w","name":"a","depth":0,"type":"dataset"}],"edges":[],
            "resolved":{"asked":"a","as":"dataset:w:a","how":"by name"},
            "completeness":{"asOf":"2026-03-01T00:00:00Z","logPosition":12,"logHead":"ab","nodes":1,"edges":0,
            "truncated":true,"assumed":2,"inferred":0,"pending":0,"unconfirmed":0,
            "gaps":[{"kind":"job-without-lineage","node":"job:x:y","message":"job y reports no datasets"}]}}
            """
        let answer = LineageAnswer(try JSONDocument(parsing: Array(json.utf8)).root)
        #expect(
            answer.completeness.line
                == "1 node, 0 edges · cut: raise --limit or lower --depth for the rest · 2 assumed · 1 known gap · "
                + "as of 2026-03-01T00:00:00Z · log position 12")
        let command = try LineageCommand.parse(["a", "--direction", "downstream"])
        let lines = command.render(answer, style: .plain)
        #expect(lines.first == "a was taken as dataset:w:a (by name)")
        #expect(lines.contains("gap: job y reports no datasets"))
        #expect(lines.contains("  nothing known"))
    }

    @Test func transformationsOfColumnsAreShown() throws {
        let json = """
            {"from":"a","to":"b","origin":"column","transformations":[{"type":"DIRECT","subtype":"IDENTITY","masking":false},
            {"type":"INDIRECT","subtype":null,"masking":true}]}
            """
        let edge = LineageAnswer.Edge(try JSONDocument(parsing: Array(json.utf8)).root)
        #expect(edge.transformations == ["DIRECT/IDENTITY", "INDIRECT (masked)"])
    }

    @Test func requestCarriesEveryOption() throws {
        let command = try LineageCommand.parse([
            "my table", "--columns", "--as-of", "2026-01-01T00:00:00+01:00", "--collapse", "parents", "--depth", "3",
        ])
        #expect(
            command.request.target
                == "/api/v2/lineage?nodeId=my%20table&direction=both&depth=3&limit=10000&columns=true"
                + "&asOf=2026-01-01T00%3A00%3A00%2B01%3A00&collapse=parents")
        #expect(throws: (any Error).self) { try LineageCommand.parse(["x", "--depth", "0"]) }
        #expect(throws: (any Error).self) { try LineageCommand.parse(["x", "--depth", "1001"]) }
    }
}
