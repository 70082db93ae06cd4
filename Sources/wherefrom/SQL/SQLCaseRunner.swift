import JSONBytes
import SQLLineage

/// Analyses cases of a corpus: one JSON object a line in, one result a line out.
///
/// A case has `id`, `sql`, `dialect`, and may have `default_catalog`, `default_schema`, `catalog` (table to columns),
/// `options.lateral_column_alias`, and `wrapped` in place of `sql` for a bare expression.
struct SQLCaseRunner {
    var path: String
    var repetitions: Int

    func run() throws {
        let source = try ByteSource(path: path)
        var pending: [UInt8] = []
        var time = Duration.zero
        var count = 0
        while true {
            let chunk = try source.next()
            pending.append(contentsOf: chunk)
            var start = 0
            while let end = pending[start...].firstIndex(of: 0x0A) {
                try runLine(Array(pending[start..<end]), &time, &count)
                start = end + 1
            }
            pending.removeSubrange(..<start)
            if chunk.isEmpty { break }
        }
        if !pending.isEmpty { try runLine(pending, &time, &count) }
        if repetitions > 1, count > 0 {
            let mean = time / Double(count) / Double(repetitions)
            Console.note("\(count) cases, mean \(microseconds(mean)) µs")
        }
    }

    private func runLine(_ line: [UInt8], _ time: inout Duration, _ count: inout Int) throws {
        guard !line.isEmpty else { return }
        guard let document = try? JSONDocument(parsing: line) else {
            throw CommandFailure("Line \(count + 1) of \(TerminalText.escape(path)) is no JSON.")
        }
        let item = document.root
        count += 1
        let isExpression = item["statement"]?.bool == false
        let text = (isExpression ? item["wrapped"]?.string : nil) ?? item["sql"]?.string ?? ""
        var analyzer = SQLAnalyzer(
            dialect: SQLDialect(name: item["dialect"]?.string ?? "") ?? .ansi,
            catalog: item["catalog"].map(SQLSchemaFile.catalog) ?? SQLCatalog(),
            defaults: SQLAnalyzer.Defaults(
                catalog: item["default_catalog"]?.string, schema: item["default_schema"]?.string))
        analyzer.lateralAliases = item["options"]?["lateral_column_alias"]?.bool ?? false
        let clock = ContinuousClock()
        var result = analyzer.analyze(text)
        if repetitions > 1 {
            let spent = clock.measure {
                for _ in 0..<repetitions { result = analyzer.analyze(text) }
            }
            time += spent
            let id = TerminalText.escape(item["id"]?.string ?? "")
            Console.note("\(id)\t\(microseconds(spent / Double(repetitions)))")
        }
        Console.write(SQLCaseRunner.line(id: item["id"]?.string ?? "", result) + [0x0A])
    }

    private func microseconds(_ duration: Duration) -> String {
        let nanoseconds = Int64(duration / .nanoseconds(1))
        return "\(nanoseconds / 1000).\(nanoseconds % 1000 / 100)"
    }

    /// One result in the form that the corpora's scorer reads.
    static func line(id: String, _ result: SQLLineageResult) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("id", id)
        SQLResultJSON.members(result, &writer)
        let errors = result.diagnostics.filter { $0.severity == .error }
        let text = errors.map { "\($0.code.rawValue) at \($0.range.lowerBound)" }.joined(separator: "; ")
        writer.key("error")
        writer.value(errors.isEmpty ? String?.none : text)
        writer.endObject()
        return writer.bytes
    }
}
