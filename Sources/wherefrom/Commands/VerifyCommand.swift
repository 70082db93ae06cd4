import ArgumentParser
import JSONBytes

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the chain of hashes over the whole log.",
        discussion: """
            Every record of the log carries a hash over itself and the record before it.
            The first record that does not fit is named, and the exit code is 1.

            Example: wherefrom verify --database sqlite:wherefrom.db
            """)

    @Option(help: "How to print the answer.")
    var format = AnswerFormat.table

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let answer = try await client.answer(APIRequest("GET", "/api/v2/verify"))
            let root = try client.parse(answer.body).root
            let isGood = root["ok"]?.bool ?? false
            if format == .json {
                Console.write(answer.body + [0x0A])
            } else {
                Console.print(lines(root, style: Console.style))
            }
            if !isGood { throw ExitCode(CommandFailure.Code.negative.rawValue) }
        }
    }

    func lines(_ root: JSONValue, style: TerminalStyle) -> [String] {
        let records = Completeness.count(root["records"]?.int64 ?? 0, "record")
        let head = TerminalText.escape(root["head"]?.string ?? "")
        if root["ok"]?.bool == true {
            return ["\(style.green("✓")) \(records), chain unbroken", "head \(head)"]
        }
        let broken = root["firstBroken"]
        let position = broken?["seq"]?.int64.map { "\($0)" } ?? "unknown"
        let reason = TerminalText.escape(broken?["reason"]?.string ?? "no reason given")
        return [
            "\(style.red("✗")) the chain is broken at record \(position) of \(records): \(reason)",
            "Records before it are as they were written. Compare with a backup or an export to see what changed.",
        ]
    }
}
