package import JSONBytes
package import OpenLineage

/// A dataset as `/api/v1` shows it, as of the time of the reader.
package struct DatasetDetail: Sendable {
    /// The canonical name.
    package var id: DatasetID
    /// Further names of the same thing, sorted.
    package var aliases: [DatasetID]
    /// Whether the deprecated API declared it a stream.
    package var isStream: Bool
    package var physicalName: ByteString
    /// Event times, ns.
    package var createdAt: Int64
    package var updatedAt: Int64
    package var sourceName: ByteString
    /// Where the schema of a stream is kept.
    package var schemaLocation: ByteString?
    package var fields: [Field]
    package var tags: [ByteString]
    /// Event time at which a run last wrote it successfully, ns.
    package var lastModifiedAt: Int64?
    /// `lifecycleStateChange`; nil if there was none.
    package var lifecycleState: ByteString?
    package var description: ByteString?
    package var currentVersion: UUIDBytes?
    package var facets: [FacetValue]
    /// Nil if nothing is told about columns.
    package var columnLineage: [ColumnOrigin]?

    /// Whether the last lifecycle change dropped it.
    package var isDeleted: Bool { lifecycleState.map { $0.string.uppercased() == "DROP" } ?? false }

    package struct Field: Sendable {
        package var name: ByteString
        package var type: ByteString?
        package var description: ByteString?
        package var tags: [ByteString]
    }

    /// From which columns a column is made.
    package struct ColumnOrigin: Sendable {
        package var name: ByteString
        package var inputs: [Input]
        package var transformationDescription: ByteString?
        package var transformationType: ByteString?
    }

    package struct Input: Sendable {
        package var dataset: DatasetID
        package var field: ByteString
        package var transformations: [Derivation.Transformation]
        package var transformationDescription: ByteString?
        package var transformationType: ByteString?
    }
}

/// A version of a dataset: what one run wrote, or a DatasetEvent told.
package struct DatasetVersionDetail: Sendable {
    package var id: DatasetID
    package var version: UUIDBytes
    package var isStream: Bool
    package var physicalName: ByteString
    /// Event time, ns: the end of the run, or its start while it is under way.
    package var createdAt: Int64
    package var sourceName: ByteString
    package var schemaLocation: ByteString?
    package var fields: [DatasetDetail.Field]
    package var tags: [ByteString]
    package var lifecycleState: ByteString?
    package var description: ByteString?
    package var schemaVersion: UUIDBytes?
    package var run: RunDetail?
    package var facets: [FacetValue]
}

/// The two members that Marquez has for a transformation, from those of the specification.
package enum LegacyTransformation {
    /// IDENTITY if all are direct and identical, MASKED if any masks, else the subtype (or type) of the first; the
    /// descriptions joined.
    package static func summary(
        of transformations: [Derivation.Transformation]
    ) -> (type: ByteString?, description: ByteString?) {
        let described = transformations.compactMap(\.description).filter { !$0.isEmpty }
        let description =
            described.isEmpty
            ? nil : ByteString(bytes: Array(Set(described).sorted().map(\.bytes).joined(separator: Array("; ".utf8))))
        guard let first = transformations.first else { return (nil, description) }
        if transformations.contains(where: { $0.masking ?? false }) { return ("MASKED", description) }
        if transformations.allSatisfy({ $0.type == "DIRECT" && $0.subtype == "IDENTITY" }) {
            return ("IDENTITY", description)
        }
        let named = first.subtype.flatMap { $0.isEmpty ? nil : $0 } ?? first.type
        return (named.isEmpty ? nil : named, description)
    }
}
