import Foundation
import SQLLineage
import Testing

/// The rules are silent on the queries of TPC-H and TPC-DS, which hold no mistakes of their kinds.
struct LintBenchmarkTests {
    /// Beside the repository, or where WHEREFROM_SHARED says.
    private static let folder: URL = {
        if let named = ProcessInfo.processInfo.environment["WHEREFROM_SHARED"] { return URL(filePath: named) }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.deletingLastPathComponent().appending(path: "shared")
    }()

    private static func url(_ name: String) -> URL { folder.appending(path: "fixtures/sql/\(name).ndjson") }

    @Test(
        "no rule finds anything",
        .enabled(
            if: FileManager.default.fileExists(atPath: url("tpcds").path),
            "no ../shared beside the repository; WHEREFROM_SHARED may name it"),
        arguments: ["tpch", "tpcds"])
    func nothingIsFound(_ name: String) throws {
        var count = 0
        for line in try Data(contentsOf: Self.url(name)).split(separator: 10) {
            let item = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            let tables = (item["catalog"] as? [String: [String]] ?? [:]).map {
                SQLCatalog.Table(name: [$0.key], columns: $0.value)
            }
            let sql = try #require(item["sql"] as? String)
            for catalog in [SQLCatalog(), SQLCatalog(tables: tables)] {
                var analyzer = SQLAnalyzer(dialect: .ansi, catalog: catalog)
                analyzer.lints = true
                #expect(analyzer.analyze(sql).findings.isEmpty, "\(item["id"] ?? "")")
            }
            count += 1
        }
        #expect(count > 10)
    }
}
