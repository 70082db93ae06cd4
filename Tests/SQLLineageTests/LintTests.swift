import SQLLineage
import Testing

/// Each rule speaks where it should and keeps silent next to it.
struct LintTests {
    static let spoken: [(SQLFinding.Rule, String)] = [
        (.unusedCommonTable, "WITH u AS (SELECT 1 AS a) SELECT b FROM t"),
        (.unusedJoin, "SELECT o.id FROM orders o LEFT JOIN customers c ON c.id = o.customer_id"),
        (
            .joinFanOut,
            "SELECT u.id, COUNT(o.id), SUM(p.amount) FROM users u JOIN orders o ON o.user_id = u.id "
                + "JOIN payments p ON p.user_id = u.id GROUP BY u.id"
        ),
        (.starIntoTable, "INSERT INTO t SELECT * FROM s"),
        (.positionMismatch, "INSERT INTO people SELECT last, first FROM s"),
        (.lossyCast, "SELECT AVG(CAST(price AS INT)) FROM t"),
        (.nonDeterministic, "CREATE TABLE f AS SELECT id, RANDOM() AS bucket FROM t"),
    ]

    static let silent: [String] = [
        "WITH u AS (SELECT 1 AS a) SELECT a FROM u",
        "SELECT o.id, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer_id",
        "SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id",
        "SELECT c.id, COUNT(*) FROM orders o JOIN customers c ON c.id = o.customer_id JOIN shops s ON s.id = o.shop_id GROUP BY c.id",
        "SELECT COUNT(DISTINCT o.id) FROM users u JOIN orders o ON o.user_id = u.id JOIN payments p ON p.user_id = u.id",
        "INSERT INTO t (a, b) SELECT * FROM s",
        "INSERT INTO people SELECT first, last FROM s",
        "INSERT INTO people (last, first) SELECT last, first FROM s",
        "SELECT AVG(CAST(price AS NUMERIC)) FROM t",
        "SELECT id, RANDOM() AS bucket FROM t",
        "WITH u AS (SELECT 1 SELECT FROM WHERE",
    ]

    private func findings(_ sql: String) -> [SQLFinding] {
        let people = SQLCatalog.Table(name: ["people"], columns: ["first", "last"])
        var analyzer = SQLAnalyzer(dialect: .postgres, catalog: SQLCatalog(tables: [people]))
        analyzer.lints = true
        return analyzer.analyze(sql).findings
    }

    @Test("a rule speaks", arguments: spoken)
    func ruleSpeaks(_ rule: SQLFinding.Rule, _ sql: String) {
        #expect(findings(sql).map(\.rule) == [rule])
    }

    @Test("every rule has its case")
    func everyRuleIsTested() {
        #expect(Set(Self.spoken.map(\.0)) == Set(SQLFinding.Rule.allCases))
    }

    @Test("nothing is said without reason", arguments: silent)
    func rulesAreSilent(_ sql: String) {
        #expect(findings(sql).isEmpty)
    }

    @Test("findings are only made when asked for")
    func findingsAreOptional() {
        #expect(SQLAnalyzer(dialect: .postgres).analyze("INSERT INTO t SELECT * FROM s").findings.isEmpty)
    }
}
