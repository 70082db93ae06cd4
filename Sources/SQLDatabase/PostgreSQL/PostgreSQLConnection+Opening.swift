extension PostgreSQLConnection {
    /// The oldest server that we support.
    static let serverVersionMin = 140_000

    /// Connects, checks the server and sets up the session.
    ///
    /// - Throws: ``DatabaseError``, such as `serverTooOld`, `readOnly` or `notDurable`.
    static func open(
        _ address: PostgreSQLAddress, _ options: PostgreSQLOptions, isWriter: Bool
    ) throws -> PostgreSQLConnection {
        let wire = try PostgreSQLWire(address)
        guard wire.serverVersion >= serverVersionMin else {
            throw DatabaseError.serverTooOld(wire.detail(message: "version \(wire.serverVersion / 10_000)"))
        }
        let connection = PostgreSQLConnection(wire)
        try connection.execute(
            """
            SET statement_timeout = \(options.statementMilliseconds);
            SET lock_timeout = \(options.lockMilliseconds);
            SET idle_in_transaction_session_timeout = \(options.idleTransactionMilliseconds);
            """)
        if isWriter { try connection.assertDurable() }
        return connection
    }

    /// The settings that decide what a commit survives, by name; those that the server does not have are missing.
    func durabilitySettings() throws -> [String: String] {
        let pairs = try rows(
            """
            SELECT name, setting FROM pg_settings WHERE name IN
                ('synchronous_commit', 'synchronous_standby_names', 'fsync')
            """
        ) { ($0.text(0), $0.text(1)) }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    private func assertDurable() throws {
        let settings = try durabilitySettings()
        let isReadOnly = try first("SELECT current_setting('transaction_read_only')") { $0.text(0) == "on" }
        if isReadOnly == true {
            throw DatabaseError.readOnly(wire.detail(message: "the server takes no writes"))
        }
        for name in ["synchronous_commit", "fsync"] where settings[name] == "off" {
            throw DatabaseError.notDurable(wire.detail(message: "\(name) is off"))
        }
    }
}
