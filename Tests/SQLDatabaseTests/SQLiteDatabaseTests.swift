import SQLDatabase
import Testing

struct SmokeTests {
    @Test func writesAndReads() async throws {
        let database = try SQLiteDatabase.temporary()
        try await database.write { connection in
            try connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name BLOB) ")
            try connection.run("INSERT INTO t VALUES (?1, ?2)", 1, .blob([0, 255]))
        }
        let name = try await database.read { try $0.first("SELECT name FROM t WHERE id = ?1", [1]) { $0.blob(0) } }
        #expect(name == [0, 255])
        database.close()
    }
}
