import JSONBytes
import OpenLineage
import SQLDatabase

extension CatalogWriter {
    func addRunEvent(_ prepared: PreparedEvent, _ receipt: Receipt, _ isCommand: Bool) throws -> Acceptance {
        let event = prepared.event
        guard let job = event.job?.id, let runID = event.run?.id else {
            throw CatalogError.damaged("a run event without run or job")
        }
        let time = prepared.point.time
        _ = try entities.namespace(job.namespace, at: time)
        let sentJob = try entities.sentJob(job, at: time)
        let run = try runs.run(sentJob: sentJob, sentJobID: job, runID: runID, at: prepared.point)
        guard let seq = try record(prepared, receipt, unit: UnitID(.run, run.id), isCommand: isCommand) else {
            return .duplicate
        }
        let before = try change(of: run)
        presentFolds.add(prepared, toRun: run.id)
        try noteLate(prepared.point, seq: seq, of: run)
        try fold(prepared, into: run)
        try mark(run)
        try addCheckpoint(of: run)
        // Before any edge names them.
        try addMentions(of: prepared, sentJob: sentJob, seq: seq)
        if run.job == 0 {
            try settle(run, at: time)
        } else {
            try runs.write(run)
            try rename(run, before: before, isLate: run.last != prepared.point)
        }
        let entity = try requireEntity(run.job)
        entities.touch(entity, at: time, isReported: true)
        let isNewest = time > entity.observedUntil
        let wasPlaceholder = before.events == 0 && before.job != 0
        try mention(entity, role: .job, sentJob: sentJob, prepared.point, seq)
        try observeJobFacets(of: entity, prepared, seq, isNewest: isNewest)
        // Until now its job was as old as the first event that named it.
        if wasPlaceholder { try entities.refreshTimes(of: entity) }
        try updateVersions(of: run, before: before)
        try advance(entity, run: run, before: before, by: prepared)
        try tell(entity, as: .job(try jobID(of: entity)), by: prepared)
        if prepared.point.eventType.isTerminal { try endChildren(of: run, at: time) }
        let wasUnsettled = before.namedAt ?? .min > present
        if wasUnsettled || run.namedAt ?? .min > present || run.flags.contains(.namedLater) {
            try reevaluateUnsettled(run, wasUnsettled: wasUnsettled, except: entity.id, since: time)
        }
        return .accepted(seq: seq)
    }

    /// What a run was before an event.
    struct RunChange {
        var events: Int64
        var job: Int64
        var first: Int64
        var terminal: OrderPoint?
        var parent: Int64?
        var structure: Int64
        var namedAt: Int64?
        /// nil: it had no events.
        var summary: RunSummary?
    }

    private func change(of run: RunState) throws -> RunChange {
        return RunChange(
            events: run.events, job: run.job, first: run.first, terminal: run.terminal, parent: run.parent,
            structure: run.structure, namedAt: run.namedAt, summary: try knownSummary(of: run))
    }

    func requireEntity(_ id: Int64) throws -> EntityState {
        guard let entity = try entities.entity(id) else { throw CatalogError.damaged("a run without job") }
        return entity
    }

    /// Puts a new run into its job.
    func place(_ run: RunState, in job: JobID, at time: Int64) throws {
        let entity = try entities.job(job, at: time)
        run.job = entity.id
        entities.addMembers(1, to: entity)
    }
}
