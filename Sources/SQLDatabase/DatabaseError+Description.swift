extension DatabaseError: CustomStringConvertible, CustomDebugStringConvertible {
    /// What happened, what is unharmed, what to do; one or more whole sentences.
    package var description: String {
        let name = "The database \(detail.fileName)"
        return switch self {
        case .diskFull:
            "There is no room left for \(lowercased(name)). Everything stored before is unharmed; the last change was "
                + "undone. Free space on its disk, then try again."
        case .lockedByAnotherProcess(_, let processID):
            "\(name) is being written by another process\(processID.map { " (process id \($0))" } ?? ""). Nothing was "
                + "changed. Stop that process first, or choose another database."
        case .busy:
            "\(name) stayed locked by somebody else for too long. Nothing was changed. Try again; if it stays so, find "
                + "the program that keeps it locked."
        case .readOnly where detail.isServer:
            "\(name) cannot be written: its server is a standby or read-only, or this user may not write. Nothing was "
                + "changed. Choose the primary server, or a user with the right to write."
        case .readOnly:
            "\(name) cannot be written. Nothing was changed. Give this user the right to write the file and its "
                + "directory."
        case .corrupt:
            "\(name) is damaged. Nothing more was written to it. Keep a copy of the file, then restore the last backup."
        case .notADatabase:
            "The file \(detail.fileName) is not a database. Nothing was changed. Check the path."
        case .foreign:
            "\(name) belongs to another program. Nothing was changed. Choose another path."
        case .cannotOpen where detail.isServer:
            "The address of the database cannot be read. Nothing was changed. Use "
                + "postgres://USER@HOST:PORT/DATABASE, with options of libpq as query parameters."
        case .cannotOpen:
            "\(name) cannot be opened. Nothing was changed. Check that its directory exists and that this user may "
                + "read and write it."
        case .inputOutput:
            "Reading or writing \(lowercased(name)) failed (\(detail.message), code \(detail.code)). Everything stored before is unharmed as far as the disk "
                + "keeps it; the last change was undone. Check the disk."
        case .newerVersion(_, let unknown):
            "\(name) was written by a newer version of this program (it knows \(unknown.joined(separator: ", "))). "
                + "Nothing was changed. Use that version, or a backup from before the upgrade."
        case .olderVersion(_, let missing):
            "\(name) was written by an older version of this program and must be upgraded first (it lacks "
                + "\(missing.joined(separator: ", "))). Nothing was changed. Start the server once with it."
        case .notDurable where detail.isServer:
            "\(name) does not write durably. Nothing was changed. Set synchronous_commit and fsync of the server to on."
        case .notDurable:
            "\(name) cannot be written durably where it is. Nothing was changed. Put it on a local disk."
        case .constraint: "A rule of \(lowercased(name)) was violated. The change was undone."
        case .tooLong: "A value is too long for \(lowercased(name)). The change was undone."
        case .interrupted: "A query of \(lowercased(name)) was interrupted. Nothing was changed."
        case .overloaded: "Too much work is waiting for \(lowercased(name)). Nothing was changed. Try again later."
        case .clientLibraryMissing:
            "The client library of PostgreSQL (libpq, version 14 or newer) is not on this machine. Nothing was changed. "
                + "Install it: the package libpq5 on Debian and Ubuntu."
        case .unreachable:
            "The server of \(lowercased(name)) cannot be reached. Nothing was changed. Check that it runs and that host "
                + "and port are right; this program goes on by itself when it is back."
        case .refused:
            "The server refuses \(lowercased(name)). Nothing was changed. Check user, password, the name of the database "
                + "and what pg_hba.conf allows."
        case .tooManyConnections:
            "The server of \(lowercased(name)) has no connection left. Nothing was changed. Raise its max_connections or "
                + "stop other programs; this program tries again by itself."
        case .serverTooOld:
            "The server of \(lowercased(name)) is too old. Nothing was changed. Use PostgreSQL 14 or newer."
        case .unconfirmed:
            "\(name) did not confirm the last change on every disk that it should be on. It may have happened or not: "
                + "send it again, what is there already is recognised."
        case .closed: "\(name) has been closed. Nothing was changed."
        case .statement:
            "A statement for \(lowercased(name)) failed. The change was undone. This is a fault of the program."
        }
    }

    package var debugDescription: String {
        var text = "\(description) [path: \(detail.path), code: \(detail.code), message: \(detail.message)"
        if let sql = detail.sql { text += ", SQL: \(sql)" }
        return text + "]"
    }

    private func lowercased(_ name: String) -> String { "t" + name.dropFirst() }
}
