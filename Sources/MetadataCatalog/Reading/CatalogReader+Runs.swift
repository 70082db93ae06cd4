package import JSONBytes
import OpenLineage
import SQLDatabase

/// How much of a run is read.
package enum RunDepth: Sendable {
    /// State and times, from its row.
    case summary
    /// Facets, arguments, nominal times and versions too, from its events.
    case full
}

extension CatalogReader {
    /// The runs of a job, youngest first.
    package func runs(ofJob job: EntityRecord, limit: Int, offset: Int, depth: RunDepth = .full) throws -> [RunDetail] {
        if !isPresent, try hadOtherRuns(job.id) {
            let ids = try pastRuns(ofJob: job.id, name: job.jobID).dropFirst(offset).prefix(limit)
            return try ids.compactMap { try run($0, depth: depth) }
        }
        let ids = try connection.rows(
            """
            SELECT id FROM run WHERE job = ?1 AND first <= ?2 ORDER BY first DESC, run_id DESC, sent_job LIMIT ?3 OFFSET ?4
            """, [.integer(job.id), .integer(time), SQLValue(limit), SQLValue(offset)]
        ) { $0.int(0) }
        return try ids.compactMap { try run($0, depth: depth) }
    }

    package func runCount(ofJob job: EntityRecord) throws -> Int {
        if !isPresent, try hadOtherRuns(job.id) { return try pastRuns(ofJob: job.id, name: job.jobID).count }
        return Int(
            try connection.first(
                "SELECT COUNT(*) FROM run WHERE job = ?1 AND first <= ?2", [.integer(job.id), .integer(time)]
            ) { $0.int(0) } ?? 0)
    }

    /// The run of that id: a UUID, the text that a producer sent, or an id that Marquez derives from it.
    ///
    /// Where several jobs use one id, it is the run that started last, and the others are named in `otherJobs`.
    package func run(id: ByteString) throws -> RunDetail? {
        let rows = try runRows(id: id)
        guard let first = rows.first, var detail = try run(first.id, depth: .full) else { return nil }
        let others = try rows.dropFirst().compactMap { try run($0.id, depth: .summary)?.job }
        detail.otherJobs = Set(others).subtracting([detail.job]).sorted()
        return detail
    }

    /// The runs that an id may mean, the one that answers first: with events of its own, started last.
    package func runRows(id: ByteString) throws -> [ObservationReader.RunRow] {
        let uuid = RunID(id).uuid
        let ids = try connection.rows(
            "SELECT id FROM run WHERE uuid = ?1 UNION SELECT run FROM run_uuid_alias WHERE uuid = ?1",
            [.blob(uuid.bytes)]
        ) { $0.int(0) }
        var rows = try ids.compactMap { try observations.row(ofRun: $0) }.filter { $0.first <= time }
        // A parent that was only named is not another run beside those that sent events.
        if rows.contains(where: { $0.events > 0 }) { rows.removeAll { $0.events == 0 } }
        let named = try rows.map { (row: $0, job: try sentJob($0.sentJob)) }
        return named.sorted { left, right in
            let (a, b) = (left.row.started ?? left.row.first, right.row.started ?? right.row.first)
            if a != b { return a > b }
            guard let first = left.job, let second = right.job else { return left.job != nil }
            return first < second
        }.map(\.row)
    }

