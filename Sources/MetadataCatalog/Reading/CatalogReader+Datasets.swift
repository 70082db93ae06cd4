package import JSONBytes
import OpenLineage
import SQLDatabase

extension CatalogReader {
    /// Datasets of a namespace by name, each thing once under its canonical name.
    package func datasets(inNamespace namespace: ByteString, limit: Int, offset: Int) throws -> [EntityRecord] {
        let hidden = try aliasIDs()
        let statement = try connection.prepare(
            """
            SELECT entity.id FROM entity WHERE \(visible(.dataset)) AND entity.namespace = ?4
            ORDER BY entity.name LIMIT ?2 OFFSET ?3
            """)
        statement.bind(1, time)
        statement.bind(2, hidden.isEmpty ? limit : limit.addingReportingOverflow(offset + hidden.count).partialValue)
        statement.bind(3, hidden.isEmpty ? offset : 0)
        statement.bind(4, try namespaceID(namespace) ?? 0)
        defer { statement.reset() }
        var ids: [Int64] = []
        var skipped = hidden.isEmpty ? offset : 0
        while ids.count < limit, try statement.step() {
            let id = statement.int(0)
            if hidden.contains(id) { continue }
            if skipped < offset { skipped += 1 } else { ids.append(id) }
        }
        statement.reset()
        return try ids.compactMap { try entity($0) }
    }

    package func datasetCount(inNamespace namespace: ByteString) throws -> Int {
        let filter = try namespaceID(namespace) ?? 0
        let aliases = try aliasIDs().compactMap { try entity($0) }
        return try visibleCount(.dataset, inNamespace: filter)
            - aliases.filter { !$0.isHidden && $0.namespaceID == filter }.count
    }

    /// Everything that `/api/v1` shows of a dataset.
    ///
    /// - Parameter asNode: leaves out what the nodes of graphs do not show: versions, facets, column lineage.
    package func detail(ofDataset dataset: EntityRecord, asNode: Bool = false) throws -> DatasetDetail {
        let members = try component(of: dataset)
        let canonical = members.first ?? dataset
        let registers = try registerFacets(of: members)
        let tags = try tags(of: members, facet: registers.values["tags"])
        let declared = registers.values[DeclaredFacet.name]
        var detail = DatasetDetail(
            id: canonical.datasetID, aliases: members.dropFirst().map(\.datasetID).sorted(),
            isStream: DeclaredFacet.text(declared, "type") == "STREAM",
            physicalName: DeclaredFacet.text(declared, "physicalName") ?? canonical.name,
            createdAt: members.map(\.firstSeen).min() ?? canonical.firstSeen,
            updatedAt: members.map(\.updatedAt).max() ?? canonical.updatedAt, sourceName: registers.sourceName,
            schemaLocation: DeclaredFacet.text(declared, "schemaLocation"), fields: tags.fields(registers.columns),
            tags: tags.ofDataset, lastModifiedAt: try lastWrite(of: members),
            lifecycleState: registers.values["lifecycleStateChange"]?["lifecycleStateChange"]?.byteString,
            description: registers.values["documentation"]?["description"]?.byteString,
            currentVersion: nil, facets: [], columnLineage: nil)
        if asNode { return detail }
        detail.currentVersion = try currentVersion(of: members)
        detail.facets = registers.shown
        try addRoleFacets(to: &detail.facets, members)
        detail.columnLineage = try columnLineage(of: members)
        return detail
    }

    /// Input facets of the newest reading run and output facets of the newest writing one join those of the dataset.
    private func addRoleFacets(to facets: inout [FacetValue], _ members: [EntityRecord]) throws {
        var known = Set(facets.map(\.name))
        for member in members {
            var fold = FacetFold()
            let (reading, writing) = (try newestReading(of: member), try newestWriting(of: member))
            for facet in reading?.inputs[member.datasetID]?.shown ?? [] { fold.set(facet.name, facet.value) }
            for facet in writing?.outputs[member.datasetID]?.shown ?? [] { fold.set(facet.name, facet.value) }
            for facet in fold.shown where known.insert(facet.name).inserted { facets.append(facet) }
        }
    }

    /// How many mentions are looked at for the newest one as an input.
    private static let mentionsMax = 256

    private func newestReading(of member: EntityRecord) throws -> RunFacts? {
        let found = try connection.first(
            """
            SELECT seq, (SELECT unit FROM log WHERE log.seq = newest.seq) FROM (SELECT seq, role, time FROM mention
                WHERE entity = ?1 AND time <= ?2 ORDER BY time DESC, seq DESC LIMIT ?3) AS newest
            WHERE role = 1 ORDER BY time DESC, seq DESC LIMIT 1
            """, [.integer(member.id), .integer(time), SQLValue(Self.mentionsMax)]
        ) { (seq: $0.int(0), unit: UnitID(stored: $0.int(1))) }
        guard let found else { return nil }
        if let unit = found.unit, unit.kind == .run {
            return try observations.row(ofRun: unit.row).map { try self.facts(ofRun: $0) }
        }
        var facts = RunFacts()
        facts.add(try document(found.seq)?.root, at: .end(of: time))
        return facts
    }

    private func newestWriting(of member: EntityRecord) throws -> RunFacts? {
        guard case .run(let id)? = try latestVersion(of: member, atOrBefore: time)?.source else { return nil }
        return try observations.row(ofRun: id).map { try facts(ofRun: $0) }
    }

