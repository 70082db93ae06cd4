import ArgumentParser
import JSONBytes
import OpenLineage

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Try it: a server with three days of a small transport company's lineage in it.",
        discussion: """
            Starts a server on this machine with a database that is thrown away at the
            end, loads the bundled events (26 jobs of Airflow, Spark, dbt, Flink, Python
            and cron), prints its address and a first answer, and serves until it is
            interrupted. With --url or --database the events are loaded there instead.

            Examples:
              wherefrom demo
              wherefrom demo --port 5050
              wherefrom demo --url http://127.0.0.1:5000
            """)

    @Option(help: ArgumentHelp("Port of the demo server; 0 takes a free one.", valueName: "port"))
    var port = 5_000

    @Flag(help: "End after the first answer.")
    var once = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535.") }
    }

    func run() async throws {
        if connection.url != nil || connection.database != nil {
            try await connection.withClient(writes: true) { try await load(into: $0) }
            return
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "wherefrom-demo-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure("Cannot make a folder for the demo's database in \(folder.path()).")
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = try ServeSettings(
            flags: [
                "port": "\(port)", "host": "127.0.0.1", "database": "sqlite:\(folder.path())/demo.db",
                "log-level": "warning",
            ], environment: [:], file: nil)
        let isOnce = once
        try await ServerLauncher.run(settings) { url in
            let transport = try HTTPTransport(url: url, apiKey: nil, timeoutSeconds: 60)
            do {
                try await load(into: APIClient(transport: transport))
                await transport.close()
            } catch {
                await transport.close()
                throw error
            }
            if !isOnce { Console.print(["", "Stop it with Ctrl-C; what it holds is then gone."]) }
            return isOnce ? .stop : .keepServing
        }
    }

    private func load(into client: APIClient) async throws {
        let now = EventTime(nanoseconds: Int64(Date().timeIntervalSince1970) * 1_000_000_000)
        var splitter = EventSplitter()
        var sender = BatchSender(client: client)
        try await splitter.consume(DemoStory.events(now: now)) { try await sender.add($0, from: "demo") }
        try await splitter.finish { try await sender.add($0, from: "demo") }
        try await sender.flush()
        for line in sender.summary.rejectionLines { Console.note(line) }
        Console.print([
            "Loaded three days at Meridian, an invented operator of buses and trams: \(sender.summary.line).", "",
            "Where do the trip delays come from?", "",
        ])
        let question = try LineageCommand.parse([DemoStory.question, "--direction", "upstream"])
        let answer = try await client.document(question.request)
        Console.print(question.render(LineageAnswer(answer.root), style: Console.style))
        let place = client.transport.place
        let option = place.hasPrefix("http") ? "--url \(place)" : "--database \(place)"
        Console.print([
            "", "The same by hand:", "  wherefrom lineage \(DemoStory.question) --direction upstream \(option)",
            "  wherefrom search delay \(option)",
        ])
        if place.hasPrefix("http") { Console.print(["", "The server is at \(place)"]) }
    }
}
