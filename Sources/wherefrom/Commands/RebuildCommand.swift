import ArgumentParser
import JSONBytes
import MetadataCatalog

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Fold the log anew into an empty catalog.",
        discussion: """
            Everything but the log is a function of the log. A rebuild makes the catalog
            from nothing beside the old one, compares the digests, and puts the new one
            in its place. No server may hold the file meanwhile; there must be room for
            a second copy. If the rebuild is interrupted, the old catalog stays.

            Example: wherefrom rebuild --database sqlite:wherefrom.db
            """)

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard connection.database != nil else {
            throw ValidationError(
                "A rebuild works on a file that no server holds: name it with --database sqlite:FILE.")
        }
    }

    func run() async throws {
        guard let path = try DatabaseAddress(connection.database ?? "").path else {
            throw CommandFailure(
                "A rebuild works on files only.",
                hint:
                    "Fold a PostgreSQL database anew by copying it: wherefrom copy --from … --to … (docs/reference/cli.md)."
            )
        }
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure("There is no database \(TerminalText.escape(path)).")
        }
        let line = ProgressLine()
        let outcome: Rebuild.Outcome
        do {
            outcome = try await Rebuild(path: path).run { done, total in
                line.update("folded \(done) of \(total) records")
            }
        } catch {
            line.clear()
            throw error
        }
        line.clear()
        Console.print(Self.lines(outcome))
        if outcome.kept != nil { throw ExitCode(CommandFailure.Code.negative.rawValue) }
    }

    static func lines(_ outcome: Rebuild.Outcome) -> [String] {
        var lines = [
            "\(Completeness.count(outcome.records, "record")) folded anew", "digest \(outcome.after.hex)",
        ]
        if let kept = outcome.kept {
            lines.append(
                "the digest was \(outcome.before?.hex ?? "") before: the old catalog was not what its log says")
            lines.append("the old database is kept as \(TerminalText.escape(kept))")
        } else if outcome.before == nil {
            lines.append("the old catalog could not be compared (damaged, or folded by other rules)")
        } else {
            lines.append("the same as before")
        }
        return lines
    }
}
