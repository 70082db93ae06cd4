package import JSONBytes
package import OpenLineage
import SQLDatabase

extension CatalogReader {
    /// A facet of a dataset at the time of the reader: which record of the log holds it.
    package struct KindFacet: Sendable {
        package var name: ByteString
        package var seq: Int64
        /// Stands for the value.
        package var hash: Digest128
    }

    /// The facets that tell the kind of a dataset.
    static let kindFacetNames: Set<ByteString> = [
        "catalog", "datasetType", "feast_entity", "feast_featureService", "feast_featureView", "feast_onlineStore",
        "storage", "symlinks",
    ]

    /// The facets of a dataset that tell its kind, ordered by name.
    package func kindFacets(of dataset: EntityRecord) throws -> [KindFacet] {
        guard dataset.hasKindFacets else { return [] }
        let statement = try connection.statement(
            """
            SELECT key, seq, value_hash FROM register
            WHERE entity = ?1 AND time <= ?2 AND key IN (
                CAST('fcatalog' AS BLOB), CAST('fdatasetType' AS BLOB), CAST('ffeast_entity' AS BLOB),
                CAST('ffeast_featureService' AS BLOB), CAST('ffeast_featureView' AS BLOB),
                CAST('ffeast_onlineStore' AS BLOB), CAST('fstorage' AS BLOB), CAST('fsymlinks' AS BLOB))
            ORDER BY key, time, rank, digest
            """)
        statement.bind(1, dataset.id)
        statement.bind(2, time)
        defer { statement.reset() }
        var facets: [KindFacet] = []
        while try statement.step() {
            let facet = KindFacet(
                name: ByteString(bytes: Array(statement.blob(0).dropFirst())), seq: statement.int(1),
                hash: Digest128(bytes: statement.blob(2)))
            if facets.last?.name == facet.name { facets[facets.count - 1] = facet } else { facets.append(facet) }
        }
        return facets
    }

    /// The values of facets, as one set; those whose record was erased are left out.
    package func facetSet(_ facets: [KindFacet], of dataset: DatasetID) throws -> FacetSet {
        var writer = JSONWriter()
        writer.beginObject()
        for facet in facets {
            guard let event = try payloads.event(facet.seq) else { continue }
            let mentions = event.mentions
            let value = mentions.lazy.filter { $0.id == dataset }.compactMap { $0.facets[facet.name] }.first
            guard let value, !value.isDeleted else { continue }
            writer.key(facet.name)
            writer.raw(value.value)
        }
        writer.endObject()
        return FacetSet(try? JSONDocument(parsing: writer.bytes).root)
    }

    /// The registers of what jobs say about the columns of a dataset, each in each role, at the time of the reader.
    package func schemaSteps(of dataset: Int64) throws -> [ObservationReader.RegisterStep] {
        try observations.registers(of: dataset, through: time).filter {
            $0.key.count > 2 && $0.key[0] == UInt8(ascii: "s")
        }
    }

    /// The columns of a dataset by what its readers and writers say.
    package func columns(of dataset: DatasetID, _ steps: [ObservationReader.RegisterStep]) throws -> [SchemaFold.Column]
    {
        let reports = try steps.compactMap { step -> SchemaFold.Report? in
            let role = MentionRole(rawValue: Int64(step.key[1]))
            guard let event = try payloads.event(step.seq) else { return nil }
            let mentions =
                switch role {
                case .input: event.inputs
                case .output: event.outputs
                default: event.dataset.map { [$0] } ?? []
                }
            guard let facets = mentions.first(where: { $0.id == dataset && $0.facets["schema"] != nil })?.facets,
                let schema = facets["schema"], !schema.isDeleted
            else { return nil }
            return SchemaFold.Report(
                point: step.point, isWriter: role != .input, isComplete: SchemaFold.isComplete(facets),
                columns: SchemaFold.columns(of: schema.value))
        }
        return SchemaFold.columns(of: reports)
    }
}
