import ArgumentParser
import JSONBytes
import MetadataCatalog
import SQLDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct CopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy a catalog into another, empty database.",
        discussion: """
            Every record of the log is folded anew in the target, so the copy proves itself:
            its log ends with the same hash, and its digest is the same. Keys are copied
            too. Stop the servers that write to the source first.

            Examples:
              wherefrom copy --from sqlite:wherefrom.db --to postgres://wherefrom@db/wherefrom
              wherefrom copy --from postgres://wherefrom@db/wherefrom --to sqlite:copy.db
            """)

    @Option(help: ArgumentHelp("Database to read: sqlite:FILE or postgres://…", valueName: "database"))
    var from: String

    @Option(help: ArgumentHelp("Empty database to write: sqlite:FILE or postgres://…", valueName: "database"))
    var to: String

    func run() async throws {
        let line = ProgressLine()
        let copy = CatalogCopy(from: try DatabaseAddress(from), to: try DatabaseAddress(to))
        let outcome: CatalogCopy.Outcome
        do {
            outcome = try await copy.run { done, total in line.update("copied \(done) of \(total) records") }
        } catch {
            line.clear()
            throw error
        }
        line.clear()
        Console.print([
            "\(Completeness.count(outcome.records, "record")) copied", "digest \(outcome.digest.hex), the same in both",
        ])
    }
}
