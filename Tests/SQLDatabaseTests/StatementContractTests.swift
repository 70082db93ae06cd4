import TestDatabases
import Testing

@testable import SQLDatabase

/// What every database must do with values and statements.
@Suite struct StatementContractTests {
    @Test(arguments: TestDatabase.available)
    func valuesComeBackAsTheyWentIn(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        let blobs: [[UInt8]] = [
            [], [0], [0, 1, 0], Array("name".utf8), [0xED, 0xA0, 0x80], Array(repeating: 7, count: 100_000),
            Array(0...255),
        ]
        let sizes: [Int64] = [.min, .max, 0, -1, 1 << 53 + 1, 42, 7]
        let notes = ["", "plain", "é 漢 🦆", "it's \"quoted\"; --", String(repeating: "x", count: 5000), "?1", " "]
        let weights: [Double] = [0, -0.0, 1.5, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, -2]
        try await database.write { connection in
            for index in blobs.indices {
                try connection.run(
                    "INSERT INTO item VALUES (?1, ?2, ?3, ?4, ?5)", SQLValue(index), .blob(blobs[index]),
                    .integer(sizes[index]), .text(notes[index]), .real(weights[index]))
            }
        }
        let found = try await database.read { connection in
            try connection.rows("SELECT name, size, note, weight FROM item ORDER BY id") { row in
                [row.value(0), row.value(1), row.value(2), row.value(3)]
            }
        }
        let expected = blobs.indices.map { index -> [SQLValue] in
            [.blob(blobs[index]), .integer(sizes[index]), .text(notes[index]), .real(weights[index])]
        }
        #expect(found == expected)
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func theTypedFormsOfBindingAndReadingAgree(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { connection in
            let insert = try connection.statement("INSERT INTO item VALUES (?1, ?2, ?3, ?4, ?5)")
            let bytes: [UInt8] = [9, 8, 7, 6]
            let forms: [(any SQLStatement) -> Void] = [
                { $0.bind(2, bytes) }, { $0.bind(2, ([1] + bytes)[1...]) },
                { statement in statement.bind(2, bytes.span) }, { $0.bind(2, Optional(bytes)) },
            ]
            let select = try connection.statement("SELECT name, size, note, weight FROM item WHERE id = ?1")
            for (id, form) in forms.enumerated() {
                insert.bind(1, id)
                form(insert)
                insert.bind(3, Int64(id) + 5)
                insert.bind(4, "note \(id)")
                insert.bind(5, 0.25)
                #expect(try insert.run() == 1)
                select.bind(1, id)
                #expect(try select.step())
                #expect(select.columnCount == 4)
                #expect(select.blob(0) == bytes)
                #expect(select.withBlob(0) { span in (0..<span.count).map { span[$0] } } == bytes)
                #expect(select.int(1) == Int64(id) + 5)
                #expect(select.text(2) == "note \(id)")
                #expect(select.double(3) == 0.25)
                #expect(try !select.step())
                try connection.run("DELETE FROM item")
            }
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func anEmptyBlobAndAnEmptyTextAreNotNull(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { connection in
            try connection.run("INSERT INTO item VALUES (1, ?1, ?2, ?3, ?4)", .blob([]), 0, "", 0.0)
            try connection.run("INSERT INTO item VALUES (2, ?1, ?2, ?3, ?4)", nil, nil, nil, nil)
            let nulls = try connection.rows("SELECT name, size, note, weight FROM item ORDER BY id") { row in
                (0..<4).map { row.isNull($0) }
            }
            #expect(nulls == [[false, false, false, false], [true, true, true, true]])
            let nothing = try connection.first("SELECT name, size, note, weight FROM item WHERE id = 2") { row in
                row.blobOrNil(0) == nil && row.intOrNil(1) == nil && row.textOrNil(2) == nil
                    && row.doubleOrNil(3) == nil && row.blob(0) == [] && row.int(1) == 0 && row.text(2) == ""
                    && row.withBlob(0) { $0.count } == 0
            }
            #expect(nothing == true)
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func parametersNotBoundSinceTheLastExecutionAreNull(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { connection in
            let insert = try connection.statement("INSERT INTO item (id, name, note) VALUES (?1, ?2, ?3)")
            insert.bind(1, 1)
            insert.bind(2, [1, 2, 3])
            insert.bind(3, "first")
            try insert.run()
            insert.bind(1, 2)
            try insert.run()
            let notes = try connection.rows("SELECT note FROM item ORDER BY id") { $0.textOrNil(0) }
            #expect(notes == ["first", nil])
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func manyParametersLongerThanAnyScratchMemoryKeepTheirValues(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { connection in
            let insert = try connection.statement("INSERT INTO item (id, name, note) VALUES (?1, ?2, ?3)")
            for length in [0, 1, 1000, 2000, 2047, 2048, 2049, 70_000] {
                insert.bind(1, length)
                insert.bind(2, [UInt8](repeating: UInt8(length & 127), count: length))
                insert.bind(3, String(repeating: "é", count: length))
                try insert.run()
            }
            let areWhole = try connection.rows("SELECT id, name, note FROM item") { row in
                let length = Int(row.int(0))
                return row.blob(1) == [UInt8](repeating: UInt8(length & 127), count: length)
                    && row.text(2) == String(repeating: "é", count: length)
            }
            #expect(areWhole == Array(repeating: true, count: 8))
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func aQueryMayRunInsideTheSameQuery(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { connection in
            for id in 1...3 { try connection.run("INSERT INTO item (id, size) VALUES (?1, ?2)", SQLValue(id), 1) }
            var visited: [Int64] = []
            func visit(from first: Int64, depth: Int) throws {
                try connection.query("SELECT id FROM item WHERE id >= ?1 ORDER BY id", [.integer(first)]) { row in
                    visited.append(row.int(0))
                    if depth > 0 { try visit(from: row.int(0) + 1, depth: depth - 1) }
                    return true
                }
            }
            try visit(from: 1, depth: 2)
            #expect(visited == [1, 2, 3, 3, 2, 3, 3])
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func aStatementLeftInTheMiddleStartsAnewForTheNextHolder(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { connection in
            for id in 1...3 { try connection.run("INSERT INTO item (id) VALUES (?1)", SQLValue(id)) }
            for _ in 1...2 {
                let select = try connection.prepare("SELECT id FROM item ORDER BY id")
                #expect(try select.step())
                #expect(select.int(0) == 1)
            }
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func moreTextsThanTheCacheHoldsStillWork(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.read { connection in
            for round in 1...2 {
                for number in 0..<300 {
                    let select = try connection.prepare(
                        "SELECT \(number) + CAST(?1 AS \(connection.dialect.integerType))")
                    select.bind(1, round)
                    #expect(try select.step())
                    #expect(select.int(0) == Int64(number + round))
                }
            }
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func changedRowsAreCountedAndReturned(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { connection in
            for id in 1...5 { try connection.run("INSERT INTO item (id, size) VALUES (?1, 0)", SQLValue(id)) }
            #expect(try connection.run("UPDATE item SET size = 1 WHERE id > ?1", 2) == 3)
            #expect(try connection.run("DELETE FROM item WHERE id = ?1", 99) == 0)
            #expect(try connection.run("INSERT INTO item (id) VALUES (1) ON CONFLICT (id) DO NOTHING") == 0)
            let returned = try connection.rows(
                "INSERT INTO item (id, size) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET size = 9 RETURNING id, size",
                [1, 4]
            ) { [$0.int(0), $0.int(1)] }
            #expect(returned == [[1, 9]])
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func aViolatedRuleIsAnErrorThatNamesNoValues(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { connection in
            let insert = try connection.statement("INSERT INTO item (id, note) VALUES (?1, ?2)")
            insert.bind(1, 77_001)
            try insert.run()
            insert.bind(1, 77_001)
            insert.bind(2, "secret note")
            let error = failure { try connection.savepoint { try insert.run() } }
            guard case .constraint? = error as? DatabaseError else {
                Issue.record("expected a constraint error, got \(String(describing: error))")
                return
            }
            for text in [String(describing: error), String(reflecting: error)] {
                #expect(!text.contains("secret note"))
                #expect(!text.contains("77001"))
            }
            insert.bind(1, 77_002)
            #expect(try insert.run() == 1)
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func whatIsOnlySentIsThereForTheNextQuery(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { connection in
            for id in 1...2000 {
                try connection.enqueue("INSERT INTO item (id, size) VALUES (?1, ?2)", SQLValue(id), 3)
            }
            #expect(try connection.itemCount() == 2000)
            try connection.enqueue("UPDATE item SET size = 4 WHERE id <= ?1", 10)
        }
        let sums = try await database.read { connection in
            try connection.rows("SELECT SUM(size), AVG(size), MIN(size), COUNT(*) FROM item") { row in
                (row.int(0), row.double(1), row.int(2), row.int(3))
            }
        }
        #expect(sums.first.map { $0.0 == 6010 && $0.1 == 3.005 && $0.2 == 3 && $0.3 == 2000 } == true)
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func anErrorOfWhatIsOnlySentIsToldBeforeTheCommit(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { connection in
                for id in [1, 2, 1, 3] { try connection.enqueue("INSERT INTO item (id) VALUES (?1)", SQLValue(id)) }
            }
        }
        guard case .constraint = error else {
            Issue.record("expected a constraint error, got \(String(describing: error))")
            return
        }
        #expect(try await database.itemCount() == 0)
        try await database.write { try $0.run("INSERT INTO item (id) VALUES (1)") }
        #expect(try await database.itemCount() == 1)
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func scansGoThroughMoreRowsThanTheyHoldAndMayBeNested(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { connection in
            for id in 1...4500 {
                try connection.enqueue("INSERT INTO item (id, size) VALUES (?1, ?2)", SQLValue(id), SQLValue(id % 7))
            }
        }
        try await database.read { connection in
            for last in [Int64(4400), .max] {
                var ids: [Int64] = []
                var inner = 0
                try connection.scan("SELECT id, size FROM item WHERE id > ?1 ORDER BY id", [100]) { row in
                    ids.append(row.int(0))
                    if ids.count == 3000 {
                        try connection.scan("SELECT id FROM item") { row in
                            inner += 1
                            return true
                        }
                    }
                    if ids.count % 1000 == 0 {
                        let size = try connection.first("SELECT size FROM item WHERE id = ?1", [row.value(0)]) {
                            $0.int(0)
                        }
                        #expect(size == row.int(1))
                    }
                    return row.int(0) < last
                }
                #expect(ids == Array(101...min(last, 4500)))
                #expect(inner == 4500)
            }
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func parametersOfOneStatementMayChangeTheirTypes(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        try await database.write { connection in
            let insert = try connection.statement("INSERT INTO item (id, name, note) VALUES (?1, ?2, ?3)")
            let rows: [[SQLValue]] = [[1, nil, "a"], [2, .blob([1]), nil], [3, nil, nil], [4, .blob([2]), "b"]]
            for row in rows {
                insert.bind(row)
                #expect(try insert.run() == 1)
            }
            let found = try connection.rows("SELECT id, name, note FROM item ORDER BY id") {
                [$0.value(0), $0.value(1), $0.value(2)]
            }
            #expect(found == rows)
            let gap = try connection.first("SELECT id FROM item WHERE id = ?3", [.blob([9]), nil, 2]) { $0.int(0) }
            #expect(gap == 2)
            // 64 bits wide, also where the literal beside it is small.
            let large: Int64 = 1 << 40
            let sum = try connection.first("SELECT ?1 + 1", [.integer(large)]) { $0.int(0) }
            #expect(sum == large + 1)
        }
        database.close()
    }

    @Test(arguments: TestDatabase.available)
    func wrongStatementsAreErrorsNotCrashes(_ backend: TestDatabase) async throws {
        let database = try await backend.openWithItems()
        for sql in ["SELEC 1", "SELECT * FROM no_such_table", "", "-- only a comment", "SELECT 1; SELECT 2"] {
            await #expect(throws: DatabaseError.self, "\(sql)") {
                try await database.read { try $0.prepare(sql).run() }
            }
        }
        await #expect(throws: DatabaseError.self) {
            try await database.read { connection in
                let select = try connection.prepare("SELECT 1")
                select.bind(5, 1)
                return try select.step()
            }
        }
        database.close()
    }
}
