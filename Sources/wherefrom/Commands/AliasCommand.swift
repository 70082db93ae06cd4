import ArgumentParser
import JSONBytes

struct AliasCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alias",
        abstract: "See and decide which names mean the same dataset.",
        discussion: """
            Producers name the same table differently. Symlinks in events are applied as
            they come; what only looks alike is proposed with its reason, and applied
            when somebody accepts it.

            Examples:
              wherefrom alias list
              wherefrom alias accept 3
              wherefrom alias revoke 3
            """,
        subcommands: [List.self, Accept.self, Revoke.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List proposals and applied merges.")

        @Option(help: "How to print the answer.")
        var format = AnswerFormat.table

        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            try await connection.withClient { client in
                let proposals = try await client.answer(APIRequest("GET", "/api/v2/identities/proposals"))
                if format == .json {
                    Console.write(proposals.body + [0x0A])
                    return
                }
                let applied = try await client.document(APIRequest("GET", "/api/v2/identities"))
                let lines = AliasCommand.lines(
                    proposals: try client.parse(proposals.body).root, applied: applied.root, style: Console.style)
                Console.print(lines)
            }
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Apply a proposed merge.")

        @Argument(help: ArgumentHelp("Number of the proposal.", valueName: "id"))
        var id: String

        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            try await AliasCommand.decide(id, "accept", connection)
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take back an accepted merge, or refuse a proposal.")

        @Argument(help: ArgumentHelp("Number of the proposal.", valueName: "id"))
        var id: String

        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            try await AliasCommand.decide(id, "revoke", connection)
        }
    }

    private static func decide(_ id: String, _ verb: String, _ connection: ConnectionOptions) async throws {
        try await connection.withClient(writes: true) { client in
            let path = APIPath("/api/v2/identities/proposals", id, verb)
            let root = try await client.document(APIRequest("POST", path)).root
            let datasets = root["datasets"]?.elements.compactMap(FieldList.pair) ?? []
            Console.print(
                TerminalText.escape("\(root["state"]?.string ?? verb): \(datasets.joined(separator: " = "))"))
        }
    }

    static func lines(proposals: JSONValue, applied: JSONValue, style: TerminalStyle) -> [String] {
        var lines = [style.bold("Proposals")]
        var table = TextTable([
            .init(title: "id"), .init(title: "state"), .init(title: "score", alignment: .right),
            .init(title: "datasets", widthMax: 90), .init(title: "reason", widthMax: 80),
        ])
        for proposal in proposals["proposals"]?.elements.map({ $0 }) ?? [] {
            table.append(
                proposal["id"].flatMap(FieldList.text) ?? "", proposal["state"]?.string ?? "",
                proposal["score"].flatMap(FieldList.text) ?? "",
                (proposal["datasets"]?.elements.compactMap(FieldList.pair) ?? []).joined(separator: " = "),
                proposal["reason"]?.string ?? "")
        }
        lines += table.isEmpty ? ["  none"] : table.lines(style: style)
        lines += ["", style.bold("Applied")]
        var components = TextTable([
            .init(title: "canonical", widthMax: 60), .init(title: "also known as", widthMax: 90), .init(title: "by"),
        ])
        for component in applied["components"]?.elements.map({ $0 }) ?? [] {
            let canonical = FieldList.pair(component["canonical"]) ?? ""
            let others = (component["members"]?.elements.compactMap(FieldList.pair) ?? []).filter { $0 != canonical }
            let sources = Set(component["links"]?.elements.compactMap { $0["source"]?.string } ?? [])
            components.append(
                canonical, others.joined(separator: ", "), sources.sorted().joined(separator: ", "))
        }
        lines += components.isEmpty ? ["  none"] : components.lines(style: style)
        return lines
    }
}
