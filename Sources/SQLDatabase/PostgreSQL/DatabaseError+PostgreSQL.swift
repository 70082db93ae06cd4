internal import CLibPQ

extension DatabaseError {
    /// The error of a statement.
    ///
    /// Only the primary message is kept: the detail that PostgreSQL adds quotes values.
    /// Source: https://www.postgresql.org/docs/14/errcodes-appendix.html
    static func postgreSQL(_ result: OpaquePointer, _ pq: LibPQ, _ detail: Detail) -> DatabaseError {
        func field(_ code: Int) -> String {
            pq.functions.resultErrorField(result, Int32(code)).map { String(cString: $0) } ?? ""
        }
        let state = field(WHEREFROM_PG_DIAG_SQLSTATE)
        var detail = detail
        detail.message = "\(field(WHEREFROM_PG_DIAG_MESSAGE_PRIMARY)) (SQLSTATE \(state))"
        return postgreSQL(state: state, detail)
    }

    static func postgreSQL(state: String, _ detail: Detail) -> DatabaseError {
        switch state {
        case "53100": return .diskFull(detail)
        case "53300": return .tooManyConnections(detail)
        case "25006": return .readOnly(detail)
        case "42501": return .readOnly(detail)
        case "57014": return .interrupted(detail)
        case "40001", "40P01", "55P03", "53200", "53000", "53400": return .busy(detail)
        case "28000", "28P01", "3D000": return .refused(detail)
        case "XX001", "XX002": return .corrupt(detail)
        case "58030": return .inputOutput(detail)
        default: break
        }
        switch state.prefix(2) {
        case "23": return .constraint(detail)
        case "54": return .tooLong(detail)
        case "08", "57": return .unreachable(detail)
        default: return .statement(detail)
        }
    }

    /// The error of an attempt to connect.
    ///
    /// libpq tells it in words only; servers send them in their own language, so that what is not recognised is simply
    /// unreachable, with the words.
    static func postgreSQL(connecting words: String, location: String) -> DatabaseError {
        let detail = Detail(path: location, message: oneLine(words))
        let signs: [(String, (Detail) -> DatabaseError)] = [
            ("too many clients", DatabaseError.tooManyConnections),
            ("too many connections", DatabaseError.tooManyConnections),
            ("remaining connection slots", DatabaseError.tooManyConnections),
            ("password authentication failed", DatabaseError.refused), ("no password supplied", DatabaseError.refused),
            ("no pg_hba.conf entry", DatabaseError.refused), ("authentication failed", DatabaseError.refused),
            ("does not exist", DatabaseError.refused), ("not permitted to log in", DatabaseError.refused),
            ("permission denied for database", DatabaseError.refused),
            ("session is read-only", DatabaseError.readOnly), ("invalid connection option", DatabaseError.cannotOpen),
            ("invalid integer value", DatabaseError.cannotOpen), ("invalid sslmode", DatabaseError.cannotOpen),
        ]
        let sign = signs.first { sign in
            // A missing socket file "does not exist" in other words.
            detail.message.contains(sign.0) && !detail.message.contains("No such file or directory")
        }
        return sign.map { $0.1(detail) } ?? .unreachable(detail)
    }

    static func oneLine(_ words: String) -> String {
        words.split(whereSeparator: \.isNewline).map { line in
            String(line.drop { $0 == " " || $0 == "\t" })
        }.joined(separator: "; ")
    }
}
