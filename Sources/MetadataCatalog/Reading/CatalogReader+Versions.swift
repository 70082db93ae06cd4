import JSONBytes
package import OpenLineage
import SQLDatabase

extension CatalogReader {
    /// One version as the table keeps it.
    struct VersionRow {
        var dataset: EntityRecord
        /// End of the writing run, or time of the DatasetEvent; `.max` while the run has not ended.
        var time: Int64
        var source: Source

        enum Source {
            case run(Int64)
            /// Record of a DatasetEvent.
            case event(seq: Int64)
            /// What was read before anything is known to have written it.
            case firstState
        }
    }

    /// The versions of a dataset, newest first.
    package func versions(of dataset: EntityRecord, limit: Int, offset: Int) throws -> [DatasetVersionDetail] {
        try versionRows(of: dataset, count: limit, offset: offset).compactMap { try version($0) }
    }

    package func versionCount(of dataset: EntityRecord) throws -> Int {
        var count = 0
        for member in try component(of: dataset) {
            count += try openVersions(of: member).count
            count += Int(
                try connection.first(
                    "SELECT COUNT(*) FROM dataset_version WHERE dataset = ?1 AND time <= ?2",
                    [.integer(member.id), .integer(time)]
                ) { $0.int(0) } ?? 0)
            for straddling in try straddlingVersions(of: member) {
                if straddling.storedTime <= time { count -= 1 }
                if let end = straddling.time, end <= time { count += 1 }
            }
            if try hasFirstState(member) { count += 1 }
        }
        return count
    }

    /// The version of that id; nil if the dataset has none such.
    package func version(_ id: UUIDBytes, of dataset: EntityRecord) throws -> DatasetVersionDetail? {
        for member in try component(of: dataset) {
            if let row = try versionRow(id, of: member) { return try version(row) }
        }
        return nil
    }

    func versionRow(_ id: UUIDBytes, of member: EntityRecord) throws -> VersionRow? {
        let name = member.datasetID
        if id == VersionID.ofFirstState(name) { return VersionRow(dataset: member, time: .min, source: .firstState) }
        let runs = try connection.rows(
            """
            SELECT run.id, dataset_version.time FROM run JOIN dataset_version
                ON dataset_version.dataset = ?2 AND dataset_version.unit = run.id * 4 + 1
                AND dataset_version.time = COALESCE(run.terminal, 9223372036854775807)
            WHERE run.uuid = ?1 AND run.first <= ?3 ORDER BY dataset_version.time DESC, run.run_id, run.sent_job
            """, [.blob(VersionID.of(name, writtenBy: id).bytes), .integer(member.id), .integer(time)]
        ) { (run: $0.int(0), time: $0.int(1)) }
        let straddling = try runs.isEmpty ? [] : straddlingVersions(of: member)
        for run in runs {
            guard let past = straddling.first(where: { $0.run == run.run }) else {
                return VersionRow(dataset: member, time: run.time, source: .run(run.run))
            }
            if let end = past.time { return VersionRow(dataset: member, time: end, source: .run(run.run)) }
        }
        let events = try connection.rows(
            "SELECT time, unit FROM dataset_version WHERE dataset = ?1 AND unit % 4 = 0 AND time <= ?2",
            [.integer(member.id), .integer(time)]
        ) { VersionRow(dataset: member, time: $0.int(0), source: .event(seq: $0.int(1) >> 2)) }
        return try events.first { try versionID(of: $0) == id }
    }

    /// The id of the newest version that is complete, or of the one being written if there is no other.
    func currentVersion(of members: [EntityRecord]) throws -> UUIDBytes? {
        var newest: VersionRow?
        for member in members {
            guard let row = try latestVersion(of: member, atOrBefore: time) else { continue }
            if newest.map({ $0.time < row.time }) ?? true { newest = row }
        }
        if let newest { return try versionID(of: newest) }
        for member in members {
            if let open = try openVersions(of: member).first { return try versionID(of: open) }
        }
        for member in members where try hasFirstState(member) { return VersionID.ofFirstState(member.datasetID) }
        return nil
    }

    /// The version that a run read: the newest complete one when it started, else the state before all of them.
    func inputVersion(of id: DatasetID, at start: Int64, reader run: Int64) throws -> UUIDBytes {
        guard let dataset = try exactDataset(id) else { return VersionID.ofFirstState(id) }
        let row = try latestVersion(of: dataset, atOrBefore: min(start, time), otherThan: UnitID(.run, run))
        return try row.flatMap { try versionID(of: $0) } ?? VersionID.ofFirstState(id)
    }

    func latestVersion(
        of member: EntityRecord, atOrBefore limit: Int64, otherThan unit: UnitID = UnitID(.run, 0)
    ) throws -> VersionRow? {
        let straddling = try straddlingVersions(of: member)
        let passedOver = Set(straddling.map { UnitID(.run, $0.run).stored }).union([unit.stored])
        var latest = try latestStoredVersion(of: member, atOrBefore: limit, otherThan: passedOver)
        for past in straddling where UnitID(.run, past.run) != unit {
            guard let end = past.time, end <= limit else { continue }
            let row = VersionRow(dataset: member, time: end, source: .run(past.run))
            if let known = latest, try !follows(row, known) { continue }
            latest = row
        }
        return latest
    }

