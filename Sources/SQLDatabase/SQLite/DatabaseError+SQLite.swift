internal import CSQLite

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension DatabaseError {
    /// The error for a result code of SQLite.
    static func sqlite(_ code: Int32, connection: OpaquePointer?, path: String, sql: String? = nil) -> DatabaseError {
        // A result that comes from the binding functions is not recorded in the connection.
        let isRecorded = connection.map { sqlite3_errcode($0) & 0xff == code & 0xff } ?? false
        let extended = isRecorded ? sqlite3_extended_errcode(connection) : code
        let words = isRecorded ? sqlite3_errmsg(connection) : sqlite3_errstr(code)
        let message = words.map { String(cString: $0) } ?? ""
        let detail = Detail(path: path, code: Int(extended), message: message, sql: sql)
        switch code & 0xff {
        case SQLITE_FULL: return .diskFull(detail)
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy(detail)
        case SQLITE_READONLY, SQLITE_PERM: return .readOnly(detail)
        case SQLITE_CORRUPT: return .corrupt(detail)
        case SQLITE_NOTADB: return .notADatabase(detail)
        case SQLITE_CANTOPEN: return .cannotOpen(detail)
        case SQLITE_CONSTRAINT: return .constraint(detail)
        case SQLITE_TOOBIG: return .tooLong(detail)
        case SQLITE_INTERRUPT: return .interrupted(detail)
        case SQLITE_IOERR: return isOutOfSpace(connection) ? .diskFull(detail) : .inputOutput(detail)
        default: return .statement(detail)
        }
    }

    /// Some failing calls (growing the shared-memory file, for one) report a full disk as an input/output error.
    private static func isOutOfSpace(_ connection: OpaquePointer?) -> Bool {
        guard let connection else { return false }
        let number = sqlite3_system_errno(connection)
        return number == ENOSPC || number == EDQUOT
    }
}
