import SQLLineage

/// The lineage of SQL files as text for people.
enum SQLReport {
    static func lines(_ results: [SQLFileResult]) -> [String] {
        results.enumerated().flatMap { index, result in
            (index > 0 ? [""] : []) + (results.count > 1 ? ["== \(TerminalText.escape(result.source.path))"] : [])
                + lines(result)
        }
    }

    private static func lines(_ file: SQLFileResult) -> [String] {
        let result = file.result
        var lines: [String] = []
        lines += names("reads", result.inputs)
        lines += names("writes", result.outputs)
        lines += names("temporary", result.temporary)
        lines += columns(result)
        lines += rows(result)
        for diagnostic in result.diagnostics {
            lines.append("\(position(diagnostic.range, file)): \(diagnostic.severity.rawValue): \(diagnostic.message)")
        }
        for finding in result.findings {
            lines.append("\(position(finding.range, file)): \(finding.rule.rawValue): \(finding.message)")
        }
        lines.append(
            "\(result.statementCount) statement\(result.statementCount == 1 ? "" : "s"), dialect \(result.dialect.rawValue), "
                + "completeness \(result.completeness.rawValue)")
        return lines
    }

    private static func names(_ title: String, _ names: [SQLLineageResult.TableName]) -> [String] {
        names.isEmpty ? [] : ["\(title): " + names.map { TerminalText.escape($0.description) }.joined(separator: ", ")]
    }

    private static func columns(_ result: SQLLineageResult) -> [String] {
        guard !result.columns.isEmpty else { return [] }
        var table = TextTable("column", "from", "how")
        for column in result.columns {
            if column.inputs.isEmpty { table.append(column.column.description, "", "") }
            for (index, input) in column.inputs.enumerated() {
                let how = input.transformations.map { $0.kind.rawValue + ($0.masking ? " masked" : "") }
                table.append(
                    index == 0 ? column.column.description : "", input.column.description, how.joined(separator: ", "))
            }
        }
        return [""] + table.lines(style: Console.style) + [""]
    }

    private static func rows(_ result: SQLLineageResult) -> [String] {
        var lines: [String] = []
        for kind in SQLLineageResult.IndirectEdge.Kind.allCases {
            let columns = result.indirect.filter { $0.kind == kind }.map { TerminalText.escape($0.column.description) }
            if !columns.isEmpty { lines.append("rows by \(kind.rawValue): \(columns.joined(separator: ", "))") }
        }
        return lines
    }

    /// `path:line:column` of the start of a range.
    private static func position(_ range: Range<Int>, _ file: SQLFileResult) -> String {
        var line = 1
        var column = 1
        for byte in file.source.text.utf8.prefix(range.lowerBound) {
            if byte == 0x0A {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return "\(TerminalText.escape(file.source.path)):\(line):\(column)"
    }
}
