import GraphEngine
import JSONBytes
import OpenLineage
import SQLDatabase

extension CatalogWriter {
    func addJobEvent(_ prepared: PreparedEvent, _ receipt: Receipt, _ isCommand: Bool) throws -> Acceptance {
        guard let job = prepared.event.job?.id else { throw CatalogError.damaged("a job event without job") }
        let time = prepared.point.time
        _ = try entities.namespace(job.namespace, at: time)
        let sentJob = try entities.sentJob(job, at: time)
        let unit = UnitID(.job, sentJob)
        guard let seq = try record(prepared, receipt, unit: unit, isCommand: isCommand) else { return .duplicate }
        let entity = try entities.job(job, at: time)
        let newest = try newestEvent(of: unit, without: seq)
        if newest == nil { entities.addMembers(1, to: entity) }
        entities.touch(entity, at: time, isReported: true)
        let isNewest = time > entity.observedUntil
        try mention(entity, role: .job, sentJob: sentJob, prepared.point, seq)
        try observeJobFacets(of: entity, prepared, seq, isNewest: isNewest)
        try addMentions(of: prepared, sentJob: sentJob, seq: seq)
        try declare(entity, prepared)
        try tell(entity, as: .job(job), by: prepared)
        return .accepted(seq: seq)
    }

    private func declare(_ entity: EntityState, _ prepared: PreparedEvent) throws {
        let time = prepared.point.time
        guard time <= present else { return }
        let fragment = prepared.fragment
        let state = try jobState(of: entity)
        guard fragment.touchesStructure else { return }
        let structure = try structures.id(of: RunFold([fragment]).structure)
        if state.declared.map({ $0.point < prepared.point }) ?? true {
            state.declared = (structure, prepared.point)
        }
        markDirty(state)
        let late = time >= state.horizon ? nil : LateEvent(time: time, structures: [structure], reach: time)
        state.horizon = max(state.horizon, time)
        try updateEdges(of: entity, state, at: state.horizon, late: late)
    }

