package import JSONBytes
package import OpenLineage
import SQLDatabase

/// A run that has begun and not ended.
package struct OpenRun: Sendable {
    package var run: Int64
    package var runID: ByteString
    /// Event time of its newest event, ns.
    package var last: Int64
}

extension CatalogReader {
    /// Runs of a job that have not ended at the time of the reader, the newest first, at most `countMax`.
    ///
    /// Of a past instant only the newest few runs are looked at.
    package func openRuns(ofJob job: EntityRecord, countMax: Int) throws -> [OpenRun] {
        if isPresent {
            let statement = try connection.statement(
                """
                SELECT id, run_id, last FROM run WHERE job = ?1 AND terminal IS NULL AND first <= ?2 AND events > 0
                ORDER BY first DESC, run_id DESC, sent_job LIMIT ?3
                """)
            statement.bind(1, job.id)
            statement.bind(2, time)
            statement.bind(3, countMax)
            defer { statement.reset() }
            var runs: [OpenRun] = []
            while try statement.step() {
                runs.append(
                    OpenRun(
                        run: statement.int(0), runID: ByteString(bytes: statement.blob(1)), last: statement.int(2)))
            }
            return runs
        }
        var open: [OpenRun] = []
        for id in try youngestRuns(ofJob: job, countMax: Self.openRunsLookedAt) where open.count < countMax {
            guard let row = try observations.row(ofRun: id), row.events > 0,
                try observations.end(ofRun: id, through: time) == nil, let last = try lastEvent(of: row)
            else { continue }
            open.append(OpenRun(run: id, runID: ByteString(bytes: row.runID), last: last))
        }
        return open
    }

    /// Runs that are looked at for those that had not ended by a past instant.
    private static let openRunsLookedAt = 64

    /// Event time of a run's newest event at the time of the reader; nil: it had none.
    package func lastEvent(of row: ObservationReader.RunRow) throws -> Int64? {
        if row.events == 0 || row.first > time { return nil }
        if row.last <= time { return row.last }
        return try connection.first(
            "SELECT MAX(time) FROM unit_event WHERE unit = ?1 AND time <= ?2",
            [.integer(UnitID(.run, row.id).stored), .integer(time)]
        ) { $0.intOrNil(0) } ?? nil
    }

    private func youngestRuns(ofJob job: EntityRecord, countMax: Int) throws -> [Int64] {
        if !isPresent, try hadOtherRuns(job.id) {
            return Array(try pastRuns(ofJob: job.id, name: job.jobID).prefix(countMax))
        }
        return try connection.rows(
            """
            SELECT id FROM run WHERE job = ?1 AND first <= ?2 AND events > 0
            ORDER BY first DESC, run_id DESC, sent_job LIMIT ?3
            """, [.integer(job.id), .integer(time), SQLValue(countMax)]
        ) { $0.int(0) }
    }

    /// Of the run of a job that came last: event time of its newest event, and the row of its parent.
    private func newestRun(ofJob job: Int64) throws -> (last: Int64, parent: Int64?)? {
        let statement = try connection.statement(
            """
            SELECT last, parent FROM run WHERE job = ?1 AND first <= ?2 AND events > 0
            ORDER BY first DESC, run_id DESC, sent_job LIMIT 1
            """)
        statement.bind(1, job)
        statement.bind(2, time)
        defer { statement.reset() }
        return try statement.step() ? (statement.int(0), statement.intOrNil(1)) : nil
    }

    /// The job whose run started the newest run of a job; nil: it has no parent.
    package func parentJob(ofJob job: EntityRecord) throws -> EntityRecord? {
        if isPresent, let newest = try newestRun(ofJob: job.id), newest.last <= time {
            guard let known = newest.parent, let parent = try observations.row(ofRun: known) else { return nil }
            return parent.job == job.id ? nil : try entity(parent.job)
        }
        guard let newest = try youngestRuns(ofJob: job, countMax: 1).first,
            let row = try observations.row(ofRun: newest)
        else { return nil }
        let known =
            if let fold = try pastFold(of: row) {
                try fold.parent.value.flatMap { try observations.runRow(of: $0) }
            } else {
                row.parent
            }
        guard let known, let parent = try observations.row(ofRun: known) else { return nil }
        if isPresent { return parent.job == job.id ? nil : try entity(parent.job) }
        guard let name = try observations.jobName(ofRun: known, through: time), name != job.jobID else { return nil }
        return try entity(.job, namespace: name.namespace, name: name.name)
    }

    /// What a run has read and written, up to the time of the reader.
    package func structure(ofRun row: ObservationReader.RunRow) throws -> Structure {
        if row.last <= time { return try structure(row.structure) }
        return try observations.fold(run: row.id, through: time).structure
    }

    /// The jobs that bear the given name as sent, under their full names.
    package func fullNames(ofSentJob job: JobID) throws -> [EntityRecord] {
        let ids = try connection.rows(
            """
            SELECT DISTINCT run.job FROM namespace JOIN sent_job ON sent_job.namespace = namespace.id
                JOIN run ON run.sent_job = sent_job.id
            WHERE namespace.name = ?1 AND sent_job.name = ?2 AND run.events > 0
            """, [.blob(job.namespace.bytes), .blob(job.name.bytes)]
        ) { $0.int(0) }
        return try ids.compactMap { try entity($0) }
    }

    /// Runs whose events list a dataset as an input at or after `since`, the oldest first, at most `countMax`.
    package func runs(reading dataset: Int64, since: Int64, countMax: Int) throws -> [Int64] {
        var units: [UnitID] = []
        var seen: Set<Int64> = []
        try connection.scan(
            """
            SELECT log.unit FROM mention JOIN log ON log.seq = mention.seq
            WHERE mention.entity = ?1 AND mention.time >= ?2 AND mention.time <= ?3 AND mention.role = ?4
            ORDER BY mention.time, mention.seq
            """,
            [.integer(dataset), .integer(since), .integer(time), .integer(MentionRole.input.rawValue)]
        ) { row in
            if seen.insert(row.int(0)).inserted, let unit = UnitID(stored: row.int(0)) { units.append(unit) }
            return units.count < countMax
        }
        return units.filter { $0.kind == .run }.map(\.row)
    }
}
