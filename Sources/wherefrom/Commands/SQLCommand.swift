import ArgumentParser
import JSONBytes
import SQLLineage

struct SQLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Tell what SQL text reads and writes, down to columns, without a server.",
        discussion: """
            FILE is a file, a folder (its .sql files become one graph) or - for standard
            input. Nothing is run and nothing is sent anywhere.

            Example: wherefrom sql --dialect snowflake models/
            """)

    @Argument(help: "Files or folders with SQL, or - for standard input.")
    var files: [String] = []

    @Option(help: "The dialect, such as postgres, snowflake, bigquery, tsql; ansi if nothing is said.")
    var dialect = "ansi"

    @Option(help: "JSON file with the columns of tables: {\"schema.table\": [\"a\", \"b\"]}.", completion: .file())
    var schema: String?

    @Option(help: "What qualifies names without schema: SCHEMA or CATALOG.SCHEMA.")
    var defaultSchema: String?

    @Option(help: "How to print the answer.")
    var format = SQLFormat.table

    @Option(help: "Namespace of the datasets and jobs in --format openlineage.")
    var namespace = "sql"

    @Flag(help: "Also look for mistakes: unused common tables, SELECT * into a table, and the like.")
    var lint = false

    @Option(help: "Read cases (one JSON object a line) and print one result a line.", completion: .file())
    var cases: String?

    @Option(name: .customLong("repeat"), help: "With --cases: analyse each case so many times and tell the time.")
    var repetitions = 1

    func validate() throws {
        guard cases != nil || !files.isEmpty else {
            throw ValidationError("Name a file, a folder or - for standard input.")
        }
        guard repetitions > 0 else { throw ValidationError("--repeat is at least 1.") }
    }

    func run() async throws {
        if let cases { return try SQLCaseRunner(path: cases, repetitions: repetitions).run() }
        guard let dialect = SQLDialect(name: dialect) else {
            throw CommandFailure(
                "There is no dialect \(TerminalText.escape(dialect)).",
                hint: "Known are \(SQLDialect.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let catalog = try schema.map(SQLSchemaFile.read) ?? SQLCatalog()
        var analyzer = SQLAnalyzer(dialect: dialect, catalog: catalog, defaults: defaults())
        analyzer.lints = lint
        let sources = try SQLSource.expand(files)
        let results = sources.map { SQLFileResult(source: $0, result: analyzer.analyze($0.text)) }
        try print(results)
        if lint, results.contains(where: { !$0.result.findings.isEmpty }) { throw ExitCode(1) }
    }

    private func defaults() -> SQLAnalyzer.Defaults {
        guard let defaultSchema else { return SQLAnalyzer.Defaults() }
        let parts = defaultSchema.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count == 2
            ? SQLAnalyzer.Defaults(catalog: parts[0], schema: parts[1])
            : SQLAnalyzer.Defaults(schema: parts.first)
    }

    private func print(_ results: [SQLFileResult]) throws {
        switch format {
        case .table: Console.print(SQLReport.lines(results))
        case .json:
            for result in results {
                var writer = JSONWriter()
                result.write(to: &writer)
                Console.write(writer.bytes + [0x0A])
            }
        case .dot: Console.print(DOTWriter.lines(SQLGraph.answer(results)))
        case .mermaid: Console.print(MermaidWriter.lines(SQLGraph.answer(results)))
        case .openlineage:
            for result in results {
                Console.write(SQLEvents.event(result, namespace: namespace) + [0x0A])
            }
        }
    }
}

/// How `sql` prints its answer.
enum SQLFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, dot, mermaid, openlineage
}

/// The lineage of one file.
struct SQLFileResult {
    var source: SQLSource
    var result: SQLLineageResult
}
