import Testing

@testable import SQLDatabase

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What only the driver for SQLite does: files, locks, durability, backups.
@Suite struct SQLiteDatabaseTests {
    private let directory: TemporaryDirectory
    private var path: String { "\(directory.path)/catalog.db" }

    init() throws { directory = try TemporaryDirectory() }

    private func create(_ options: SQLiteOptions = SQLiteOptions(), rows: Int = 0) async throws -> SQLiteDatabase {
        let database = try SQLiteDatabase(path: path, options: options)
        try await database.write { connection in
            try connection.execute("CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, name BLOB)")
            for id in 0..<rows {
                try connection.run(
                    "INSERT INTO item VALUES (?1, ?2)", SQLValue(id),
                    .blob(Array(repeating: UInt8(id & 255), count: 500)))
            }
        }
        return database
    }

    private func overwrite(_ path: String, at offset: Int, with bytes: [UInt8]) throws {
        let descriptor = open(path, O_RDWR | O_CREAT, 0o644)
        defer { close(descriptor) }
        try #require(pwrite(descriptor, bytes, bytes.count, off_t(offset)) == bytes.count)
    }

    @Test func theWriterIsDurableAndTheReadersCannotWrite() async throws {
        let database = try await create()
        let found = try await database.onWriterThread { connection in
            [try connection.pragmaText("journal_mode"), try connection.pragmaText("synchronous")]
        }
        #expect(found == ["wal", "2"])
        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { try $0.run("INSERT INTO item VALUES (1, NULL)") }
        }
        guard case .readOnly = error else {
            Issue.record("expected readOnly, got \(String(describing: error))")
            return
        }
        database.close()
    }

    @Test func whatWasWrittenIsThereAfterClosingAndOpening() async throws {
        try await create(rows: 10).close()
        #expect(access("\(path)-wal", F_OK) != 0)
        let again = try await create()
        #expect(try await again.itemCount() == 10)
        again.close()
    }

    @Test func aDatabaseThatCannotBeDurableIsRefused() {
        let error = #expect(throws: DatabaseError.self) {
            var options = SQLiteOptions()
            options.readers = 1
            return try SQLiteDatabase(path: ":memory:", options: options)
        }
        unlink(":memory:.lock")
        guard case .notDurable = error else {
            Issue.record("expected notDurable, got \(String(describing: error))")
            return
        }
    }

    @Test func aSecondWriterIsRefusedAndTheFirstGoesOn() async throws {
        let database = try await create(rows: 1)
        let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: path) }
        guard case .lockedByAnotherProcess(_, let processID) = error else {
            Issue.record("expected lockedByAnotherProcess, got \(String(describing: error))")
            return
        }
        #expect(processID == Int(getpid()))
        #expect(try await database.itemCount() == 1)
        database.close()
        try await create().close()
    }

    @Test func readingWorksBesideTheWriterAndSeesItsCommits() async throws {
        let database = try await create(rows: 3)
        let beside = try SQLiteDatabase(path: path, options: SQLiteOptions(access: .readOnly))
        #expect(try await beside.itemCount() == 3)
        try await database.write { try $0.run("DELETE FROM item WHERE id = 0") }
        #expect(try await beside.itemCount() == 2)
        let error = await #expect(throws: DatabaseError.self) { try await beside.write { try $0.run("SELECT 1") } }
        guard case .readOnly = error else {
            Issue.record("expected readOnly, got \(String(describing: error))")
            return
        }
        beside.close()
        database.close()
    }

    @Test func readingAMissingFileDoesNotCreateIt() {
        #expect(throws: DatabaseError.self) {
            try SQLiteDatabase(path: path, options: SQLiteOptions(access: .readOnly))
        }
        #expect(access(path, F_OK) != 0)
        #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: "\(directory.path)/missing/catalog.db") }
    }

    @Test(arguments: [SQLiteOptions.Access.readWrite, .readOnly])
    func aFileThatIsNoDatabaseIsRefusedAndKept(_ access: SQLiteOptions.Access) throws {
        let text = Array(String(repeating: "This is a letter, not a database.\n", count: 100).utf8)
        try overwrite(path, at: 0, with: text)
        let error = #expect(throws: DatabaseError.self) {
            try SQLiteDatabase(path: path, options: SQLiteOptions(access: access))
        }
        guard case .notADatabase = error else {
            Issue.record("expected notADatabase, got \(String(describing: error))")
            return
        }
        var status = stat()
        try #require(stat(path, &status) == 0)
        #expect(Int(status.st_size) == text.count)
    }

    @Test func aFullDiskUndoesTheTransactionAndKeepsTheRest() async throws {
        var options = SQLiteOptions()
        options.pageCountMax = 40
        let database = try await create(options, rows: 100)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { connection in
                for id in 1000..<2000 {
                    try connection.run("INSERT INTO item VALUES (?1, zeroblob(4000))", SQLValue(id))
                }
            }
        }
        guard case .diskFull = error else {
            Issue.record("expected diskFull, got \(String(describing: error))")
            return
        }
        #expect(try await database.itemCount() == 100)
        try await database.write { try $0.run("DELETE FROM item WHERE id < 50") }
        #expect(try await database.itemCount() == 50)
        #expect(try await database.integrityProblems() == [])
        database.close()
    }

    @Test func damageIsFound() async throws {
        try await create(rows: 1000).close()
        try overwrite(path, at: 20 * 8192, with: Array(repeating: 0x5A, count: 3 * 8192))
        let database = try SQLiteDatabase(path: path)
        var isFound = false
        do {
            isFound = try await !database.integrityProblems().isEmpty
        } catch DatabaseError.corrupt {
            isFound = true
        }
        #expect(isFound)
        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { try $0.rows("SELECT name FROM item") { $0.blob(0) } }
        }
        guard case .corrupt = error else {
            Issue.record("expected corrupt, got \(String(describing: error))")
            return
        }
        database.close()
    }

    @Test func aBackupHoldsOneStateWhileTheWriterGoesOn() async throws {
        let database = try await create(rows: 20_000)
        let copy = "\(directory.path)/copy.db"
        let parts = Monitor<[SQLiteBackupProgress]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for id in 20_000..<20_200 {
                    try await database.write { try $0.run("INSERT INTO item VALUES (?1, ?2)", SQLValue(id), 1) }
                }
            }
            group.addTask {
                try await database.backup(to: copy) { part in parts.withLock { $0.append(part) } }
            }
            try await group.waitForAll()
        }
        let backup = try SQLiteDatabase(path: copy, options: SQLiteOptions(access: .readOnly))
        let rows = try await backup.read { connection in
            try connection.rows("SELECT count(*), max(id) FROM item") { [$0.int(0), $0.int(1)] }
        }
        #expect(rows.first.map { $0[0] == $0[1] + 1 && $0[0] >= 20_000 } == true)
        #expect(try await backup.integrityProblems() == [])
        let progress = parts.withLock { $0 }
        #expect(progress.count > 1)
        #expect(progress.last.map { $0.copiedPages == $0.pages } == true)
        #expect(access("\(copy).part", F_OK) != 0)
        await #expect(throws: DatabaseError.self) { try await database.backup(to: copy) }
        backup.close()
        database.close()
    }

    @Test func aCancelledBackupLeavesNothing() async throws {
        let database = try await create(rows: 20_000)
        let copy = "\(directory.path)/copy.db"
        let phase = Phase()
        let task = Task {
            try await database.backup(to: copy) { _ in
                phase.reach(1)
                phase.wait(for: 2)
            }
        }
        try await phase.waitAsync(for: 1)
        task.cancel()
        phase.reach(2)
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(access(copy, F_OK) != 0)
        #expect(access("\(copy).part", F_OK) != 0)
        #expect(try await database.itemCount() == 20_000)
        database.close()
    }

    @Test func checkpointsAndStatisticsTellTheSizes() async throws {
        var options = SQLiteOptions()
        options.checkpointPages = 0
        let database = try await create(options, rows: 1000)
        let before = try await database.statistics()
        #expect(before.pageSize == 8192)
        #expect(before.logBytes > 500_000)
        let checkpoint = try await database.checkpoint(isTruncating: true)
        #expect(checkpoint.isComplete)
        let after = try await database.statistics()
        #expect(after.logBytes == 0)
        #expect(after.fileBytes == after.pages * after.pageSize)
        #expect(after.pages == before.pages)
        try await database.write { try $0.run("DELETE FROM item") }
        #expect(try await database.statistics().freePages > 50)
        database.close()
    }

    @Test(.timeLimit(.minutes(5)))
    func theLogStaysShortUnderReadsThatOverlapAllTheTime() async throws {
        var options = SQLiteOptions()
        options.checkpointPages = 20
        options.logSizeMax = 100 * options.pageSize
        let database = try await create(options)
        // Each read begins before the one before it ends: there is never a moment without a reader.
        let round = Phase()
        let isOver = Monitor(false)
        async let reads: Void = withThrowingTaskGroup(of: Void.self) { group in
            for offset in 0..<2 {
                group.addTask {
                    // Whatever ends this reader, the other one must not wait for it.
                    defer { round.reach(.max) }
                    var number = offset
                    while !isOver.withLock({ $0 }) {
                        let current = number
                        try await database.read { connection in
                            _ = try connection.itemCount()
                            round.reach(current + 1)
                            round.wait(for: current + 2)
                        }
                        number += 2
                    }
                }
            }
            try await group.waitForAll()
        }
        let written: Result<SQLiteStatistics, any Error>
        do {
            for id in 0..<500 {
                try await database.write { try $0.run("INSERT INTO item VALUES (?1, zeroblob(6000))", SQLValue(id)) }
            }
            written = .success(try await database.statistics())
        } catch {
            written = .failure(error)
        }
        isOver.withLock { $0 = true }
        round.reach(.max)
        try await reads
        let statistics = try written.get()
        #expect(statistics.logBytes < 4 * options.logSizeMax)
        #expect(statistics.pages > 450)
        database.close()
    }

    @Test func moreWaitingReadsThanAllowedAreRefused() async throws {
        var options = SQLiteOptions()
        options.readers = 1
        options.waitingReadsMax = 1
        let database = try await create(options)
        let phase = Phase()
        async let running: Void = database.read { _ in
            phase.reach(1)
            phase.wait(for: 2)
        }
        try await phase.waitAsync(for: 1)
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 1...2 {
                group.addTask {
                    do {
                        _ = try await database.itemCount()
                        return true
                    } catch DatabaseError.overloaded {
                        phase.reach(2)
                        return false
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.filter { $0 }.count == 1)
        try await running
        database.close()
    }

    @Test func errorsTellTheFileNameButNotTheDirectoryOrTheSQL() async throws {
        let database = try await create()
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { try $0.run("INSERT INTO item (no_such_column) VALUES (?1)", "secret") }
        }
        let description = try #require(error?.description)
        #expect(description.contains("catalog.db"))
        #expect(!description.contains(directory.path))
        #expect(!description.contains("no_such_column"))
        let details = String(reflecting: try #require(error))
        #expect(details.contains(directory.path))
        #expect(details.contains("no_such_column"))
        #expect(!details.contains("secret"))
        database.close()
    }
}
