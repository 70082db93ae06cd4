import JSONBytes
import OpenLineage
import SQLLineage

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The lineage of a file as an OpenLineage JobEvent with `sql` and `columnLineage` facets.
enum SQLEvents {
    private static let schema = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent"
    private static let producer = "urn:wherefrom:sql"

    static func event(_ file: SQLFileResult, namespace: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        let seconds = Int64(Date().timeIntervalSince1970)
        writer.member("eventTime", EventTime(nanoseconds: seconds * 1_000_000_000).description)
        writer.member("producer", producer)
        writer.member("schemaURL", schema)
        writer.key("job")
        writer.beginObject()
        writer.member("namespace", namespace)
        writer.member("name", file.source.path)
        writer.key("facets")
        writer.beginObject()
        writer.key("sql")
        facet("https://openlineage.io/spec/facets/1-1-0/SQLJobFacet.json", &writer)
        writer.member("query", file.source.text)
        writer.member("dialect", file.result.dialect.rawValue)
        writer.endObject()
        writer.endObject()
        writer.endObject()
        datasets("inputs", file.result.inputs, file.result, namespace, &writer)
        datasets("outputs", file.result.outputs, file.result, namespace, &writer)
        writer.endObject()
        return writer.bytes
    }

    /// Opens a facet; the caller closes it.
    private static func facet(_ url: String, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("_producer", producer)
        writer.member("_schemaURL", url)
    }

    private static func datasets(
        _ key: StaticString, _ tables: [SQLLineageResult.TableName], _ result: SQLLineageResult, _ namespace: String,
        _ writer: inout JSONWriter
    ) {
        writer.key(key)
        writer.beginArray()
        for table in tables {
            writer.beginObject()
            writer.member("namespace", namespace)
            writer.member("name", table.description)
            let columns = result.columns.filter { $0.column.table == table && $0.column.name != "*" }
            if !columns.isEmpty {
                writer.key("facets")
                writer.beginObject()
                columnLineage(columns, result, namespace, &writer)
                writer.endObject()
            }
            writer.endObject()
        }
        writer.endArray()
    }

    private static func columnLineage(
        _ columns: [SQLLineageResult.OutputColumn], _ result: SQLLineageResult, _ namespace: String,
        _ writer: inout JSONWriter
    ) {
        writer.key("columnLineage")
        facet("https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json", &writer)
        writer.key("fields")
        writer.beginObject()
        for column in columns {
            writer.key(ByteString(column.column.name))
            writer.beginObject()
            writer.key("inputFields")
            writer.beginArray()
            for input in column.inputs where input.column.name != "*" {
                inputField(input.column, namespace, input.transformations, &writer)
            }
            writer.endArray()
            writer.endObject()
        }
        writer.endObject()
        writer.key("dataset")
        writer.beginArray()
        for edge in result.indirect { indirectField(edge, namespace, &writer) }
        writer.endArray()
        writer.endObject()
    }

    private static func inputField(
        _ column: SQLLineageResult.ColumnName, _ namespace: String,
        _ transformations: [SQLLineageResult.Transformation], _ writer: inout JSONWriter
    ) {
        guard let table = column.table else { return }
        writer.beginObject()
        writer.member("namespace", namespace)
        writer.member("name", table.description)
        writer.member("field", column.name)
        writer.key("transformations")
        writer.beginArray()
        for transformation in transformations {
            writer.beginObject()
            writer.member("type", transformation.kind.type)
            writer.member("subtype", transformation.kind.rawValue)
            writer.member("description", "")
            writer.member("masking", transformation.masking)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    private static func indirectField(
        _ edge: SQLLineageResult.IndirectEdge, _ namespace: String, _ writer: inout JSONWriter
    ) {
        guard let table = edge.column.table else { return }
        writer.beginObject()
        writer.member("namespace", namespace)
        writer.member("name", table.description)
        writer.member("field", edge.column.name)
        writer.key("transformations")
        writer.beginArray()
        writer.beginObject()
        writer.member("type", "INDIRECT")
        writer.member("subtype", edge.kind.rawValue)
        writer.member("description", "")
        writer.member("masking", false)
        writer.endObject()
        writer.endArray()
        writer.endObject()
    }
}