    func addDatasetEvent(_ prepared: PreparedEvent, _ receipt: Receipt, _ isCommand: Bool) throws -> Acceptance {
        guard let dataset = prepared.event.dataset?.id else {
            throw CatalogError.damaged("a dataset event without dataset")
        }
        let time = prepared.point.time
        let entity = try entities.dataset(dataset, at: time, isReported: true)
        let unit = UnitID(.dataset, entity.id)
        guard let seq = try record(prepared, receipt, unit: unit, isCommand: isCommand) else { return .duplicate }
        let newest = try newestEvent(of: unit, without: seq)
        try addMentions(of: prepared, sentJob: 0, seq: seq)
        try connection.enqueue(
            "INSERT INTO dataset_version (dataset, time, unit) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            .integer(entity.id), .integer(time), .integer(UnitID(.command, seq).stored))
        let fragment = prepared.fragment
        guard fragment.touchesStructure, time <= present else { return .accepted(seq: seq) }
        let own = try structures.id(of: RunFold([fragment]).structure)
        let isLate = newest.map { $0 >= prepared.point } ?? false
        try evaluateDataset(
            entity, late: isLate ? LateEvent(time: time, structures: [own], reach: .min) : nil)
        try tell(entity, as: .dataset(dataset), by: prepared)
        return .accepted(seq: seq)
    }

    private func newestEvent(of unit: UnitID, without seq: Int64) throws -> OrderPoint? {
        try connection.first(
            """
            SELECT time, rank, digest FROM unit_event WHERE unit = ?1 AND seq <> ?2
            ORDER BY time DESC, rank DESC, digest DESC LIMIT 1
            """, [.integer(unit.stored), .integer(seq)]
        ) { OrderPoint(time: $0.int(0), rank: UInt8(clamping: $0.int(1)), digest: Digest128(bytes: $0.blob(2))) }
    }

    /// Brings the edges that a DatasetEvent declares up to date.
    func evaluateDataset(_ entity: EntityState, late: LateEvent?) throws {
        let newest = try observations.newestStructure(
            of: UnitID(.dataset, entity.id), through: present, structureID: structures.id)
        guard let newest else { return }
        let id = DatasetID(namespace: try entities.namespaceName(entity.namespace), name: entity.name)
        let owner = NamedEdge.Vertex.dataset(id)
        try replaceEdges(
            of: entity, kinds: Self.observedKinds,
            EdgeReplacement(
                wanted: try edges(owner, [(newest.structure, .declared)]),
                since: max(newest.point.time, late?.time ?? .min),
                isLate: late != nil,
                past: try late.map { try edges(owner, $0.structures.map { ($0, .declared) }) } ?? [:]))
    }

    /// Brings the alias edges of a dataset up to what its `symlinks` register says over time, and to what people decided.
    func updateAliases(of dataset: Int64) throws {
        guard let entity = try entities.entity(dataset) else { return }
        let own = DatasetID(namespace: try entities.namespaceName(entity.namespace), name: entity.name)
        // A link that another one of the same time replaced never held.
        var unknown = Dictionary(
            uniqueKeysWithValues: try storedEdges(of: entity).filter { $0.kind == .alias }.map { ($0.to, $0) })
        for (id, timeline) in try observations.aliasTimelines(of: entity.id, own: own) {
            guard let first = timeline.steps.first?.time else { continue }
            let alias = try entities.datasetRow(id, at: first)
            let current = timeline.step(at: present)
            guard let source = UInt32(exactly: entity.id), let target = UInt32(exactly: alias) else { continue }
            unknown[target] = nil
            let since = current?.time ?? first
            let isLinked = !(current?.flags.isEmpty ?? true)
            try put(
                GraphEdge(
                    from: source, to: target, owner: source, kind: .alias,
                    flags: isLinked ? current?.flags ?? [] : timeline.steps[0].flags, since: since,
                    until: isLinked ? .max : since, firstSeen: first, hasHistory: since > first))
        }
        for var edge in unknown.values where edge.until != edge.since || edge.hasHistory {
            edge.until = edge.since
            edge.hasHistory = false
            try put(edge)
        }
    }

    // MARK: - Versions

    /// Notes which datasets a run has written, each at the time when the run ended (or `.max` while it has not).
    func updateVersions(of run: RunState, before: RunChange) throws {
        let (time, formerTime) = (run.terminal?.time ?? .max, before.terminal?.time ?? .max)
        if run.structure == before.structure, time == formerTime { return }
        let outputs = try structures.structure(run.structure).outputs
        let former = before.structure == 0 ? [] : try structures.structure(before.structure).outputs
        for dataset in former {
            try connection.enqueue(
                "DELETE FROM dataset_version WHERE dataset = ?1 AND time = ?2 AND unit = ?3",
                .integer(try entities.datasetRow(dataset, at: run.first)), .integer(formerTime),
                .integer(UnitID(.run, run.id).stored))
        }
        let insert = try connection.statement(
            "INSERT INTO dataset_version (dataset, time, unit) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
        for dataset in outputs {
            insert.bind(1, try entities.datasetRow(dataset, at: run.first))
            insert.bind(2, time)
            insert.bind(3, UnitID(.run, run.id).stored)
            try insert.enqueue()
        }
        try updateJobVersions(of: run, before: before)
    }

    private func updateJobVersions(of run: RunState, before: RunChange) throws {
        guard let end = run.terminal?.time else { return }
        let entity = try requireEntity(run.job)
        if before.terminal != nil, before.structure != 0 {
            for structure in Set([before.structure, run.structure]) {
                try refreshVersion(ofJob: entity.id, structure: structure)
            }
            return
        }
        guard run.structure != 0 else { return }
        let state = jobStates[entity.id]
        if let last = state?.lastVersion, last.structure == run.structure, last.first <= end { return }
        try connection.enqueue(
            """
            INSERT INTO job_version (job, structure, first) VALUES (?1, ?2, ?3)
            ON CONFLICT (job, structure) DO UPDATE SET first = CASE WHEN excluded.first < job_version.first
                THEN excluded.first ELSE job_version.first END
            """, .integer(run.job), .integer(run.structure), .integer(end))
        state?.lastVersion = (run.structure, end)
    }

    /// Brings the version of a job that a structure makes to what its runs say.
    func refreshVersion(ofJob job: Int64, structure: Int64) throws {
        guard structure != 0 else { return }
        try connection.enqueue(
            "DELETE FROM job_version WHERE job = ?1 AND structure = ?2", .integer(job), .integer(structure))
        try connection.enqueue(
            """
            INSERT INTO job_version (job, structure, first)
            SELECT job, structure, MIN(terminal) FROM run
            WHERE job = ?1 AND structure = ?2 AND terminal IS NOT NULL AND structure <> 0 GROUP BY job, structure
            """, .integer(job), .integer(structure))
        jobStates[job]?.lastVersion = (0, .max)
    }
}
