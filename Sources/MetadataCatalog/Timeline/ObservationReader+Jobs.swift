import JSONBytes
package import OpenLineage
import SQLDatabase

extension ObservationReader {
    /// Runs are read from the youngest on; at these numbers it is looked whether they decide already.
    private static let looks: Set<Int> = [8, 40, 168, 680]
    private static let looksEvery = 512

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
            result.append(Contribution(layer: .declared, structure: declared.structure, lastSeen: declared.point.time))
            result.sort()
        }
        return result
    }

    /// The runs of a job as of `time` that decide about its edges: all of few, else the young and the long ones.
    package func summaries(
        ofJob job: Int64, name: JobID, through time: Int64, structureID: (Structure) throws -> Int64
    ) throws -> [RunSummary] {
        var runs: [RunSummary] = []
        func add(_ id: Int64) throws -> RunRow? {
            guard let row = try row(ofRun: id) else { return nil }
            if let summary = try summary(row, of: job, name, through: time, structureID: structureID) {
                runs.append(summary)
            }
            return row
        }
        let long = try connection.rows(
            "SELECT id FROM run WHERE job = ?1 AND (flags & 128) <> 0 AND first <= ?2",
            [.integer(job), .integer(time)]
        ) { $0.int(0) }
        for id in long { _ = try add(id) }
        let settling = try Settling(job, connection)
        var count = 0
        try connection.query(
            """
            SELECT id FROM run WHERE job = ?1 AND first <= ?2 AND events > 0 AND (flags & 128) = 0 ORDER BY first DESC
            """, [.integer(job), .integer(time)]
        ) { young in
            guard let row = try add(young.int(0)) else { return true }
            count += 1
            guard Self.looks.contains(count) || count.isMultiple(of: Self.looksEvery) else { return true }
            return !settling.isSettled(runs, oldest: row.first)
        }
        try addFormerMembers(&runs, job: job, name: name, through: time, structureID: structureID)
        try addCohort(&runs, job: job, name: name, through: time, structureID: structureID)
        return runs
    }

    /// Tells when runs that are not read yet can no longer matter.
    private struct Settling {
        /// No run of the job takes longer, ns, but those that are marked as long.
        private let spanMax: Int64
        private let hasStreams: Bool

        init(_ job: Int64, _ connection: any SQLConnection) throws {
            spanMax =
                try connection.first("SELECT span_max FROM job_span WHERE job = ?1", [.integer(job)]) { $0.int(0) } ?? 0
            hasStreams =
                try connection.first(
                    "SELECT 1 FROM run WHERE job = ?1 AND (flags & 2) <> 0 LIMIT 1", [.integer(job)]
                ) { _ in true } ?? false
        }

        /// A run that began before `oldest` started and ended before `oldest + spanMax`.
        func isSettled(_ runs: [RunSummary], oldest: Int64) -> Bool {
            guard let latest = JobEvaluation.latestSuccess(of: runs) else { return false }
            let reach = oldest.addingReportingOverflow(spanMax)
            guard !reach.overflow, let start = runs.filter(\.hasSucceeded).map(\.start).max(),
                reach.partialValue < min(latest.start, start)
            else { return false }
            // A stream is over when a run that started later reports datasets.
            return !hasStreams || runs.contains { $0.structure != 0 && $0.start > reach.partialValue }
        }
    }

    /// Runs that bear the name only as of some instant, because their parent was told later.
    private func addFormerMembers(
        _ runs: inout [RunSummary], job: Int64, name: JobID, through time: Int64,
        structureID: (Structure) throws -> Int64
    ) throws {
        let known = Set(runs.map(\.run))
        let others = try connection.rows(
            """
            SELECT run_other_job.run FROM run_other_job JOIN run ON run.id = run_other_job.run
            WHERE run_other_job.job = ?1 AND run_other_job.until > ?2 AND run.first <= ?2
            """, [.integer(job), .integer(time)]
        ) { $0.int(0) }
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
    ) throws -> (structure: Int64, point: OrderPoint)? {
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
    ) throws -> (structure: Int64, point: OrderPoint)? {
        let statement = try connection.statement(
            """
            SELECT time, rank, digest, seq FROM unit_event WHERE unit = ?1 AND time <= ?2
            ORDER BY time DESC, rank DESC, digest DESC
            """)
        statement.bind(1, unit.stored)
        statement.bind(2, time)
        defer { statement.reset() }
        while try statement.step() {
            guard let record = try payloads.record(statement.int(3)) else { continue }
            let point = OrderPoint(
                time: statement.int(0), rank: UInt8(clamping: statement.int(1)),
                digest: Digest128(bytes: statement.blob(2)))
            let fragment = EventFragment(record.event, point: point, scope: record.scope)
            guard fragment.touchesStructure else { continue }
            return (try structureID(RunFold([fragment]).structure), point)
        }
        return nil
    }
}
