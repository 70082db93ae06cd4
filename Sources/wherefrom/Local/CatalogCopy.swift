import JSONBytes
import MetadataCatalog
import SQLDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Folds the log of one database into another that is empty, and compares the two.
struct CatalogCopy {
    let from: DatabaseAddress
    let to: DatabaseAddress

    struct Outcome: Equatable {
        var records: Int64
        /// Of both.
        var digest: Digest256
    }

    /// - Parameter progress: called with records done and in all.
    /// - Throws: ``CommandFailure``, ``DatabaseError``, ``CatalogError``; the source is as it was in any case.
    func run(progress: (Int64, Int64) async -> Void) async throws -> Outcome {
        if let path = from.path, !FileManager.default.fileExists(atPath: path) {
            throw CommandFailure("There is no database \(TerminalText.escape(path)).")
        }
        guard from != to else { throw CommandFailure("Source and target are the same database.") }
        let source = try await Catalog.open(Composition.open(from, .readOnly))
        defer { source.close() }
        let target = try await Catalog.open(Composition.open(to, .readWrite))
        defer { target.close() }
        guard try await target.read({ try $0.logHead().seq }) == 0 else {
            throw CommandFailure(
                "\(TerminalText.escape(to.shown)) holds a catalog already.",
                hint: "Nothing was changed; name an empty one.")
        }
        let replay = try LogReplay(from: source.database)
        let total = try replay.head().seq
        let head = try await replay.run(into: target) { await progress($0, total) }
        guard try replay.head() == head else {
            throw CommandFailure(
                "The source was written to meanwhile; the copy is not complete.",
                hint: "Stop the servers that write to it, and copy into an empty database again.")
        }
        try await KeyCopy.run(from: source.database, to: target.database)
        let digests = (
            try await source.read { try CatalogDigest.compute($0) },
            try await target.read { try CatalogDigest.compute($0) }
        )
        guard digests.0 == digests.1 else {
            throw CommandFailure(
                "The digests differ: \(digests.0.hex) in the source, \(digests.1.hex) in the copy.",
                hint: "The old catalog was not what its log says; `wherefrom doctor` and `verify` look closer.",
                code: .negative)
        }
        return Outcome(records: head.seq, digest: digests.0)
    }
}
