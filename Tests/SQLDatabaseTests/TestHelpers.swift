import TestDatabases

@testable import SQLDatabase

extension TestDatabase {
    /// Opens an empty database with the table `item (id, name, size, note, weight)`.
    func openWithItems() async throws -> any SQLBackend {
        let database = try await open()
        try await database.write { connection in
            let words = connection.dialect
            try connection.execute(
                """
                CREATE TABLE item (
                    id \(words.integerPrimaryKey), name \(words.bytesType), size \(words.integerType),
                    note \(words.textType), weight \(words.realType));
                CREATE UNIQUE INDEX item_name ON item (name)
                """)
        }
        return database
    }
}

extension SQLBackend {
    func itemCount() async throws -> Int64? {
        try await read { try $0.itemCount() }
    }
}

extension SQLConnection {
    func itemCount() throws -> Int64? {
        try first("SELECT count(*) FROM item") { $0.int(0) }
    }
}

/// Lets a test and the threads of a database wait for each other.
final class Phase: Sendable {
    private let reached = Monitor(0)

    func reach(_ phase: Int) {
        reached.withLock { $0 = max($0, phase) }
        reached.broadcast()
    }

    /// Blocks; for the threads of a database.
    func wait(for phase: Int) { reached.wait { $0 >= phase ? () : nil } }

    /// For test tasks, which must not block.
    func waitAsync(for phase: Int) async throws {
        while reached.withLock({ $0 }) < phase { try await Task.sleep(for: .milliseconds(1)) }
    }
}

/// What `body` throws; nil if it returns.
///
/// For closures that run on a thread of a database: `#expect(throws:)` nested in closures makes the compiler of
/// Swift 6.3.1 mix up the closures, and another one than the written one is run.
func failure<Result>(_ body: () throws -> Result) -> (any Error)? {
    do {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
