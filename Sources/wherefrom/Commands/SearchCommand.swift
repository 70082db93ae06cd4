import ArgumentParser
import JSONBytes

struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find datasets, jobs and columns by name, description or tag.",
        discussion: """
            Examples:
              wherefrom search orders
              wherefrom search "customer email" --type dataset --format json
            """)

    @Argument(help: ArgumentHelp("Words to look for.", valueName: "words"))
    var words: [String]

    @Option(help: ArgumentHelp("Only this kind of thing: dataset, job or column.", valueName: "type"))
    var type: String?

    @Option(help: ArgumentHelp("Only in this namespace.", valueName: "namespace"))
    var namespace: String?

    @Option(help: ArgumentHelp("At most this many results.", valueName: "results"))
    var limit = 20

    @Option(help: "How to print the answer.")
    var format = RowsFormat.table

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit takes 1 to 10000 results.") }
    }

    func run() async throws {
        let request = APIRequest(
            "GET", "/api/v2/search",
            query: [
                ("q", words.joined(separator: " ")), ("limit", "\(limit)"), ("type", type), ("namespace", namespace),
            ])
        try await connection.withClient { client in
            let answer = try await client.answer(request)
            if format == .json {
                Console.write(answer.body + [0x0A])
                return
            }
            let root = try client.parse(answer.body).root
            Console.print(lines(root, style: Console.style))
            if root["results"]?.count ?? 0 == 0 { throw ExitCode(CommandFailure.Code.negative.rawValue) }
        }
    }

    func lines(_ root: JSONValue, style: TerminalStyle) -> [String] {
        let results = root["results"].map { Array($0.elements) } ?? []
        let rows = results.map { result in
            [
                result["type"]?.string?.lowercased() ?? "", result["namespace"]?.string ?? "",
                result["name"]?.string ?? "", Self.matches(result), result["updatedAt"]?.string ?? "",
                result["nodeId"]?.string ?? "",
            ]
        }
        if format == .csv {
            let header = ["type", "namespace", "name", "matched", "updatedAt", "nodeId"]
            return [CSVWriter.line(header)] + rows.map(CSVWriter.line)
        }
        guard !rows.isEmpty else {
            return ["Nothing is called or described like \"\(TerminalText.escape(words.joined(separator: " ")))\"."]
        }
        var table = TextTable([
            .init(title: "type"), .init(title: "namespace", widthMax: 40), .init(title: "name", widthMax: 60),
            .init(title: "matched", widthMax: 50), .init(title: "updated"),
        ])
        for row in rows { table.append(Array(row.dropLast())) }
        let total = root["total"]?.int64 ?? Int64(rows.count)
        let shown = total > rows.count ? "\(rows.count) of \(total) results" : Completeness.count(total, "result")
        return table.lines(style: style) + ["", style.dim(shown)]
    }

    private static func matches(_ result: JSONValue) -> String {
        let parts = result["matched"]?.elements.map { match in
            [match["field"]?.string, match["text"]?.string].compactMap { $0 }.joined(separator: ": ")
        }
        return (parts ?? []).joined(separator: "; ")
    }
}