    /// One run as of the reader's time; nil if it had not begun.
    package func run(_ id: Int64, depth: RunDepth) throws -> RunDetail? {
        guard let row = try observations.row(ofRun: id), row.first <= time, let sent = try sentJob(row.sentJob) else {
            return nil
        }
        let fold = try pastFold(of: row)
        let terminal = fold.map(\.terminal) ?? row.terminal
        let started = fold.map(\.started) ?? row.started
        let identity = RunID(ByteString(bytes: row.runID))
        var detail = RunDetail(
            row: id, uuid: identity.uuid, runID: identity.bytes, job: try jobName(of: row, sent: sent), sentJob: sent,
            state: try state(of: row, terminal: terminal, started: started), createdAt: fold?.first ?? row.first,
            updatedAt: fold.map { $0.last?.time ?? row.first } ?? max(row.last, row.first))
        if row.events == 0 { detail.updatedAt = detail.createdAt }
        if row.events > 0, detail.state != .new { detail.startedAt = started ?? detail.createdAt }
        detail.endedAt = terminal?.time
        guard depth == .full else { return detail }
        try complete(&detail, row: row, fold: fold)
        return detail
    }

    private func jobName(of row: ObservationReader.RunRow, sent: JobID) throws -> JobID {
        if row.isNamedLater, let name = try observations.jobName(ofRun: row.id, through: time) { return name }
        return try entity(row.job)?.jobID ?? sent
    }

    private func state(
        of row: ObservationReader.RunRow, terminal: OrderPoint?, started: Int64?
    ) throws -> RunDetail.State {
        switch terminal?.eventType {
        case .complete: return .completed
        case .fail: return .failed
        case .abort: return .aborted
        default: break
        }
        // A run that only its children name is under way.
        if started != nil || row.events == 0 { return .running }
        let hasState = try connection.first(
            "SELECT 1 FROM unit_event WHERE unit = ?1 AND time <= ?2 AND rank < 3 LIMIT 1",
            [.integer(UnitID(.run, row.id).stored), .integer(time)]
        ) { _ in true }
        return hasState == nil ? .new : .running
    }

    // MARK: - From the events

    /// The facets that the events of a run tell at the reader's time.
    ///
    /// What was worked out before is gone on with from where it ended, unless an event came late.
    func facts(ofRun row: ObservationReader.RunRow) throws -> RunFacts {
        let isWhole = row.last <= time
        if isWhole, let known = shared.run(row.id) {
            if known.events == row.events { return known }
            if let last = known.last {
                let later = try observations.events(of: UnitID(.run, row.id), after: last)
                if Int64(known.events + later.count) == row.events {
                    return try keep(known, adding: later, ofRun: row.id)
                }
            }
        }
        let telling = try observations.tellingEvents(ofRun: row.id, through: time)
        var facts = RunFacts()
        facts.count(others: telling.others)
        if isWhole { return try keep(facts, adding: telling.events, ofRun: row.id) }
        for (point, seq) in telling.events { facts.add(try document(seq)?.root, at: point) }
        return facts
    }

    private func keep(
        _ known: RunFacts, adding events: [(point: OrderPoint, seq: Int64)], ofRun id: Int64
    ) throws -> RunFacts {
        var facts = known
        for (index, event) in events.enumerated() {
            facts.add(try document(event.seq)?.root, at: event.point)
            // A long run's events would all be held by what is left of each.
            if index % Self.eventsHeldMax == Self.eventsHeldMax - 1 { facts = facts.compacted() }
        }
        facts = facts.compacted()
        shared.add(facts, id)
        return facts
    }

    private static let eventsHeldMax = 256

    private func complete(_ detail: inout RunDetail, row: ObservationReader.RunRow, fold: RunFold?) throws {
        let facts = try facts(ofRun: row)
        detail.facets = facts.run.shown
        describe(&detail, facts.run)
        let structure = try fold?.structure ?? cachedStructure(row.structure)
        let start = detail.startedAt ?? detail.createdAt
        detail.inputs = try structure.inputs.map { id in
            RunDetail.DatasetUse(
                id: id, version: try inputVersion(of: id, at: start, reader: row.id),
                facets: facts.inputs[id]?.shown ?? [])
        }
        detail.outputs = structure.outputs.map { id in
            RunDetail.DatasetUse(
                id: id, version: VersionID.of(id, writtenBy: detail.uuid), facets: facts.outputs[id]?.shown ?? [])
        }
        if detail.endedAt != nil, !structure.isEmpty {
            let hash = fold == nil ? try structureHash(row.structure) : structure.hashBytes
            detail.jobVersion = VersionID.of(detail.job, structureHash: hash)
        }
        try addParents(&detail, row: row, fold: fold, facets: facts.run)
    }

