internal import CLibPQ

/// A connection string of libpq, with the settings that we add where it leaves them open.
struct PostgreSQLAddress: Sendable {
    /// `postgres://user@host:port/database`, for logs and errors: no password, no options.
    let location: String
    /// Parameters of libpq by keyword.
    let parameters: [String: String]

    /// - Parameter text: `postgres://…` or `postgresql://…`, with any option of libpq as a query parameter.
    /// - Throws: ``DatabaseError``, such as `cannotOpen` for text that libpq does not understand.
    init(_ text: String) throws {
        let pq = try LibPQ.load(for: "postgres://").functions
        var message: UnsafeMutablePointer<CChar>?
        guard let options = pq.conninfoParse(text, &message) else {
            // The words of libpq repeat parts of the text, which may hold a password.
            pq.freemem(message)
            throw DatabaseError.cannotOpen(.init(path: "postgres://", message: "the address cannot be read"))
        }
        defer { pq.conninfoFree(options) }
        var parameters: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        location = Self.location(parameters)
        self.parameters = Self.withDefaults(parameters)
    }

    private static func location(_ parameters: [String: String]) -> String {
        let user = parameters["user"].map { "\($0)@" } ?? ""
        let host = parameters["host"] ?? parameters["hostaddr"] ?? ""
        let port = parameters["port"].map { ":\($0)" } ?? ""
        let database = parameters["dbname"] ?? parameters["service"] ?? ""
        return "postgres://\(user)\(host)\(port)/\(database)"
    }

    /// A server that vanished without a word must be noticed within seconds, not hours.
    private static func withDefaults(_ given: [String: String]) -> [String: String] {
        var parameters = [
            "fallback_application_name": "wherefrom", "connect_timeout": "10", "keepalives_idle": "10",
            "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "30000",
        ]
        // Of several hosts the one that takes writes is meant, also for reading: what was written is read next.
        let hosts = given["host"] ?? given["hostaddr"] ?? ""
        if hosts.contains(",") { parameters["target_session_attrs"] = "read-write" }
        parameters.merge(given) { _, given in given }
        parameters["client_encoding"] = "UTF8"
        return parameters
    }

    /// Calls `body` with the arrays that `PQconnectdbParams` takes.
    func withCParameters<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) throws -> Result
    ) rethrows -> Result {
        var text: [CChar] = []
        var offsets: [(Int, Int)] = []
        for (keyword, value) in parameters {
            offsets.append((text.count, text.count + keyword.utf8.count + 1))
            text += Array(keyword.utf8CString) + Array(value.utf8CString)
        }
        return try text.withUnsafeBufferPointer { text in
            let keywords = offsets.map { text.baseAddress.map { [offset = $0.0] in $0 + offset } } + [nil]
            let values = offsets.map { text.baseAddress.map { [offset = $0.1] in $0 + offset } } + [nil]
            return try keywords.withUnsafeBufferPointer { keywords in
                try values.withUnsafeBufferPointer { values in
                    guard let keywords = keywords.baseAddress, let values = values.baseAddress else {
                        preconditionFailure("both arrays end with nil, so neither is empty")
                    }
                    return try body(keywords, values)
                }
            }
        }
    }
}
