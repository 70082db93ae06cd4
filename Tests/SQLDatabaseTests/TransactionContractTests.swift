import TestDatabases
import Testing

@testable import SQLDatabase

private struct Refused: Error {}

/// What every database must do with transactions, readers and its threads.
@Suite struct TransactionContractTests {
    @Test(arguments: TestDatabase.available)
    func whatThrowsLeavesNothingBehind(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        await #expect(throws: Refused.self) {
            try await database.write { connection in
                try connection.run("INSERT INTO item (id) VALUES (1)")
                throw Refused()
            }
        }
        #expect(try await database.itemCount() == 0)
        try await database.write { try $0.run("INSERT INTO item (id) VALUES (1)") }
        #expect(try await database.itemCount() == 1)
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func aTransactionLeftOpenIsRolledBack(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.writeWithoutTransaction { connection in
            try connection.begin(.immediate)
            try connection.run("INSERT INTO item (id) VALUES (1)")
        }
        try await database.writeWithoutTransaction { connection in
            #expect(!connection.isInTransaction)
            try connection.transaction(.immediate) { try connection.run("INSERT INTO item (id) VALUES (2)") }
            try connection.transaction(.immediate) { try connection.run("INSERT INTO item (id) VALUES (3)") }
        }
        #expect(try await database.itemCount() == 2)
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func aSavepointUndoesItsOwnChangesOnly(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        let ids = try await database.write { connection in
            try connection.run("INSERT INTO item (id) VALUES (1)")
            let first = failure {
                try connection.savepoint {
                    try connection.run("INSERT INTO item (id) VALUES (2)")
                    try connection.savepoint { try connection.run("INSERT INTO item (id) VALUES (3)") }
                    throw Refused()
                }
            }
            #expect(first is Refused)
            try connection.savepoint {
                try connection.run("INSERT INTO item (id) VALUES (4)")
                let second = failure {
                    try connection.savepoint { try connection.run("INSERT INTO item (id) VALUES (4)") }
                }
                #expect(second is DatabaseError)
            }
            return try connection.rows("SELECT id FROM item ORDER BY id") { $0.int(0) }
        }
        #expect(ids == [1, 4])
        #expect(try await database.itemCount() == 2)
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func aReaderSeesOneStateWhileTheWriterCommits(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { try $0.run("INSERT INTO item (id) VALUES (1)") }
        let phase = Phase()
        async let counts = database.read { connection -> [Int64?] in
            let before = try connection.itemCount()
            phase.reach(1)
            phase.wait(for: 2)
            return [before, try connection.itemCount()]
        }
        try await phase.waitAsync(for: 1)
        try await database.write { try $0.run("INSERT INTO item (id) VALUES (2)") }
        #expect(try await database.itemCount() == 2)
        phase.reach(2)
        #expect(try await counts == [1, 1])
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func readersNeverSeeHalfATransaction(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for start in stride(from: 0, to: 500, by: 5) {
                    try await database.write { connection in
                        for id in start..<start + 5 {
                            try connection.run("INSERT INTO item (id) VALUES (?1)", SQLValue(id))
                        }
                    }
                }
            }
            for _ in 1...4 {
                group.addTask {
                    var last: Int64 = 0
                    while last < 500 {
                        let count = try await database.itemCount() ?? 0
                        #expect(count % 5 == 0)
                        #expect(count >= last)
                        last = count
                    }
                }
            }
            try await group.waitForAll()
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func aWriteIsSeenByTheNextRead(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        for id in 1...50 {
            try await database.write { try $0.run("INSERT INTO item (id) VALUES (?1)", SQLValue(id)) }
            #expect(try database.withReader { try $0.itemCount() } == Int64(id))
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func readersCannotWrite(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        await #expect(throws: DatabaseError.self) {
            try await database.read { try $0.run("INSERT INTO item (id) VALUES (1)") }
        }
        #expect(try await database.itemCount() == 0)
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func aStatementThatIsNotFinishedDoesNotKeepItsView(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { connection in
            for id in 1...3 { try connection.run("INSERT INTO item (id) VALUES (?1)", SQLValue(id)) }
        }
        for _ in 1...8 {
            _ = try await database.read { try $0.statement("SELECT id FROM item").step() }
        }
        try await database.write { try $0.run("DELETE FROM item") }
        for _ in 1...8 { #expect(try await database.itemCount() == 0) }
        database.close()
    }

    @Test(.timeLimit(.minutes(5)), arguments: TestDatabase.available)
    func cancellingTheTaskEndsItsQuery(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        let phase = Phase()
        let task = Task {
            try await database.read { connection in
                phase.reach(1)
                return try connection.first(
                    """
                    WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100000000000)
                    SELECT sum(n) FROM number
                    """
                ) { $0.int(0) }
            }
        }
        try await phase.waitAsync(for: 1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await database.itemCount() == 0)
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func closingFinishesWhatIsWaitingAndRefusesTheRest(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        let phase = Phase()
        async let slow = database.write { connection in
            phase.reach(1)
            phase.wait(for: 2)
            return try connection.run("INSERT INTO item (id) VALUES (1)")
        }
        try await phase.waitAsync(for: 1)
        phase.reach(2)
        #expect(try await slow == 1)
        database.close()
        database.close()
        for call in ["read", "write", "withReader"] {
            let error = await #expect(throws: DatabaseError.self, "\(call)") {
                switch call {
                case "read": _ = try await database.itemCount()
                case "write": try await database.write { try $0.run("DELETE FROM item") }
                default: try database.withReader { _ in }
                }
            }
            guard case .closed = error else {
                Issue.record("\(call): expected closed, got \(String(describing: error))")
                continue
            }
        }
    }
}
