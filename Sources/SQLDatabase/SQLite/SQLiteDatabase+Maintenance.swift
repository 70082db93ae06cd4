internal import CSQLite

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Sizes of a database file.
package struct SQLiteStatistics: Sendable, Equatable {
    /// Bytes of a page.
    package var pageSize: Int
    /// Pages of the database, free ones included.
    package var pages: Int
    /// Pages that deleted rows left, used again by later writes.
    package var freePages: Int
    /// Bytes of the database file.
    package var fileBytes: Int
    /// Bytes of the write-ahead log beside it.
    package var logBytes: Int
}

/// What a checkpoint did.
package struct SQLiteCheckpoint: Sendable, Equatable {
    /// Whether everything was copied; false if a reader still needed the log.
    package var isComplete: Bool
    /// Pages in the write-ahead log.
    package var logPages: Int
    /// Pages of the log that are now in the database file.
    package var copiedPages: Int
}

extension SQLiteDatabase {
    /// The sizes of the files, as of now.
    package func statistics() async throws -> SQLiteStatistics {
        try await onReaderThread { [path] readers, ticket in
            try readers.read { connection in
                try ticket.run(connection) {
                    SQLiteStatistics(
                        pageSize: Int(try connection.pragma("page_size") ?? 0),
                        pages: Int(try connection.pragma("page_count") ?? 0),
                        freePages: Int(try connection.pragma("freelist_count") ?? 0),
                        fileBytes: fileSize(path), logBytes: fileSize("\(path)-wal"))
                }
            }
        }
    }

    package func footprint() async throws -> DatabaseFootprint {
        let statistics = try await statistics()
        return DatabaseFootprint(
            bytes: statistics.fileBytes + statistics.logBytes, durability: ["synchronous": "full"])
    }

    /// Copies the write-ahead log into the database file.
    ///
    /// - Parameter isTruncating: also waits (up to the busy timeout) for readers that need the log, then empties it.
    /// - Throws: ``DatabaseError``; nothing that was committed is lost.
    @discardableResult
    package func checkpoint(isTruncating: Bool = false) async throws -> SQLiteCheckpoint {
        let mode = isTruncating ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
        return try await onWriterThread { connection in
            var logPages: Int32 = 0
            var copiedPages: Int32 = 0
            let result = sqlite3_wal_checkpoint_v2(connection.handle, nil, mode, &logPages, &copiedPages)
            guard result == SQLITE_OK || result & 0xff == SQLITE_BUSY else {
                throw DatabaseError.sqlite(result, connection: connection.handle, path: connection.path)
            }
            return SQLiteCheckpoint(
                isComplete: result == SQLITE_OK && copiedPages == logPages, logPages: Int(logPages),
                copiedPages: Int(copiedPages))
        }
    }

    /// Looks for damage in the file.
    ///
    /// - Parameter isThorough: also compares every index with its table, which takes several times as long.
    /// - Returns: what was found, at most 100 lines in SQLite's words; empty if the file is sound.
    package func integrityProblems(isThorough: Bool = true) async throws -> [String] {
        try await onReaderThread { readers, ticket in
            try readers.read { connection in
                try ticket.run(connection) { try connection.integrityProblems(isThorough: isThorough) }
            }
        }
    }
}

extension SQLiteConnection {
    func integrityProblems(isThorough: Bool) throws -> [String] {
        let lines = try rows(isThorough ? "PRAGMA integrity_check(100)" : "PRAGMA quick_check(100)") { $0.text(0) }
        return lines == ["ok"] ? [] : lines
    }
}

/// Bytes of a file; 0 if there is none.
private func fileSize(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
}
