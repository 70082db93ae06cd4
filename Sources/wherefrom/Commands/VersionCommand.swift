import ArgumentParser
import JSONBytes

struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version of this program and, when asked, of a server.",
        discussion: "Example: wherefrom version --url http://127.0.0.1:5000")

    @Option(help: "How to print the answer.")
    var format = AnswerFormat.table

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        var server: (version: String, fold: Int64)?
        if connection.url != nil || connection.database != nil {
            server = try await connection.withClient { client in
                let root = try await client.document(APIRequest("GET", "/api/v2/status")).root
                return (root["version"]?.string ?? "unknown", root["foldVersion"]?.int64 ?? 0)
            }
        }
        switch format {
        case .table:
            Console.print("wherefrom \(ProgramVersion.current)")
            if let server {
                Console.print("server \(TerminalText.escape(server.version)), fold version \(server.fold)")
            }
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("version", ProgramVersion.current)
            if let server {
                writer.key("server")
                writer.beginObject()
                writer.member("version", server.version)
                writer.member("foldVersion", server.fold)
                writer.endObject()
            }
            writer.endObject()
            Console.write(writer.bytes + [0x0A])
        }
    }
}