    /// How many versions are looked at for the newest one of a successful run.
    private static let versionsMax = 64

    private func lastWrite(of members: [EntityRecord]) throws -> Int64? {
        var newest: Int64?
        for member in members {
            let straddling = try straddlingVersions(of: member)
            for past in straddling {
                guard let end = past.time, end <= time, let row = try observations.row(ofRun: past.run),
                    try pastFold(of: row)?.terminal?.eventType == .complete
                else { continue }
                newest = max(newest ?? end, end)
            }
            let passedOver = Set(straddling.map(\.run))
            try connection.query(
                """
                SELECT version.time, run.id FROM (SELECT time, unit FROM dataset_version WHERE dataset = ?1 AND time <= ?2
                    ORDER BY time DESC, unit DESC LIMIT ?3) AS version
                LEFT JOIN run ON version.unit % 4 = 1 AND run.id = version.unit / 4
                WHERE run.id IS NULL OR run.terminal_rank = 5 ORDER BY version.time DESC
                """, [.integer(member.id), .integer(time), SQLValue(Self.versionsMax)]
            ) { row in
                if let run = row.intOrNil(1), passedOver.contains(run) { return true }
                newest = max(newest ?? row.int(0), row.int(0))
                return false
            }
        }
        return newest
    }

    // MARK: - Tags

    struct Tags {
        var ofDataset: [ByteString]
        var ofFields: [ByteString: Set<ByteString>]

        func fields(_ columns: [SchemaFold.Column]) -> [DatasetDetail.Field] {
            columns.map {
                DatasetDetail.Field(
                    name: $0.name, type: $0.type, description: $0.description, tags: (ofFields[$0.name] ?? []).sorted())
            }
        }
    }

    /// Tags that the API gave and those of the `tags` facet; a tag with an empty field belongs to the whole.
    func tags(of members: [EntityRecord], facet: JSONValue?) throws -> Tags {
        var fields: [ByteString: Set<ByteString>] = [:]
        for member in members {
            // Of the changes received by then the last one of the log counts.
            try connection.query(
                """
                SELECT field, tag, is_set FROM entity_tag WHERE entity = ?1 AND time <= ?2 ORDER BY field, tag, seq
                """, [.integer(member.id), .integer(time)]
            ) { row in
                let (field, tag) = (ByteString(bytes: row.blob(0)), ByteString(bytes: row.blob(1)))
                if row.int(2) == 1 {
                    fields[field, default: []].insert(tag)
                } else {
                    fields[field]?.remove(tag)
                }
                return true
            }
        }
        for tag in facet?["tags"].map({ Array($0.elements) }) ?? [] {
            guard let key = tag["key"]?.byteString else { continue }
            fields[tag["field"]?.byteString ?? "", default: []].insert(key)
        }
        return Tags(ofDataset: (fields[""] ?? []).sorted(), ofFields: fields)
    }

    // MARK: - Columns

    /// From which columns those of a dataset are made at the reader's time; nil if nothing tells.
    private func columnLineage(of members: [EntityRecord]) throws -> [DatasetDetail.ColumnOrigin]? {
        var columns: [ByteString: Derivation.Column] = [:]
        for member in members {
            let owners = try connection.rows(
                "SELECT DISTINCT owner FROM edge WHERE target = ?1 AND kind IN (2, 3)", [.integer(member.id)]
            ) { $0.int(0) }
            for owner in owners {
                for structure in try currentStructures(of: owner) {
                    for derivation in structure.derivations where derivation.target == .dataset(member.datasetID) {
                        for column in derivation.columns { Self.merge(column, into: &columns) }
                    }
                }
            }
        }
        let origins = try columns.values.sorted { $0.name < $1.name }.map { try origin(of: $0) }
            .filter { !$0.inputs.isEmpty }
        return origins.isEmpty ? nil : origins
    }

    private static func merge(_ column: Derivation.Column, into columns: inout [ByteString: Derivation.Column]) {
        guard var known = columns[column.name] else {
            columns[column.name] = column
            return
        }
        for source in column.sources {
            if let index = known.sources.firstIndex(where: {
                $0.endpoint == source.endpoint && $0.column == source.column
            }) {
                let united = Set(known.sources[index].transformations).union(source.transformations)
                known.sources[index].transformations = united.sorted()
            } else {
                known.sources.append(source)
            }
        }
        known.transformationType = known.transformationType ?? column.transformationType
        known.transformationDescription = known.transformationDescription ?? column.transformationDescription
        columns[column.name] = known
    }

    private func origin(of column: Derivation.Column) throws -> DatasetDetail.ColumnOrigin {
        var inputs: [DatasetDetail.Input] = []
        for source in column.sources.sorted() {
            guard case .dataset(let id) = source.endpoint, let field = source.column else { continue }
            let legacy = LegacyTransformation.summary(of: source.transformations)
            inputs.append(
                DatasetDetail.Input(
                    dataset: try canonical(id), field: field, transformations: source.transformations,
                    transformationDescription: column.transformationDescription ?? legacy.description,
                    transformationType: column.transformationType ?? legacy.type))
        }
        return DatasetDetail.ColumnOrigin(
            name: column.name, inputs: inputs,
            transformationDescription: inputs.lazy.compactMap(\.transformationDescription).first,
            transformationType: inputs.lazy.compactMap(\.transformationType).first)
    }
}
