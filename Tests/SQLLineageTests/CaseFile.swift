import Foundation
import SQLLineage

/// One statement with what it reads and writes, as it stands in `Cases/<dialect>.sql` or `Cases/<dialect>-<topic>.sql`.
///
/// ```
/// -- case: what the case is about
/// -- catalog: schema.s(a, b); t(c)
/// -- defaults: catalog.schema
/// INSERT INTO t SELECT a + 1 FROM schema.s WHERE b > 0
/// --> inputs: schema.s
/// --> outputs: t
/// --> t.c: schema.s.a TRANSFORMATION
/// --> rows: schema.s.b FILTER
/// --> says: openStar
/// ```
/// Lines of a result that would be empty are left out. `masked` behind a kind is masking.
struct SQLCase: Sendable, CustomStringConvertible {
    var dialect: SQLDialect
    var name: String
    var catalog: [SQLCatalog.Table] = []
    var defaults = SQLAnalyzer.Defaults()
    /// The lines of the case up to the expectation.
    var source: [String] = []
    var expected: [String] = []

    var description: String { "\(dialect.rawValue): \(name)" }

    var sql: String { source.filter { !$0.hasPrefix("-- ") }.joined(separator: "\n") }

    /// What the analyser says, in the form of the file.
    func answer() -> [String] {
        let analyzer = SQLAnalyzer(dialect: dialect, catalog: SQLCatalog(tables: catalog), defaults: defaults)
        return SQLCase.lines(analyzer.analyze(sql))
    }

    static func lines(_ result: SQLLineageResult) -> [String] {
        var lines: [String] = []
        func add(_ head: String, _ names: [String]) {
            if !names.isEmpty { lines.append("--> \(head): \(names.joined(separator: ", "))") }
        }
        add("inputs", result.inputs.map(\.description).sorted())
        add("outputs", result.outputs.map(\.description).sorted())
        add("temporary", result.temporary.map(\.description).sorted())
        for column in result.columns {
            let inputs = column.inputs.map { edge in
                ([edge.column.description]
                    + edge.transformations.map { $0.kind.rawValue + ($0.masking ? " masked" : "") })
                    .joined(separator: " ")
            }
            let list = inputs.isEmpty ? "" : " " + inputs.sorted().joined(separator: ", ")
            lines.append("--> \(column.column):" + list)
        }
        add("rows", result.indirect.map { "\($0.column) \($0.kind.rawValue)" }.sorted())
        add("says", Set(result.diagnostics.map(\.code.rawValue)).sorted())
        return lines
    }
}

/// The cases of one file.
struct CaseFile: Sendable, CustomStringConvertible {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")

    let dialect: SQLDialect
    let url: URL
    var cases: [SQLCase] = []

    static let all: [CaseFile] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { CaseFile(named: $0) }
    }()

    var description: String { url.lastPathComponent }

    /// Nil for a file that is called after no dialect.
    init?(named name: String) {
        guard name.hasSuffix(".sql"),
            let dialect = SQLDialect(rawValue: String(name.prefix { $0 != "-" && $0 != "." }))
        else { return nil }
        self.dialect = dialect
        url = CaseFile.folder.appending(path: name)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) { read(line) }
    }

    private mutating func read(_ line: String) {
        if let name = value(of: line, "-- case: ") {
            cases.append(SQLCase(dialect: dialect, name: name))
            return
        }
        guard !cases.isEmpty else { return }
        let last = cases.count - 1
        if line.hasPrefix("--> ") {
            cases[last].expected.append(line)
            return
        }
        guard cases[last].expected.isEmpty else { return }
        cases[last].source.append(line)
        if let catalog = value(of: line, "-- catalog: ") { cases[last].catalog = tables(catalog) }
        if let defaults = value(of: line, "-- defaults: ") {
            let parts = defaults.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            cases[last].defaults = SQLAnalyzer.Defaults(
                catalog: parts.count > 1 && !parts[0].isEmpty ? parts[0] : nil, schema: parts.last)
        }
    }

    private func value(of line: String, _ prefix: String) -> String? {
        line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil
    }

    /// `a.b(c, d); e(f)`
    private func tables(_ text: String) -> [SQLCatalog.Table] {
        text.split(separator: ";").compactMap { part in
            let pieces = part.split(separator: "(", maxSplits: 1)
            guard pieces.count == 2 else { return nil }
            let name = pieces[0].trimmingCharacters(in: .whitespaces).split(separator: ".").map(String.init)
            let columns = pieces[1].split(separator: ",").map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: " )"))
            }
            return SQLCatalog.Table(name: name, columns: columns)
        }
    }

    /// The file with the analyser's answers in it.
    func updated() -> String {
        cases.map { item in
            (["-- case: \(item.name)"] + trimmed(item.source) + item.answer()).joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    private func trimmed(_ lines: [String]) -> [String] {
        var lines = lines
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