    /// The newest version in the table; of several of one time that of the greatest run id.
    private func latestStoredVersion(
        of member: EntityRecord, atOrBefore limit: Int64, otherThan units: Set<Int64>
    ) throws -> VersionRow? {
        var found: VersionRow?
        try connection.scan(
            """
            SELECT time, unit FROM dataset_version WHERE dataset = ?1 AND time <= ?2
            ORDER BY time DESC, COALESCE((SELECT run_id FROM run WHERE run.id = dataset_version.unit / 4), '') DESC,
                unit DESC
            """, [.integer(member.id), .integer(limit)]
        ) { row in
            guard !units.contains(row.int(1)) else { return true }
            found = Self.row(member, row.int(0), unit: row.int(1))
            return false
        }
        return found
    }

    private func follows(_ row: VersionRow, _ other: VersionRow) throws -> Bool {
        if row.time != other.time { return row.time > other.time }
        func runID(_ row: VersionRow) throws -> [UInt8] {
            guard case .run(let id) = row.source else { return [] }
            return try observations.row(ofRun: id)?.runID ?? []
        }
        return try runID(other).lexicographicallyPrecedes(runID(row))
    }

    func versionID(of row: VersionRow) throws -> UUIDBytes? {
        let name = row.dataset.datasetID
        switch row.source {
        case .firstState: return VersionID.ofFirstState(name)
        case .run(let id):
            return try observations.row(ofRun: id).map {
                VersionID.of(name, writtenBy: RunID(ByteString(bytes: $0.runID)).uuid)
            }
        case .event(let seq):
            return try eventPoint(seq, of: row.dataset).map { VersionID.of(name, event: $0) }
        }
    }

    private func eventPoint(_ seq: Int64, of dataset: EntityRecord) throws -> OrderPoint? {
        try connection.first(
            """
            SELECT unit_event.time, unit_event.rank, unit_event.digest FROM log JOIN unit_event
                ON unit_event.unit = log.unit AND unit_event.time = log.event_time AND unit_event.seq = log.seq
            WHERE log.seq = ?1
            """, [.integer(seq)]
        ) { OrderPoint(time: $0.int(0), rank: UInt8(clamping: $0.int(1)), digest: Digest128(bytes: $0.blob(2))) }
    }

    // MARK: - Rows

    private static func row(_ dataset: EntityRecord, _ time: Int64, unit: Int64) -> VersionRow {
        VersionRow(dataset: dataset, time: time, source: unit & 3 == 0 ? .event(seq: unit >> 2) : .run(unit >> 2))
    }

    private func versionRows(of dataset: EntityRecord, count: Int, offset: Int) throws -> [VersionRow] {
        let members = try component(of: dataset)
        var rows = try members.flatMap { try openVersions(of: $0) }
        let needed = max(0, count.addingReportingOverflow(offset).partialValue)
        let straddling = try members.flatMap { try straddlingVersions(of: $0) }
        // With one name the database skips; the rows of several names are merged here.
        let open = rows.count
        let skip = members.count == 1 && straddling.isEmpty && offset > open ? offset - open : 0
        for member in members {
            rows += try closedVersions(of: member, count: max(0, needed - skip), offset: skip)
            if try hasFirstState(member) {
                rows.append(VersionRow(dataset: member, time: .min, source: .firstState))
            }
        }
        if members.count > 1 || !straddling.isEmpty { try rows.sort { try follows($0, $1) } }
        if skip > 0 {
            rows.removeFirst(open)
            // What was skipped ends before the state that closes the list.
            return Array(rows.prefix(count))
        }
        return Array(rows.dropFirst(offset).prefix(count))
    }

    /// Versions that were complete at the reader's time, newest first but for those of runs with later events.
    private func closedVersions(of member: EntityRecord, count: Int, offset: Int) throws -> [VersionRow] {
        let straddling = try straddlingVersions(of: member)
        var rows = try connection.rows(
            """
            SELECT time, unit FROM dataset_version WHERE dataset = ?1 AND time <= ?2
            ORDER BY time DESC, (SELECT run_id FROM run WHERE run.id = dataset_version.unit / 4) DESC, unit DESC
            LIMIT ?3 OFFSET ?4
            """, [.integer(member.id), .integer(time), SQLValue(count + straddling.count), SQLValue(offset)]
        ) { Self.row(member, $0.int(0), unit: $0.int(1)) }
        guard !straddling.isEmpty else { return rows }
        let runs = Set(straddling.map(\.run))
        rows.removeAll { if case .run(let id) = $0.source { runs.contains(id) } else { false } }
        for past in straddling {
            guard let end = past.time, end <= time else { continue }
            rows.append(VersionRow(dataset: member, time: end, source: .run(past.run)))
        }
        return rows
    }

