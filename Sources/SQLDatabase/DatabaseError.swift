/// What went wrong in a database, told so that a person knows what is unharmed and what to do.
///
/// `description` is safe for logs and clients: neither SQL, nor bound values, nor directories. `debugDescription` adds
/// the SQL text and the words of the database.
package enum DatabaseError: Error, Equatable, Sendable {
    /// No room on the disk (or the size limit of the database is reached).
    case diskFull(Detail)
    /// Another process writes to this database and holds the lock file; its process id if it left one.
    case lockedByAnotherProcess(Detail, processID: Int?)
    /// A lock of the database was not released within the busy timeout.
    case busy(Detail)
    /// The file, its directory or the connection does not allow writing.
    case readOnly(Detail)
    /// The content of the file is damaged.
    case corrupt(Detail)
    /// The file is something else than a database.
    case notADatabase(Detail)
    /// The database belongs to another program: it has tables, but none of ours.
    case foreign(Detail)
    /// The file cannot be opened or created.
    case cannotOpen(Detail)
    /// Reading or writing the disk failed.
    case inputOutput(Detail)
    /// The database was written by a newer version; the migrations that this program does not know.
    case newerVersion(Detail, unknown: [String])
    /// The database must be upgraded first, which a read-only connection cannot do.
    case olderVersion(Detail, missing: [String])
    /// The database does not give the durability that we promise (write-ahead log, full synchronisation).
    case notDurable(Detail)
    /// A rule of a table was violated.
    case constraint(Detail)
    /// A value or statement is longer than the database allows.
    case tooLong(Detail)
    /// The running query was interrupted from outside.
    case interrupted(Detail)
    /// More work is waiting than the queue takes.
    case overloaded(Detail)
    /// The library that talks to PostgreSQL is not installed, or too old.
    case clientLibraryMissing(Detail)
    /// The database server cannot be reached, or went away; what was not committed is undone.
    case unreachable(Detail)
    /// The server does not let this user in, or has no such database.
    case refused(Detail)
    /// The server has no connection left.
    case tooManyConnections(Detail)
    /// The server is older than what we support.
    case serverTooOld(Detail)
    /// A commit was not confirmed: it may be there, but not everywhere that it was asked to be.
    case unconfirmed(Detail)
    /// The database has been closed.
    case closed(Detail)
    /// Any other failure of a statement, such as SQL that does not parse: a fault of this program.
    case statement(Detail)

    /// Where it happened, for debugging.
    package struct Detail: Equatable, Sendable {
        /// The path of the database as it was opened.
        package var path: String
        /// The result code of the database; 0 if the error is our own.
        package var code: Int
        /// The words of the database; may name tables and columns.
        package var message: String
        /// The SQL text with its placeholders; never bound values.
        package var sql: String?

        package init(path: String, code: Int = 0, message: String = "", sql: String? = nil) {
            self.path = path
            self.code = code
            self.message = message
            self.sql = sql
        }

        /// Whether the database is behind a connection, not in a file.
        package var isServer: Bool { path.hasPrefix("postgres://") }

        /// The last component of the path, which may be shown to clients.
        package var fileName: String { path.split(separator: "/").last.map(String.init) ?? path }
    }
}

extension DatabaseError {
    package var detail: Detail {
        switch self {
        case .diskFull(let detail), .lockedByAnotherProcess(let detail, _), .busy(let detail), .readOnly(let detail),
            .corrupt(let detail), .notADatabase(let detail), .foreign(let detail), .cannotOpen(let detail),
            .inputOutput(let detail), .newerVersion(let detail, _), .olderVersion(let detail, _),
            .notDurable(let detail), .constraint(let detail), .tooLong(let detail), .interrupted(let detail),
            .overloaded(let detail), .clientLibraryMissing(let detail), .unreachable(let detail), .refused(let detail),
            .tooManyConnections(let detail), .serverTooOld(let detail), .unconfirmed(let detail), .closed(let detail),
            .statement(let detail):
            detail
        }
    }

    /// Whether the same call may succeed later without anybody repairing anything by hand in the database.
    package var isTemporary: Bool {
        switch self {
        case .diskFull, .busy, .interrupted, .overloaded, .inputOutput, .unreachable, .tooManyConnections, .unconfirmed:
            true
        default: false
        }
    }
}