    /// Nominal times and arguments, as Marquez derives them.
    private func describe(_ detail: inout RunDetail, _ facets: FacetFold) {
        let nominal = facets["nominalTime"]
        let nominalStart = nominal?["nominalStartTime"]?.byteString
        let nominalEnd = nominal?["nominalEndTime"]?.byteString
        detail.nominalStart = nominalStart.flatMap { EventTime.parse($0)?.time }
        detail.nominalEnd = nominalEnd.flatMap { EventTime.parse($0)?.time }
        for (name, value) in facets[DeclaredFacet.name]?["args"]?.pairs ?? [] {
            detail.args.append((name, value.byteString ?? ByteString(bytes: Array(value.raw))))
        }
        if facets[DeclaredFacet.name] != nil { return }
        if let start = detail.nominalStart { detail.args.append(("nominal_start_time", ByteString(start.description))) }
        if let end = detail.nominalEnd { detail.args.append(("nominal_end_time", ByteString(end.description))) }
        guard let parent = facets["parent"] ?? facets["parentRun"] else { return }
        if let id = parent["run"]?["runId"]?.byteString { detail.args.append(("run_id", id)) }
        if let name = parent["job"]?["name"]?.byteString { detail.args.append(("name", name)) }
        if let namespace = parent["job"]?["namespace"]?.byteString { detail.args.append(("namespace", namespace)) }
    }

    private func addParents(
        _ detail: inout RunDetail, row: ObservationReader.RunRow, fold: RunFold?, facets: FacetFold
    ) throws {
        let parent = try fold.map { try $0.parent.value.flatMap { try observations.runRow(of: $0) } } ?? row.parent
        var seen: Set<Int64> = [row.id]
        var next = parent
        while let id = next, seen.insert(id).inserted, seen.count <= JobNamingLimits.depthMax {
            guard let ancestor = try observations.row(ofRun: id), let sent = try sentJob(ancestor.sentJob) else {
                break
            }
            let reference = RunDetail.RunReference(
                uuid: RunID(ByteString(bytes: ancestor.runID)).uuid, job: try jobName(of: ancestor, sent: sent))
            if detail.parent == nil { detail.parent = reference }
            detail.root = reference
            next = ancestor.parent
        }
        guard let root = (facets["parent"] ?? facets["parentRun"])?["root"], let id = root["run"]?["runId"]?.byteString,
            let namespace = root["job"]?["namespace"]?.byteString, let name = root["job"]?["name"]?.byteString
        else { return }
        detail.root = RunDetail.RunReference(uuid: RunID(id).uuid, job: JobID(namespace: namespace, name: name))
    }
}

extension JSONValue {
    fileprivate var pairs: [(ByteString, JSONValue)] { members.map { ($0.key, $0.value) } }
}

extension CatalogReader {
    /// The facets of a run's job as the events of this run tell them.
    package func jobFacets(ofRun id: Int64) throws -> [FacetValue] {
        try observations.row(ofRun: id).map { try facts(ofRun: $0).job.shown } ?? []
    }
}

extension CatalogReader {
    /// The type of the newest event of a run, as the specification spells it; nil if it has none.
    package func lastEventType(of run: RunDetail) -> String? {
        let rank = try? connection.first(
            "SELECT rank FROM unit_event WHERE unit = ?1 AND time <= ?2 ORDER BY time DESC, rank DESC, digest DESC LIMIT 1",
            [.integer(UnitID(.run, run.row).stored), .integer(time)]
        ) { $0.int(0) }
        return rank.flatMap { EventType(rawValue: UInt8(clamping: $0))?.text }
    }
}