    /// Versions of runs that were under way at the reader's time, youngest first.
    private func openVersions(of member: EntityRecord) throws -> [VersionRow] {
        let straddling = try straddlingVersions(of: member).filter { $0.time == .max }
        var runs = Set(straddling.map(\.run))
        runs.formUnion(
            try connection.rows(
                """
                SELECT run.id FROM dataset_version JOIN run ON run.id = dataset_version.unit / 4
                WHERE dataset_version.dataset = ?1 AND dataset_version.time = 9223372036854775807
                    AND dataset_version.unit % 4 = 1 AND run.last <= ?2
                """, [.integer(member.id), .integer(time)]
            ) { $0.int(0) })
        let rows = try runs.compactMap { try observations.row(ofRun: $0) }.filter { $0.first <= time }
        return rows.sorted {
            $0.first != $1.first ? $0.first > $1.first : $1.runID.lexicographicallyPrecedes($0.runID)
        }.map { VersionRow(dataset: member, time: .max, source: .run($0.id)) }
    }

    /// Whether something read the dataset before the first write that is known.
    private func hasFirstState(_ member: EntityRecord) throws -> Bool {
        try connection.first(
            """
            SELECT 1 FROM mention WHERE entity = ?1 AND role = 1 AND time <= ?2 AND time < ?3 LIMIT 1
            """, [.integer(member.id), .integer(time), .integer(try firstWrite(of: member))]
        ) { _ in true } ?? false
    }

    /// When the oldest version was complete; `.max` if there is none.
    private func firstWrite(of member: EntityRecord) throws -> Int64 {
        let straddling = try straddlingVersions(of: member)
        let passedOver = Set(straddling.map { UnitID(.run, $0.run).stored })
        let statement = try connection.statement(
            "SELECT time, unit FROM dataset_version WHERE dataset = ?1 ORDER BY time, unit")
        statement.bind(1, member.id)
        defer { statement.reset() }
        var first = straddling.compactMap(\.time).min() ?? .max
        while try statement.step() {
            guard !passedOver.contains(statement.int(1)) else { continue }
            first = min(first, statement.int(0))
            break
        }
        return first
    }

    // MARK: - Contents

    /// What a DatasetEvent tells about a dataset, in the order of facets in an answer.
    private func facets(of id: DatasetID, in event: JSONValue?) -> FacetFold {
        var fold = FacetFold()
        for mention in event.map({ Self.mentions(of: id, in: $0) }) ?? [] {
            fold.add(FacetSet(mention.json["facets"]))
            fold.add(FacetSet(mention.json["inputFacets"]))
            fold.add(FacetSet(mention.json["outputFacets"]))
        }
        return fold
    }

    /// All facets of a dataset that the events of a run list as an output.
    private func writtenFacets(of id: DatasetID, run: Int64) throws -> FacetFold {
        var folds: [DatasetID: FacetFold] = [:]
        for (_, seq) in try observations.tellingEvents(ofRun: run, through: time).events {
            let outputs = try document(seq)?.root["outputs"]
            RunFacts.collect(outputs, ["facets", "inputFacets", "outputFacets"], into: &folds)
        }
        return folds[id] ?? FacetFold()
    }

    private func version(_ row: VersionRow) throws -> DatasetVersionDetail? {
        guard let id = try versionID(of: row) else { return nil }
        let name = row.dataset.datasetID
        let registers = try registerFacets(of: [row.dataset])
        var facets = FacetFold()
        var run: RunDetail?
        var createdAt = row.time
        switch row.source {
        case .firstState:
            for facet in registers.shown { facets.set(facet.name, facet.value) }
            createdAt = row.dataset.firstSeen
        case .event(let seq):
            facets = self.facets(of: name, in: try document(seq)?.root)
        case .run(let runID):
            run = try self.run(runID, depth: .full)
            facets = try writtenFacets(of: name, run: runID)
            createdAt = run.map { $0.endedAt ?? $0.startedAt ?? $0.createdAt } ?? row.dataset.firstSeen
        }
        let columns = facets["schema"].map { SchemaFold.columns(of: $0) } ?? registers.columns
        let declared = facets[DeclaredFacet.name] ?? registers.values[DeclaredFacet.name]
        let tags = try tags(of: [row.dataset], facet: registers.values["tags"])
        return DatasetVersionDetail(
            id: name, version: id, isStream: DeclaredFacet.text(declared, "type") == "STREAM",
            physicalName: DeclaredFacet.text(declared, "physicalName") ?? name.name, createdAt: createdAt,
            sourceName: facets["dataSource"]?["name"]?.byteString ?? registers.sourceName,
            schemaLocation: DeclaredFacet.text(declared, "schemaLocation"), fields: tags.fields(columns),
            tags: tags.ofDataset, lifecycleState: facets["lifecycleStateChange"]?["lifecycleStateChange"]?.byteString,
            description: (facets["documentation"] ?? registers.values["documentation"])?["description"]?.byteString,
            schemaVersion: columns.isEmpty ? nil : VersionID.of(name, columns: columns), run: run, facets: facets.shown)
    }
}

extension RegisterFacets {
    /// The source of the `dataSource` facet.
    var sourceName: ByteString {
        values["dataSource"]?["name"]?.byteString ?? values[DeclaredFacet.name]?["sourceName"]?.byteString ?? "default"
    }
}
