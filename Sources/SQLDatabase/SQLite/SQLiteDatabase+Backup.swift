internal import CSQLite

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// How far a backup has come.
package struct SQLiteBackupProgress: Sendable, Equatable {
    package var copiedPages: Int
    package var pages: Int
    /// Bytes of a page.
    package var pageSize: Int
}

extension SQLiteDatabase {
    /// Copies one state of the database, that of the call, to a new file, while others go on reading and writing.
    ///
    /// The copy is written to `<destination>.part`, made durable, and only then given its name, so that a file with that
    /// name is always a whole backup.
    /// - Parameters:
    ///   - destination: path of a file that does not exist yet.
    ///   - progress: called on another thread after each part, and at the end.
    /// - Throws: ``DatabaseError`` (about the destination, its `path` tells), or `CancellationError`; the database is
    ///   unharmed and the partial copy removed.
    @discardableResult
    package func backup(
        to destination: String, progress: (@Sendable (SQLiteBackupProgress) -> Void)? = nil
    ) async throws -> SQLiteBackupProgress {
        try await onReaderThread { readers, ticket in
            let part = "\(destination).part"
            guard access(destination, F_OK) != 0, access(part, F_OK) != 0 else {
                throw DatabaseError.cannotOpen(.init(path: destination, message: "the file exists already"))
            }
            do {
                let result = try readers.read { source in
                    try ticket.run(source) { try copy(source, to: part, ticket: ticket, progress: progress) }
                }
                try publish(part, as: destination)
                return result
            } catch {
                for suffix in ["", "-wal", "-shm", "-journal"] { unlink("\(part)\(suffix)") }
                throw error
            }
        }
    }
}

/// Pages between two looks at the clock of the caller: 8 MB at the default page size.
private let pagesPerPart: Int32 = 1024

private func copy(
    _ source: SQLiteConnection, to path: String, ticket: ReadTicket,
    progress: (@Sendable (SQLiteBackupProgress) -> Void)?
) throws -> SQLiteBackupProgress {
    let target = try SQLiteConnection(path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    // A first read pins the state: the copy would otherwise begin anew whenever somebody commits.
    let pageSize = Int(try source.pragma("page_size") ?? 0)
    _ = try source.rows(source.dialect.tableNames) { $0.text(0) }
    // The copy counts only under its final name, and is made durable before it gets that.
    try target.execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF")
    guard let backup = sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
        throw DatabaseError.sqlite(sqlite3_errcode(target.handle), connection: target.handle, path: path)
    }
    var state = SQLiteBackupProgress(copiedPages: 0, pages: 0, pageSize: pageSize)
    var result = SQLITE_OK
    while result == SQLITE_OK, !ticket.isCancelled {
        result = sqlite3_backup_step(backup, pagesPerPart)
        state.pages = Int(sqlite3_backup_pagecount(backup))
        state.copiedPages = state.pages - Int(sqlite3_backup_remaining(backup))
        progress?(state)
    }
    let final = sqlite3_backup_finish(backup)
    guard result == SQLITE_DONE, final == SQLITE_OK else {
        if result == SQLITE_OK { throw CancellationError() }
        throw DatabaseError.sqlite(result == SQLITE_DONE ? final : result, connection: target.handle, path: path)
    }
    return state
}

/// Makes the file at `part` durable and gives it its name.
private func publish(_ part: String, as destination: String) throws {
    let failure = DatabaseError.inputOutput(.init(path: destination, message: "cannot make the copy durable"))
    try synchronise(part, failure)
    // A link, unlike a renaming, never replaces a file that somebody else made meanwhile.
    guard link(part, destination) == 0 else {
        throw DatabaseError.cannotOpen(.init(path: destination, message: "error \(errno) of link"))
    }
    unlink(part)
    let directory = destination.lastIndex(of: "/").map { String(destination[...$0]) } ?? "."
    try synchronise(directory, failure)
}

private func synchronise(_ path: String, _ failure: DatabaseError) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure }
}
