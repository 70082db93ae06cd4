import SQLLineage
import Testing

/// No text may crash the analyser or keep it busy.
struct RobustnessTests {
    private static func text(_ piece: String, _ count: Int) -> String { String(repeating: piece, count: count) }

    /// Texts that are nested or long beyond reason, with what must still be found.
    static let large: [(name: String, dialect: SQLDialect, sql: String, inputs: Int)] = [
        (
            "50,000 ORs", .postgres,
            "SELECT a FROM t WHERE " + (0..<50_000).map { "a = \($0)" }.joined(separator: " OR "), 1
        ),
        ("10,000 parentheses", .postgres, "SELECT " + text("(", 10_000) + "a" + text(")", 10_000) + " FROM t", 1),
        ("10,000 calls", .postgres, "SELECT " + text("f(", 10_000) + "a" + text(")", 10_000) + " FROM t", 1),
        ("a chain of 2,000 common tables", .postgres, chain, 1),
        ("common tables that double 60 times", .postgres, doubling, 1),
        (
            "3,000 branches of UNION", .postgres,
            (0..<3_000).map { "SELECT a FROM t\($0)" }.joined(separator: " UNION ALL "), 3_000
        ),
        ("5,000 pipes", .bigquery, "FROM t " + text("|> WHERE a > 1 ", 5_000), 1),
        ("open templates", .ansi, text("{{ ", 50_000), 0),
        ("open comments", .postgres, text("/* ", 50_000), 0),
        ("open brackets", .tsql, text("[ ", 50_000), 0),
        ("open common tables", .ansi, text("WITH a AS (", 5_000), 0),
        ("open dollar quotes", .postgres, (0..<5_000).map { "$t\($0)$ " }.joined(), 0),
    ]

    private static let chain =
        "WITH c0 AS (SELECT a FROM t)" + (1..<2_000).map { ", c\($0) AS (SELECT a FROM c\($0 - 1))" }.joined()
        + " SELECT a FROM c1999"
    private static let doubling =
        "WITH c0 AS (SELECT a FROM t)"
        + (1..<60).map { ", c\($0) AS (SELECT x.a FROM c\($0 - 1) x JOIN c\($0 - 1) y ON x.a = y.a)" }.joined()
        + " SELECT a FROM c59"

    @Test("large and deep texts end with their tables", arguments: large)
    func largeTextsEnd(_ name: String, _ dialect: SQLDialect, _ sql: String, _ inputs: Int) {
        #expect(SQLAnalyzer(dialect: dialect).analyze(sql).inputs.count == inputs, "\(name)")
    }

    @Test(
        "texts that once crashed or never ended give an answer",
        arguments: [
            (SQLDialect.snowflake, "SELECT * FROM TABLE(db.schema."),
            (.snowflake, "SELECT * FROM IDENTIFIER(db.schema."),
            (.redshift, "PIVOT x > 0 |> SELECT x |> ORDER( SHOW TABLES"),
            (.ansi, "SELECT a JOIN b USING (a)"),
        ])
    func foundByFuzzing(_ dialect: SQLDialect, _ sql: String) {
        #expect(SQLAnalyzer(dialect: dialect).analyze(sql).completeness != .full)
    }

    @Test("nesting beyond the limit is said")
    func deepNestingIsReported() {
        let sql = "SELECT a FROM " + Self.text("(SELECT a FROM ", 500) + "t" + Self.text(") x", 500)
        let result = SQLAnalyzer(dialect: .postgres).analyze(sql)
        #expect(result.diagnostics.contains { $0.code == .limit })
        #expect(result.completeness != .full)
    }

    @Test("a statement cut off at any byte still gives an answer", arguments: CaseFile.all.flatMap(\.cases))
    func truncatedStatementsEnd(_ item: SQLCase) {
        let analyzer = SQLAnalyzer(dialect: item.dialect, catalog: SQLCatalog(tables: item.catalog))
        let bytes = Array(item.sql.utf8)
        for end in bytes.indices {
            let result = bytes[..<end].withUnsafeBufferPointer { analyzer.analyze($0) }
            #expect(result.diagnostics.allSatisfy { $0.range.upperBound <= end })
        }
    }

    @Test("mutated statements still give an answer", arguments: CaseFile.all.flatMap(\.cases))
    func mutatedStatementsEnd(_ item: SQLCase) {
        var random = Generator(seed: UInt64(item.sql.utf8.count))
        let pieces = [
            "(", ")", "'", "\"", "`", ",", ";", " SELECT ", " FROM ", " BEGIN ", "{{", "/*", "$$", "[", "\0", "é",
        ]
        for round in 0..<60 {
            var bytes = Array(item.sql.utf8)
            for _ in 0...round % 3 {
                let position = random.below(bytes.count + 1)
                switch random.below(3) {
                case 0: bytes.insert(contentsOf: pieces[random.below(pieces.count)].utf8, at: position)
                case 1: bytes.removeSubrange(position..<min(bytes.count, position + random.below(9)))
                default: if position < bytes.count { bytes[position] = UInt8(random.below(256)) }
                }
            }
            let dialect = SQLDialect.allCases[random.below(SQLDialect.allCases.count)]
            let analyzer = SQLAnalyzer(dialect: dialect, catalog: SQLCatalog(tables: item.catalog))
            let result = bytes.withUnsafeBufferPointer { analyzer.analyze($0) }
            #expect(result.diagnostics.allSatisfy { $0.range.upperBound <= bytes.count })
        }
    }

    @Test("ten megabytes of statements are read to the end", .timeLimit(.minutes(2)))
    func longScriptsAreRead() {
        let script = (0..<100_000).map {
            "INSERT INTO t\($0 % 50) (a) SELECT b + 1 FROM s\($0 % 70) WHERE c > \($0) AND d IS NULL;\n"
        }
        let result = SQLAnalyzer(dialect: .postgres).analyze(script.joined())
        #expect(result.statementCount == 100_000)
        #expect(result.outputs.count == 50)
        #expect(result.completeness == .full)
    }
}

/// Numbers that are the same at each run.
private struct Generator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 1 }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return bound <= 0 ? 0 : Int((state >> 33) % UInt64(bound))
    }
}
