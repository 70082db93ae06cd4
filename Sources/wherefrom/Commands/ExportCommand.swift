import ArgumentParser

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the events to standard output, one a line.",
        discussion: """
            Any OpenLineage server takes the result. --full adds the commands of the log
            (tags, hides, rules), which only wherefrom understands; --raw writes the
            bytes as they were sent, which need not be valid JSON.

            Examples:
              wherefrom export > events.ndjson
              wherefrom export --full | gzip > everything.ndjson.gz
            """)

    @Flag(help: "Also the commands of the log.")
    var full = false

    @Flag(help: "The bytes of each event as they were sent.")
    var raw = false

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let request = APIRequest(
            "GET", "/api/v2/export", query: [("full", full ? "true" : nil), ("raw", raw ? "true" : nil)])
        try await connection.withClient { client in
            try await client.stream(request) { Console.write($0) }
        }
    }
}
