import ArgumentParser
import JSONBytes

struct DigestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Print the digest of everything that events reported.",
        discussion: """
            Two stores that were given the same events, in any order and any number of
            times, print the same digest, as long as their fold versions agree.

            Example: wherefrom digest --url http://127.0.0.1:5000
            """)

    @Flag(help: "Compute the digest anew from the catalog instead of reading the one that is kept up to date.")
    var full = false

    @Option(help: "How to print the answer.")
    var format = AnswerFormat.table

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let answer = try await client.answer(
                APIRequest("GET", "/api/v2/digest", query: [("full", full ? "true" : nil)]))
            if format == .json {
                Console.write(answer.body + [0x0A])
                return
            }
            let root = try client.parse(answer.body).root
            let version = root["foldVersion"]?.int64.map { "\($0)" } ?? "?"
            Console.print("\(TerminalText.escape(root["digest"]?.string ?? "?"))  fold version \(version)")
        }
    }
}
