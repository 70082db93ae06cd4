import ArgumentParser
import JSONBytes
import SQLDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database into a file, also while a server writes to it.",
        discussion: """
            The copy is the database as it was at one moment, and a database itself:
            serve it, or ask it with --database. Without --database the server is asked
            where its file is, which works on the server's own machine. The target must
            not exist.

            Examples:
              wherefrom backup /backups/wherefrom-monday.db
              wherefrom backup copy.db --database sqlite:wherefrom.db
            """)

    @Argument(help: ArgumentHelp("File to write.", valueName: "file"))
    var target: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let source = try await sourcePath()
        guard FileManager.default.fileExists(atPath: source) else {
            throw CommandFailure(
                "There is no database file \(TerminalText.escape(source)) on this machine.",
                hint: "Run the backup where the server runs, or name the file with --database sqlite:FILE.")
        }
        guard !FileManager.default.fileExists(atPath: target) else {
            throw CommandFailure(
                "\(TerminalText.escape(target)) exists already.",
                hint: "A backup never overwrites: choose another name.")
        }
        let database = try SQLiteDatabase(path: source, options: SQLiteOptions(access: .readOnly))
        let progress = BackupProgress()
        let copied = try await database.backup(to: target) { progress.update($0) }
        progress.clear()
        let bytes = Int64(copied.pages) * Int64(copied.pageSize)
        Console.print("copied \(TerminalText.escape(source)) to \(TerminalText.escape(target)) (\(bytes) bytes)")
    }

    private static let onlyFiles = CommandFailure(
        "This backup copies a SQLite file.",
        hint:
            "Back up PostgreSQL with its own tools, such as pg_dump or pg_basebackup, or copy the catalog into a file: "
            + "wherefrom copy --from postgres://… --to sqlite:FILE.")

    private func sourcePath() async throws -> String {
        if let database = connection.database {
            guard let path = try DatabaseAddress(database).path else { throw Self.onlyFiles }
            return path
        }
        return try await connection.withClient { client in
            let root = try await client.document(APIRequest("GET", "/api/v2/status")).root
            if root["database"]?["kind"]?.string == "postgresql" { throw Self.onlyFiles }
            guard let path = root["database"]?["path"]?.string else {
                throw CommandFailure("The server at \(client.transport.place) does not say where its database is.")
            }
            return path
        }
    }
}

/// Shows the progress that the database reports from its own thread; calls come one at a time.
private final class BackupProgress: @unchecked Sendable {
    private let line = ProgressLine()

    func update(_ state: SQLiteBackupProgress) {
        line.update("copied \(state.copiedPages) of \(state.pages) pages")
    }

    func clear() { line.clear() }
}
