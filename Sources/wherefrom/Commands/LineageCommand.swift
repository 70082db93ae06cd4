import ArgumentParser
import JSONBytes

struct LineageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lineage",
        abstract: "Show where something came from and what depends on it.",
        discussion: """
            NODE is a node id (dataset:NAMESPACE:NAME, job:NAMESPACE:NAME, run:ID,
            datasetField:NAMESPACE:DATASET:COLUMN) or a name by itself; the server finds
            what it means and the answer says how.

            Examples:
              wherefrom lineage analytics.orders
              wherefrom lineage dataset:s3://raw:orders.csv --direction downstream
              wherefrom lineage analytics.orders --columns --as-of 2026-03-01T00:00:00Z
              wherefrom lineage analytics.orders --format dot | dot -Tsvg > orders.svg

            The last line of the table says what the answer does not know.
            """)

    enum Direction: String, ExpressibleByArgument, CaseIterable {
        case upstream, downstream, both

        var trees: [LineageTree.Direction] {
            switch self {
            case .upstream: [.upstream]
            case .downstream: [.downstream]
            case .both: [.upstream, .downstream]
            }
        }
    }

    enum Collapse: String, ExpressibleByArgument, CaseIterable {
        case none, parents
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, dot, mermaid, csv
    }

    @Argument(help: ArgumentHelp("What to start from.", valueName: "node"))
    var node: String

    @Option(help: "Which way to walk.")
    var direction = Direction.both

    @Option(help: ArgumentHelp("How many jobs far, 1 to 1000.", valueName: "jobs"))
    var depth = 20

    @Option(help: ArgumentHelp("At most this many nodes, nearest first.", valueName: "nodes"))
    var limit = 10_000

    @Flag(help: "Walk columns instead of whole datasets.")
    var columns = false

    @Option(
        help: ArgumentHelp(
            "Lineage as it was at this instant (event time), such as 2026-03-01T00:00:00Z.", valueName: "instant"))
    var asOf: String?

    @Option(help: "With 'parents', show child jobs as their topmost parent.")
    var collapse = Collapse.none

    @Option(help: "How to print the answer.")
    var format = Format.table

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (1...1_000).contains(depth) else { throw ValidationError("--depth takes 1 to 1000 jobs.") }
        guard limit > 0 else { throw ValidationError("--limit takes a positive number of nodes.") }
    }

    var request: APIRequest {
        APIRequest(
            "GET", "/api/v2/lineage",
            query: [
                ("nodeId", node), ("direction", direction.rawValue), ("depth", "\(depth)"), ("limit", "\(limit)"),
                ("columns", columns ? "true" : nil), ("asOf", asOf),
                ("collapse", collapse == .parents ? "parents" : nil),
            ])
    }

    func run() async throws {
        try await connection.withClient { client in
            let answer = try await client.answer(request)
            if format == .json {
                Console.write(answer.body + [0x0A])
                return
            }
            Console.print(render(LineageAnswer(try client.parse(answer.body).root), style: Console.style))
        }
    }

    func render(_ answer: LineageAnswer, style: TerminalStyle) -> [String] {
        switch format {
        case .table, .json: table(answer, style)
        case .dot: DOTWriter.lines(answer)
        case .mermaid: MermaidWriter.lines(answer)
        case .csv: CSVWriter.lines(answer)
        }
    }

    private func table(_ answer: LineageAnswer, _ style: TerminalStyle) -> [String] {
        var lines: [String] = []
        if let resolved = answer.resolved, resolved.as != node {
            let text = "\(resolved.asked) was taken as \(resolved.as) (\(resolved.how))"
            lines += [style.dim(TerminalText.escape(text)), ""]
        }
        lines += LineageTree(answer).lines(asked: node, directions: direction.trees, style: style)
        lines.append("")
        for gap in answer.completeness.gaps.prefix(10) {
            lines.append(style.yellow("gap: ") + TerminalText.escape(gap.message.isEmpty ? gap.kind : gap.message))
        }
        let more = answer.completeness.gaps.count - 10
        if more > 0 { lines.append("… and \(more) more gaps (--format json lists them)") }
        lines.append(style.dim(answer.completeness.line))
        return lines
    }
}
