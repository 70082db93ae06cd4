import JSONBytes
package import OpenLineage
import SQLDatabase

extension ObservationReader {
    /// Runs are read in pages that grow: mostly the youngest few decide.
    private static let pageRows = [8, 32, 128, 512]

    /// What counts for the edges of a job as of `time`.
    ///
    /// - Parameters:
    ///   - job: the entity of the job.
    ///   - structureID: gives the stored number of a structure that had to be folded anew; numbers of folds that are not
    ///     stored may be negative, as long as `structure` of the caller knows them.
    package func contributions(
        ofJob job: Int64, name: JobID, through time: Int64, structureID: (Structure) throws -> Int64
    ) throws -> [Contribution] {
        let runs = try summaries(ofJob: job, name: name, through: time, structureID: structureID)
        var result = JobEvaluation.contributions(of: runs)
        if let declared = try declaration(ofJob: name, through: time, structureID: structureID) {
            result.append(Contribution(layer: .declared, structure: declared.structure, lastSeen: declared.time))
            result.sort()
        }
        return result
    }

    /// The runs of a job as of `time` that decide about its edges: all of few, else the young ones.
    package func summaries(
        ofJob job: Int64, name: JobID, through time: Int64, structureID: (Structure) throws -> Int64
    ) throws -> [RunSummary] {
        var runs: [RunSummary] = []
        let spanMax = try connection.first("SELECT span_max FROM job_span WHERE job = ?1", [.integer(job)]) {
            $0.int(0)
        }
        var offset = 0
        for step in 0... {
            let pageRows = Self.pageRows[min(step, Self.pageRows.count - 1)]
            let page = try connection.rows(
                "SELECT id FROM run WHERE job = ?1 AND first <= ?2 AND events > 0 ORDER BY first DESC LIMIT ?3 OFFSET ?4",
                [.integer(job), .integer(time), SQLValue(pageRows), SQLValue(offset)]
            ) { $0.int(0) }
            var oldest = Int64.max
            for id in page {
                guard let row = try row(ofRun: id) else { continue }
                oldest = min(oldest, row.first)
                if let summary = try summary(row, of: job, name, through: time, structureID: structureID) {
                    runs.append(summary)
                }
            }
            offset += page.count
            if page.count < pageRows { break }
            if let spanMax, isSettled(runs, oldest: oldest, spanMax: spanMax) { break }
        }
        try addFormerMembers(&runs, job: job, name: name, through: time, structureID: structureID)
        try addCohort(&runs, job: job, name: name, through: time, structureID: structureID)
        return runs
    }

    /// Whether runs older than `oldest` can no longer matter.
    ///
    /// No run lasts longer than `spanMax`, so a run that began before `oldest` ended before `oldest + spanMax`.
    private func isSettled(_ runs: [RunSummary], oldest: Int64, spanMax: Int64) -> Bool {
        guard let latest = JobEvaluation.latestSuccess(of: runs) else { return false }
        let successes = runs.filter(\.hasSucceeded)
        let reach = oldest.addingReportingOverflow(spanMax)
        guard !reach.overflow, let greatestStart = successes.map(\.start).max() else { return false }
        return reach.partialValue < min(latest.start, greatestStart)
            && !runs.contains { $0.isStreaming && !$0.hasEnded }
    }

    /// Runs that bear the name only as of some instant, because their parent was told later.
    private func addFormerMembers(
        _ runs: inout [RunSummary], job: Int64, name: JobID, through time: Int64,
        structureID: (Structure) throws -> Int64
    ) throws {
        let known = Set(runs.map(\.run))
        let others = try connection.rows("SELECT run FROM run_other_job WHERE job = ?1", [.integer(job)]) { $0.int(0) }
        for id in others where !known.contains(id) {
            guard let row = try row(ofRun: id), row.events > 0, row.first <= time else { continue }
            if let summary = try summary(row, of: job, name, through: time, structureID: structureID) {
                runs.append(summary)
            }
        }
    }

    /// Siblings of the latest successful run under one parent may be older than the young runs read so far.
    private func addCohort(
        _ runs: inout [RunSummary], job: Int64, name: JobID, through time: Int64,
        structureID: (Structure) throws -> Int64
    ) throws {
        guard let parent = JobEvaluation.latestSuccess(of: runs)?.parent else { return }
        let known = Set(runs.map(\.run))
        let siblings = try connection.rows(
            "SELECT id FROM run WHERE parent = ?1 AND job = ?2", [.integer(parent), .integer(job)]
        ) { $0.int(0) }
        for id in siblings where !known.contains(id) {
            guard let row = try row(ofRun: id), row.events > 0, row.first <= time else { continue }
            if let summary = try summary(row, of: job, name, through: time, structureID: structureID) {
                runs.append(summary)
            }
        }
    }

    /// The run as of `time`; nil if it had another job by then.
    private func summary(
        _ row: RunRow, of job: Int64, _ name: JobID, through time: Int64, structureID: (Structure) throws -> Int64
    ) throws -> RunSummary? {
        if row.isNamedLater {
            guard try jobName(ofRun: row.id, through: time) == name else { return nil }
        } else if row.job != job {
            return nil
        }
        if row.last <= time {
            return RunSummary(
                run: row.id, runID: row.runID, start: row.started ?? row.first, last: row.last, terminal: row.terminal,
                parent: row.parent, parentEnded: try row.parent.flatMap { try end(ofRun: $0, through: time) },
                isStreaming: row.isStreaming, structure: row.structure)
        }
        let fold = try fold(run: row.id, through: time)
        guard let last = fold.last else { return nil }
        let parent = try fold.parent.value.flatMap { try runRow(of: $0) }
        return RunSummary(
            run: row.id, runID: row.runID, start: fold.start, last: last.time, terminal: fold.terminal, parent: parent,
            parentEnded: try parent.flatMap { try end(ofRun: $0, through: time) },
            isStreaming: fold.emission.value?.isStreaming ?? false, structure: try structureID(fold.structure))
    }

    /// The newest JobEvent of that name that says something about structure.
    package func declaration(
        ofJob name: JobID, through time: Int64, structureID: (Structure) throws -> Int64
    ) throws -> (structure: Int64, time: Int64)? {
        let sent = try connection.first(
            """
            SELECT sent_job.id FROM sent_job JOIN namespace ON namespace.id = sent_job.namespace
            WHERE namespace.name = ?1 AND sent_job.name = ?2
            """, [.blob(name.namespace.bytes), .blob(name.name.bytes)]
        ) { $0.int(0) }
        guard let sent else { return nil }
        return try newestStructure(of: UnitID(.job, sent), through: time, structureID: structureID)
    }

    /// The structure of the newest event of a JobEvent or DatasetEvent unit that says something about structure.
    package func newestStructure(
        of unit: UnitID, through time: Int64, structureID: (Structure) throws -> Int64
    ) throws -> (structure: Int64, time: Int64)? {
        for (point, seq) in try events(of: unit, through: time).reversed() {
            guard let record = try payloads.record(seq) else { continue }
            let fragment = EventFragment(record.event, point: point, scope: record.scope)
            guard fragment.touchesStructure else { continue }
            return (try structureID(RunFold([fragment]).structure), point.time)
        }
        return nil
    }
}
