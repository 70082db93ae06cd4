import TestDatabases
import Testing

@testable import SQLDatabase

private struct Refused: Error {}

private let first = Migration("0001-first") { words in
    "CREATE TABLE first (id \(words.integerPrimaryKey)); CREATE TABLE pair (a \(words.bytesType), b "
        + "\(words.integerType), PRIMARY KEY (a, b)) \(words.clusteredTable)"
}
private let second = Migration("0002-second") { connection in
    try connection.execute("CREATE TABLE second (id \(connection.dialect.integerPrimaryKey))")
    try connection.run("INSERT INTO first (id) VALUES (7)")
}
private let failing = Migration("0003-failing") { connection in
    try connection.execute("CREATE TABLE third (id \(connection.dialect.integerPrimaryKey))")
    throw Refused()
}

/// What migrations do on every database.
@Suite struct MigratorContractTests {
    private func migrate(_ database: any SQLBackend, _ migrations: Migration...) async throws -> [String] {
        let migrator = Migrator(migrations)
        return try await database.writeWithoutTransaction { try migrator.migrate($0) }
    }

    private func tables(_ database: any SQLBackend) async throws -> [String] {
        try await database.read { connection in
            try connection.rows(connection.dialect.tableNames) { $0.text(0) }.sorted()
        }
    }

    @Test(arguments: TestDatabase.available)
    func stepsAreTakenOnceAndInOrder(_ backend: TestDatabase) async throws {
        let database = try await backend.open()
        #expect(try await migrate(database, first) == ["0001-first"])
        #expect(try await migrate(database, first) == [])
        #expect(try await migrate(database, first, second) == ["0002-second"])
        #expect(try await migrate(database, first, second) == [])
        #expect(try await tables(database) == ["first", "pair", "schema_migration", "second"])
        let names = try await database.read { connection in
            try connection.rows("SELECT name FROM schema_migration ORDER BY position") { $0.text(0) }
        }
        #expect(names == ["0001-first", "0002-second"])
        try await database.read { try Migrator([first, second]).check($0) }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func aFailingStepLeavesTheDatabaseAsItWas(_ backend: TestDatabase) async throws {
        let database = try await backend.open()
        _ = try await migrate(database, first)
        await #expect(throws: Refused.self) { try await migrate(database, first, second, failing) }
        #expect(try await tables(database) == ["first", "pair", "schema_migration"])
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func aNewerVersionIsRefusedByName(_ backend: TestDatabase) async throws {
        let database = try await backend.open()
        _ = try await migrate(database, first, second)
        let error = await #expect(throws: DatabaseError.self) { try await migrate(database, first) }
        guard case .newerVersion(let detail, ["0002-second"]) = error else {
            Issue.record("expected newerVersion, got \(String(describing: error))")
            return
        }
        #expect(!detail.fileName.isEmpty)
        #expect(error?.description.contains("newer version") == true)
        await #expect(throws: DatabaseError.self) {
            try await database.read { try Migrator([first]).check($0) }
        }
        #expect(try await tables(database).contains("second"))
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func anOlderVersionIsToldToReaders(_ backend: TestDatabase) async throws {
        let database = try await backend.open()
        for _ in 1...2 {
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { try Migrator([first, second]).check($0) }
            }
            guard case .olderVersion(_, let missing) = error else {
                Issue.record("expected olderVersion, got \(String(describing: error))")
                continue
            }
            #expect(missing.last == "0002-second")
            _ = try await migrate(database, first)
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func theTablesOfAnotherProgramAreLeftAlone(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        let error = await #expect(throws: DatabaseError.self) { try await migrate(database, first) }
        guard case .foreign = error else {
            Issue.record("expected foreign, got \(String(describing: error))")
            return
        }
        #expect(try await tables(database) == ["item"])
        database.close()
    }
}
