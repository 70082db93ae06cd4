import JSONBytes
import MetadataCatalog
import SQLDatabase
import WherefromServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Makes a database anew from its own log, beside it, and puts it in its place when it is complete.
///
/// The writer's lock of the database is held meanwhile. Interrupted at any moment, the old file is as it was.
struct Rebuild {
    let path: String

    struct Outcome: Equatable {
        var records: Int64
        /// Of the catalog before; nil if it could not be read, or was folded by other rules.
        var before: Digest256?
        var after: Digest256
        /// Where the old database was left because the digests differ.
        var kept: String?
    }

    private var newPath: String { path + ".rebuild" }

    /// - Parameter progress: called with records done and in all.
    /// - Throws: ``CommandFailure``, ``DatabaseError``, ``CatalogError``; the database is unharmed then.
    func run(progress: (Int64, Int64) async -> Void) async throws -> Outcome {
        let source = try SQLiteDatabase(path: path, options: SQLiteOptions(access: .readWrite))
        var isOpen = true
        defer { if isOpen { source.close() } }
        removeNew()
        do {
            let before = await digest(of: source)
            let replay = try LogReplay(from: source)
            let head = try replay.head()
            let catalog = try await Catalog.open(SQLiteDatabase(path: newPath))
            let after: Digest256
            do {
                let newHead = try await replay.run(into: catalog) { await progress($0, head.seq) }
                guard newHead == head else {
                    throw CommandFailure(
                        "The new log does not end like the old one; nothing was changed.",
                        hint: "`wherefrom verify` says whether the old log is whole.", code: .negative)
                }
                try await KeyCopy.run(from: source, to: catalog.database)
                after = try await catalog.read { try CatalogDigest.compute($0) }
                catalog.close()
            } catch {
                catalog.close()
                throw error
            }
            source.close()
            isOpen = false
            let kept = before == nil || before == after ? nil : path + ".before-rebuild"
            try exchange(keeping: kept)
            removeNew()
            return Outcome(records: head.seq, before: before, after: after, kept: kept)
        } catch {
            removeNew()
            throw error
        }
    }

    /// A catalog that is damaged or of another fold version is what a rebuild is for.
    private func digest(of database: any SQLBackend) async -> Digest256? {
        guard let catalog = try? await Catalog.open(database) else { return nil }
        return try? await catalog.read { try CatalogDigest.compute($0) }
    }

    /// Both databases are closed, so that neither has a write-ahead log; one left behind would be read into the new file.
    private func exchange(keeping kept: String?) throws {
        for file in [path, newPath] where FileManager.default.fileExists(atPath: file + "-wal") {
            throw CommandFailure("\(TerminalText.escape(file)) is still open somewhere; nothing was changed.")
        }
        if let kept, link(path, kept) != 0, errno != EEXIST {
            throw CommandFailure(
                "The old database cannot be kept as \(TerminalText.escape(kept)); nothing was changed.")
        }
        guard rename(newPath, path) == 0 else {
            throw CommandFailure("The new database cannot be put in place: \(SystemError.text(errno)).")
        }
    }

    private func removeNew() {
        for suffix in ["", "-wal", "-shm", ".lock"] { unlink(newPath + suffix) }
    }
}
