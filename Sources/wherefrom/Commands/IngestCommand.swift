import ArgumentParser

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Load OpenLineage events from files, folders, standard input or a running Marquez.",
        discussion: """
            Takes newline-delimited JSON, JSON arrays, files of one event, and any of
            them gzipped; folders are read recursively, sorted by path (.json, .jsonl,
            .ndjson, .log, each also with .gz). Events that are there already are
            counted as duplicates and change nothing, so that repeating an ingest is
            safe.

            Examples:
              wherefrom ingest events.ndjson
              wherefrom ingest exports/ more.json.gz
              zcat events.gz | wherefrom ingest -
              wherefrom ingest events.ndjson --database sqlite:wherefrom.db
              wherefrom ingest --from-marquez http://marquez:5000

            Exit code 1 when an event was rejected; the first 20 are listed with file,
            line and reason.
            """)

    @Argument(help: ArgumentHelp("Files and folders to read; - is standard input.", valueName: "path"))
    var paths: [String] = []

    @Option(
        help: ArgumentHelp(
            "Copy the events of a running Marquez, oldest first. Events that are present already are skipped.",
            valueName: "url"))
    var fromMarquez: String?

    @Option(help: ArgumentHelp("API key for that Marquez, if it wants one.", valueName: "key"))
    var marquezKey: String?

    @Flag(help: "With --from-marquez: start over instead of where the last import stopped.")
    var restart = false

    @Flag(name: .shortAndLong, help: "No progress, only the result.")
    var quiet = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if fromMarquez != nil && !paths.isEmpty {
            throw ValidationError("Give either paths or --from-marquez.")
        }
        if fromMarquez == nil && paths.isEmpty {
            throw ValidationError(
                "Nothing to load: give files or folders, - for standard input, or --from-marquez URL.")
        }
        if paths.filter({ $0 == "-" }).count > 1 { throw ValidationError("Standard input can be read only once.") }
    }

    func run() async throws {
        let progress = ProgressLine(isShown: !quiet && Console.errorIsTerminal)
        let summary = try await connection.withClient(writes: true) { client in
            if let fromMarquez {
                return try await importMarquez(fromMarquez, into: client, progress)
            }
            return try await load(InputFiles.expand(paths), into: client, progress)
        }
        for line in summary.rejectionLines { Console.note(line) }
        Console.print(summary.line)
        if summary.rejected > 0 { throw ExitCode(CommandFailure.Code.negative.rawValue) }
    }

    private func load(
        _ files: InputFiles, into client: APIClient, _ progress: ProgressLine
    ) async throws -> IngestSummary {
        if files.skipped > 0, !quiet {
            Console.note("\(Completeness.count(Int64(files.skipped), "file")) left out: not named like events.")
        }
        var sender = BatchSender(client: client)
        do {
            for path in files.paths {
                let source = try ByteSource(path: path)
                var splitter = EventSplitter()
                while true {
                    let chunk = try source.next()
                    if chunk.isEmpty { break }
                    try await splitter.consume(chunk) { try await sender.add($0, from: source.name) }
                    progress.update("\(source.name) — \(sender.summary.line)")
                }
                try await splitter.finish { try await sender.add($0, from: source.name) }
            }
            try await sender.flush()
        } catch let failure as CommandFailure {
            progress.clear()
            // What was acknowledged before the failure is kept, and worth telling.
            if sender.summary.total > 0 { Console.note("before the failure: \(sender.summary.line)") }
            throw failure
        }
        progress.clear()
        return sender.summary
    }

    private func importMarquez(
        _ url: String, into client: APIClient, _ progress: ProgressLine
    ) async throws -> IngestSummary {
        let source = try HTTPTransport(url: url, apiKey: marquezKey, timeoutSeconds: connection.timeout)
        let state = MarquezImport.defaultStateFile(
            source: source.place, target: client.transport.place, environment: ProcessInfo.processInfo.environment)
        if restart, let state { try? FileManager.default.removeItem(atPath: state) }
        var work = MarquezImport(source: APIClient(transport: source), target: client, stateFile: state)
        do {
            let summary = try await work.run(progress)
            await source.close()
            return summary
        } catch {
            progress.clear()
            await source.close()
            throw error
        }
    }
}
