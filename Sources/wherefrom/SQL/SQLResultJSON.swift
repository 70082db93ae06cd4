import JSONBytes
import SQLLineage

extension SQLFileResult: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("file", source.path)
        SQLResultJSON.members(result, &writer)
        writer.key("diagnostics")
        writer.beginArray()
        for diagnostic in result.diagnostics { SQLResultJSON.diagnostic(diagnostic, &writer) }
        writer.endArray()
        writer.key("findings")
        writer.beginArray()
        for finding in result.findings {
            writer.beginObject()
            writer.member("rule", finding.rule.rawValue)
            writer.member("message", finding.message)
            SQLResultJSON.range(finding.range, &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}

/// A result as JSON: `inputs`, `outputs`, `columns` with `types`, `indirect`, `completeness`.
enum SQLResultJSON {
    static func members(_ result: SQLLineageResult, _ writer: inout JSONWriter) {
        names("inputs", result.inputs, &writer)
        names("outputs", result.outputs, &writer)
        names("temporary", result.temporary, &writer)
        writer.key("columns")
        writer.beginArray()
        for column in result.columns { self.column(column, &writer) }
        writer.endArray()
        writer.key("indirect")
        writer.beginArray()
        for edge in result.indirect {
            writer.beginObject()
            writer.member("column", edge.column.description)
            writer.member("subtype", edge.kind.rawValue)
            writer.endObject()
        }
        writer.endArray()
        writer.member("completeness", result.completeness.rawValue)
        writer.member("dialect", result.dialect.rawValue)
        writer.member("statements", result.statementCount)
    }

    private static func names(
        _ key: StaticString, _ names: [SQLLineageResult.TableName], _ writer: inout JSONWriter
    ) {
        writer.key(key)
        writer.beginArray()
        for name in names { writer.value(name.description) }
        writer.endArray()
    }

    private static func column(_ column: SQLLineageResult.OutputColumn, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("output", column.column.description)
        writer.key("inputs")
        writer.beginArray()
        for input in column.inputs { writer.value(input.column.description) }
        writer.endArray()
        writer.key("types")
        writer.beginObject()
        for input in column.inputs {
            writer.key(ByteString(input.column.description))
            writer.beginArray()
            for transformation in input.transformations {
                writer.beginObject()
                writer.member("type", transformation.kind.type)
                writer.member("subtype", transformation.kind.rawValue)
                if transformation.masking { writer.member("masking", true) }
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
        writer.endObject()
    }

    static func diagnostic(_ diagnostic: SQLDiagnostic, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("code", diagnostic.code.rawValue)
        writer.member("severity", diagnostic.severity.rawValue)
        writer.member("message", diagnostic.message)
        range(diagnostic.range, &writer)
        writer.endObject()
    }

    /// Byte offsets `start` and `end`.
    static func range(_ range: Range<Int>, _ writer: inout JSONWriter) {
        writer.member("start", range.lowerBound)
        writer.member("end", range.upperBound)
    }
}
