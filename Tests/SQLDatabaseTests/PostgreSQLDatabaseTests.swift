import TestDatabases
import Testing

@testable import SQLDatabase

/// What only the driver for PostgreSQL does: servers that are missing, refuse, restart.
@Suite(.enabled(if: PrivatePostgreSQL.isInstalled)) struct PostgreSQLDatabaseTests {
    private func kind(_ error: (any Error)?) -> String {
        guard let error = error as? DatabaseError else { return "\(String(describing: error))" }
        return String("\(Mirror(reflecting: error).children.first?.label ?? "")")
    }

    private func open(_ address: String, readers: Int = 1) throws -> PostgreSQLDatabase {
        var options = PostgreSQLOptions()
        options.readers = readers
        return try PostgreSQLDatabase(address: address, options: options)
    }

    @Test func aServerThatIsNotThereIsToldWithItsAddress() throws {
        let error = failure { try open("postgres://somebody:secret@127.0.0.1:1/books?application_name=x") }
        #expect(kind(error) == "unreachable")
        let words = String(reflecting: try #require(error))
        #expect(words.contains("postgres://somebody@127.0.0.1:1/books"))
        #expect(!words.contains("secret"))
        #expect(!"\(try #require(error))".contains("127.0.0.1"))
    }

    @Test(arguments: [
        ("postgres://[::1/x", "cannotOpen"), ("postgres://host/x?no_such_option=1", "cannotOpen"),
        ("postgres://127.0.0.1:notaport/x", "cannotOpen"),
    ])
    func anAddressThatCannotBeReadIsRefusedWithoutItsWords(_ address: String, _ expected: String) {
        let error = failure { try open(address) }
        #expect(kind(error) == expected)
        #expect((error as? DatabaseError)?.description.contains("notaport") == false)
    }

    @Test func aMissingDatabaseAndAnUnknownUserAreRefusals() throws {
        let server = try PrivatePostgreSQL.shared()
        for option in ["dbname=no_such_database", "user=nobody_here"] {
            #expect(kind(failure { try open(server.address(option)) }) == "refused")
        }
    }

    @Test func aServerThatTakesNoWritesIsReadOnly() throws {
        let server = try PrivatePostgreSQL.shared()
        let address = server.address("options=-cdefault_transaction_read_only%3Don")
        #expect(kind(failure { try open(address) }) == "readOnly")
        let reader = try PostgreSQLDatabase(address: address, options: PostgreSQLOptions(access: .readOnly))
        #expect(try reader.withReader { try $0.first("SELECT 1") { $0.int(0) } } == 1)
        reader.close()
    }

    @Test func aServerThatDoesNotWriteDurablyIsRefused() throws {
        let server = try PrivatePostgreSQL.shared()
        #expect(kind(failure { try open(server.address("options=-csynchronous_commit%3Doff")) }) == "notDurable")
    }

    @Test func optionsOfTheAddressReachTheServer() throws {
        let server = try PrivatePostgreSQL.shared()
        let database = try open(server.address("application_name=golden", "options=-cwork_mem%3D5MB"))
        let found = try database.withReader { connection in
            try connection.rows("SELECT current_setting('application_name'), current_setting('work_mem')") {
                [$0.text(0), $0.text(1)]
            }
        }
        #expect(found == [["golden", "5MB"]])
        database.close()
    }

    @Test func aStatementThatTakesTooLongIsInterrupted() async throws {
        var options = PostgreSQLOptions()
        options.statementMilliseconds = 100
        let database = try PostgreSQLDatabase(address: PrivatePostgreSQL.shared().address(), options: options)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { try $0.first("SELECT pg_sleep(20)") { _ in } }
        }
        #expect(kind(error) == "interrupted")
        #expect(try await database.read { try $0.first("SELECT 1") { $0.int(0) } } == 1)
        database.close()
    }

    @Test func moreConnectionsThanTheServerHasAreToldAsThat() throws {
        let server = try PrivatePostgreSQL(settings: ["max_connections=5", "superuser_reserved_connections=0"])
        defer { server.kill() }
        let databases = try (0..<2).map { _ in try open(server.address()) }
        #expect(kind(failure { _ = try (0..<2).map { _ in try open(server.address()) } }) == "tooManyConnections")
        for database in databases { database.close() }
    }

    @Test func sessionsThatTheServerEndedAreMadeAnew() async throws {
        let server = try PrivatePostgreSQL.shared()
        let address = try await server.emptyDatabase()
        let database = try open("\(address)&application_name=ended", readers: 2)
        try await database.write { try $0.execute("CREATE TABLE item (id BIGINT PRIMARY KEY)") }
        let other = try open(server.address())
        for round in 1...3 {
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.run("INSERT INTO item (id) VALUES (0)")
                    _ = try other.withReader { connection in
                        try connection.rows(
                            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'ended'"
                        ) { $0.int(0) }
                    }
                    try connection.run("INSERT INTO item (id) VALUES (-1)")
                }
            }
            #expect(kind(error) == "unreachable")
            // What was idle is noticed and replaced without a failure.
            for _ in 1...3 { #expect(try await database.itemCount() == Int64(round - 1)) }
            try await database.write { try $0.run("INSERT INTO item (id) VALUES (?1)", SQLValue(round)) }
        }
        #expect(try await database.itemCount() == 3)
        other.close()
        database.close()
    }

    @Test func aCommitThatNoStandbyConfirmedIsNotAcknowledged() async throws {
        let server = try PrivatePostgreSQL(settings: ["wal_level=replica", "max_wal_senders=2"])
        defer { server.kill() }
        let database = try open(server.address("application_name=unconfirmed"))
        let administration = try open(server.address())
        try await database.write { try $0.execute("CREATE TABLE item (id BIGINT PRIMARY KEY)") }
        try await administration.writeWithoutTransaction { connection in
            try connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
            _ = try connection.first("SELECT pg_reload_conf()") { $0.int(0) }
        }
        // Once the server has read the setting, a commit waits for a standby that there is not; somebody ends the wait.
        let attempts = Monitor(0)
        async let written: Void = {
            for id in 1...10_000 {
                attempts.withLock { $0 = id }
                try await database.write { try $0.run("INSERT INTO item (id) VALUES (?1)", SQLValue(id)) }
                try await Task.sleep(for: .milliseconds(5))
            }
        }()
        var isCancelled = false
        while !isCancelled {
            isCancelled = try await administration.read { connection in
                try connection.first(
                    """
                    SELECT pg_cancel_backend(pid) FROM pg_stat_activity
                    WHERE application_name = 'unconfirmed' AND wait_event = 'SyncRep'
                    """
                ) { $0.int(0) == 1 } ?? false
            }
        }
        var error: (any Error)?
        do { try await written } catch let caught { error = caught }
        #expect(kind(error) == "unconfirmed")
        // It is there, but only here.
        #expect(try await database.itemCount() == Int64(attempts.withLock { $0 }))
        administration.close()
        database.close()
    }

    @Test func afterAServerIsGoneAttemptsFailAtOnceAndInPauses() async throws {
        let server = try PrivatePostgreSQL(settings: [])
        let database = try open(server.address())
        server.kill()
        for _ in 1...200 {
            let error = await #expect(throws: DatabaseError.self) { try await database.itemCount() }
            #expect(kind(error) == "unreachable")
        }
        // Each attempt doubles the pause, so that few of the calls are attempts, however long they take here.
        #expect((1..<30).contains(database.connector.failures))
        database.close()
    }

    @Test(arguments: [
        (
            "SELECT ?1, ?2 WHERE a = '?3' AND \"?4\" = ?12", "SELECT $1, $2 WHERE a = '?3' AND \"?4\" = $3",
            "0 1 . . . . . . . . . 2"
        ),
        ("SELECT 'it''s ?1' -- ?2\n, ?3, ?1, ?3", "SELECT 'it''s ?1' -- ?2\n, $1, $2, $1", "1 . 0"), ("?", "?", ""),
        ("'open ?1", "'open ?1", ""), ("CAST('a' AS BLOB)", "CAST('a' AS BYTEA)", ""),
    ])
    func queriesAreSpelledAnew(_ text: String, _ expected: String, _ positions: String) {
        let found = PostgreSQLText(text)
        #expect(found.sql == expected)
        #expect(found.positions.map { $0.map(String.init) ?? "." }.joined(separator: " ") == positions)
    }

    @Test func numbersOfAnySizeAreRead() throws {
        let database = try open(PrivatePostgreSQL.shared().address())
        let cases: [(String, SQLValue)] = [
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)), ("0", 0),
            ("10000", 10_000), ("-123456789", -123_456_789), ("1.5", .real(1.5)), ("-0.00025", .real(-0.00025)),
            ("9223372036854775808", .real(9_223_372_036_854_775_808)), ("100000000", 100_000_000),
        ]
        for (text, expected) in cases {
            let found = try database.withReader { connection in
                let statement = try connection.prepare("SELECT CAST('\(text)' AS NUMERIC)")
                #expect(try statement.step())
                return statement.value(0)
            }
            #expect(found == expected)
        }
        database.close()
    }
}
