package import JSONBytes
import SQLDatabase

/// Where datasets are kept, as the `dataSource` facet or the deprecated API tell.
package struct SourceRecord: Sendable, Hashable {
    package var name: ByteString
    package var type: ByteString
    /// ns.
    package var createdAt: Int64
    /// ns.
    package var updatedAt: Int64
    package var url: ByteString
    package var description: ByteString?
}

package struct TagRecord: Sendable, Hashable {
    package var name: ByteString
    package var description: ByteString?

    package init(name: ByteString, description: ByteString?) {
        self.name = name
        self.description = description
    }
}

extension CatalogReader {
    /// The source of datasets that name none.
    package static let defaultSource: ByteString = "default"
    /// What Marquez says of every source that events name.
    private static let observedSourceType: ByteString = "POSTGRESQL"

    package func sources(limit: Int, offset: Int) throws -> [SourceRecord] {
        let names = try connection.rows(
            """
            SELECT name FROM (SELECT name FROM source UNION SELECT source FROM source_dataset) AS named
            ORDER BY name
            """
        ) { ByteString(bytes: $0.blob(0)) }
        let all = Set(names).union([Self.defaultSource]).sorted()
        return try all.dropFirst(offset).prefix(limit).compactMap { try source($0) }
    }

    package func source(_ name: ByteString) throws -> SourceRecord? {
        let declared = try connection.first(
            "SELECT type, url, description, created, updated FROM source WHERE name = ?1", [.blob(name.bytes)]
        ) { row in
            SourceRecord(
                name: name, type: ByteString(bytes: row.blob(0)), createdAt: row.int(3), updatedAt: row.int(4),
                url: ByteString(bytes: row.blob(1)), description: row.blobOrNil(2).map { ByteString(bytes: $0) })
        }
        if let declared { return declared }
        let observed =
            try connection.first(
                """
                SELECT MIN(entity.first_seen), MAX(entity.last_seen), MAX(entity.id) FROM source_dataset
                    JOIN entity ON entity.id = source_dataset.dataset
                WHERE source_dataset.source = ?1
                """, [.blob(name.bytes)]
            ) { row in row.isNull(0) ? nil : (row.int(0), row.int(1), row.int(2)) } ?? nil
        if let (first, last, dataset) = observed, first <= time {
            return SourceRecord(
                name: name, type: Self.observedSourceType, createdAt: first, updatedAt: max(first, min(last, time)),
                url: try url(ofSource: name, dataset: dataset), description: nil)
        }
        guard name == Self.defaultSource else { return nil }
        let created = try catalogCreation()
        return SourceRecord(
            name: name, type: Self.observedSourceType, createdAt: created, updatedAt: created, url: "", description: nil
        )
    }

    private func url(ofSource name: ByteString, dataset: Int64) throws -> ByteString {
        guard let dataset = try entity(dataset) else { return "" }
        let facet = try registerFacets(of: [dataset]).values["dataSource"]
        return facet?["name"]?.byteString == name ? facet?["uri"]?.byteString ?? "" : ""
    }

    package func tags(limit: Int, offset: Int) throws -> [TagRecord] {
        try connection.rows(
            "SELECT name, description FROM tag ORDER BY name LIMIT ?1 OFFSET ?2", [SQLValue(limit), SQLValue(offset)]
        ) { TagRecord(name: ByteString(bytes: $0.blob(0)), description: $0.blobOrNil(1).map { ByteString(bytes: $0) }) }
    }

    package func tag(_ name: ByteString) throws -> TagRecord? {
        try connection.first("SELECT name, description FROM tag WHERE name = ?1", [.blob(name.bytes)]) {
            TagRecord(name: name, description: $0.blobOrNil(1).map { ByteString(bytes: $0) })
        }
    }
}
