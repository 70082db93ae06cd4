package import JSONBytes
package import SQLLineage

/// What a SQL text reads and writes, as JSON.
package struct SQLReport: Sendable, JSONWritable {
    package var result: SQLLineageResult

    package init(_ result: SQLLineageResult) { self.result = result }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("dialect", result.dialect.rawValue)
        writer.member("completeness", result.completeness.rawValue)
        writer.member("statements", result.statementCount)
        write("inputs", result.inputs, to: &writer)
        write("outputs", result.outputs, to: &writer)
        write("temporary", result.temporary, to: &writer)
        writer.key("columns")
        writer.beginArray()
        for column in result.columns { write(column, to: &writer) }
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
        writer.key("diagnostics")
        writer.beginArray()
        for diagnostic in result.diagnostics { write(diagnostic, to: &writer) }
        writer.endArray()
        writer.endObject()
    }

    private func write(_ key: StaticString, _ names: [SQLLineageResult.TableName], to writer: inout JSONWriter) {
        writer.key(key)
        writer.beginArray()
        for name in names { writer.value(name.description) }
        writer.endArray()
    }

    private func write(_ column: SQLLineageResult.OutputColumn, to writer: inout JSONWriter) {
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

    private func write(_ diagnostic: SQLDiagnostic, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("code", diagnostic.code.rawValue)
        writer.member("severity", diagnostic.severity.rawValue)
        writer.member("message", diagnostic.message)
        writer.member("start", diagnostic.range.lowerBound)
        writer.member("end", diagnostic.range.upperBound)
        writer.endObject()
    }
}
