import ArgumentParser
import JSONBytes

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Create, list and revoke API keys.",
        discussion: """
            A key is shown once, when it is created; only its hash is kept. The first
            key is made on the database file, before the server is started with
            --require-api-key; later ones by a key with the scope admin.

            Examples:
              wherefrom keys create ops --scope admin --scope read --database sqlite:wherefrom.db
              wherefrom keys create airflow --scope write --namespace 'airflow*'
              wherefrom keys revoke airflow
            """,
        subcommands: [Create.self, List.self, Revoke.self], defaultSubcommand: List.self)

    enum Scope: String, ExpressibleByArgument, CaseIterable {
        case read, write, admin
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Create a key and print it, once.")

        @Argument(help: ArgumentHelp("What to call the key, such as the producer that uses it.", valueName: "name"))
        var name: String

        @Option(help: ArgumentHelp("What the key allows; may be repeated.", valueName: "scope"))
        var scope: [Scope] = [.write]

        @Option(
            help: ArgumentHelp(
                "Write only to namespaces that match, with * for any text; may be repeated.", valueName: "pattern"))
        var namespace: [String] = []

        @Option(help: "How to print the answer.")
        var format = AnswerFormat.table

        @OptionGroup var connection: ConnectionOptions

        var body: [UInt8] {
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("name", name)
            writer.key("scopes")
            writer.beginArray()
            for scope in scope { writer.value(scope.rawValue) }
            writer.endArray()
            writer.key("namespaces")
            writer.beginArray()
            for pattern in namespace { writer.value(pattern) }
            writer.endArray()
            writer.endObject()
            return writer.bytes
        }

        func run() async throws {
            try await connection.withClient(writes: true) { client in
                let answer = try await client.answer(APIRequest("POST", "/api/v2/keys", body: body))
                if format == .json {
                    Console.write(answer.body + [0x0A])
                    return
                }
                guard let key = try client.parse(answer.body).root["key"]?.string else {
                    throw CommandFailure("The server created no key.")
                }
                // Only the key on standard output, so that a script can take it.
                Console.print(TerminalText.escape(key))
                Console.note("Keep it: it is not shown again. Clients send it as `Authorization: Bearer …`.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys, without their secrets.")

        @Option(help: "How to print the answer.")
        var format = AnswerFormat.table

        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            try await connection.withClient { client in
                let answer = try await client.answer(APIRequest("GET", "/api/v2/keys"))
                if format == .json {
                    Console.write(answer.body + [0x0A])
                    return
                }
                Console.print(Self.lines(try client.parse(answer.body).root, style: Console.style))
            }
        }

        static func lines(_ root: JSONValue, style: TerminalStyle) -> [String] {
            let keys = root["keys"].map { Array($0.elements) } ?? []
            guard !keys.isEmpty else { return ["There are no keys. `wherefrom keys create NAME` makes one."] }
            var table = TextTable("name", "scopes", "namespaces", "created", "last used", "revoked")
            for key in keys {
                let scopes = key["scopes"]?.elements.compactMap(\.string) ?? []
                let namespaces = key["namespaces"]?.elements.compactMap(\.string) ?? []
                table.append(
                    key["name"]?.string ?? "", scopes.joined(separator: ", "),
                    namespaces.isEmpty ? "any" : namespaces.joined(separator: ", "), key["created"]?.string ?? "",
                    key["lastUsed"]?.string ?? "never", key["revoked"]?.string ?? "")
            }
            return table.lines(style: style)
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key useless from now on.")

        @Argument(help: ArgumentHelp("Name of the key.", valueName: "name"))
        var name: String

        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            try await connection.withClient(writes: true) { client in
                _ = try await client.answer(APIRequest("DELETE", APIPath("/api/v2/keys", name)))
                Console.print("revoked \(TerminalText.escape(name))")
            }
        }
    }
}
