import OpenLineage
import SQLDatabase

/// Runs that were under way at a past instant, or that events name after it: their rows tell what became of them, the
/// fold of their events what they were.
extension CatalogReader {
    /// The fold of a run's events up to the reader's time; nil if its row says the same.
    func pastFold(of row: ObservationReader.RunRow) throws -> RunFold? {
        guard row.events > 0, row.last > time else { return nil }
        return try memory.folds.value(for: row.id, weight: \.byteCount) {
            try observations.fold(run: row.id, through: time)
        }
    }

    /// Whether there may be events after the reader's time: in the present those of the future.
    private func hasLaterEvents() throws -> Bool {
        if !isPresent { return true }
        if let known = memory.hasFutureEvents { return known }
        let found = try connection.first("SELECT 1 FROM future_event LIMIT 1") { _ in true } ?? false
        memory.hasFutureEvents = found
        return found
    }

    /// A version of a dataset as of a past instant, of a run with events after it.
    struct StraddlingVersion {
        var run: Int64
        /// As it stands in the table, that is as the run ended.
        var storedTime: Int64
        /// End of the run by then, `.max` while it was under way; nil: it had not named the dataset as an output.
        var time: Int64?
    }

    /// The versions of a dataset whose runs began by the reader's time and have events after it.
    func straddlingVersions(of member: EntityRecord) throws -> [StraddlingVersion] {
        guard try hasLaterEvents() else { return [] }
        return try memory.straddling.value(for: member.id) {
            // No run of a writer lasts longer than the greatest span, so its end is not further away than that.
            let span =
                try connection.first(
                    """
                    SELECT MAX(job_span.span_max) FROM edge JOIN job_span ON job_span.job = edge.owner
                    WHERE edge.target = ?1 AND edge.kind = 2
                    """, [.integer(member.id)]
                ) { $0.intOrNil(0) } ?? nil
            let from = time.subtractingReportingOverflow(span ?? 0)
            // Jobs that only the future knows have no edges yet.
            let to = isPresent ? (partialValue: .max, overflow: false) : time.addingReportingOverflow(span ?? 0)
            let rows = try connection.rows(
                """
                SELECT run.id, dataset_version.time FROM dataset_version JOIN run ON run.id = dataset_version.unit / 4
                WHERE dataset_version.dataset = ?1 AND dataset_version.unit % 4 = 1
                    AND (dataset_version.time BETWEEN ?3 AND ?4 OR dataset_version.time = 9223372036854775807)
                    AND run.first <= ?2 AND run.last > ?2
                """,
                [
                    .integer(member.id), .integer(time), .integer(from.overflow ? .min : from.partialValue),
                    .integer(to.overflow ? .max : to.partialValue),
                ]
            ) { (run: $0.int(0), time: $0.int(1)) }
            return try rows.compactMap { found in
                guard let row = try observations.row(ofRun: found.run), let fold = try pastFold(of: row) else {
                    return nil
                }
                let isOutput = fold.structure.outputs.contains(member.datasetID)
                return StraddlingVersion(
                    run: found.run, storedTime: found.time, time: isOutput ? fold.terminal?.time ?? .max : nil)
            }
        }
    }

    /// A run of a job that began by the reader's time and has events after it.
    struct StraddlingRun {
        var row: ObservationReader.RunRow
        /// As of the reader's time.
        var terminal: Int64?
        var structure: Int64
    }

    /// The runs of a job that began by the reader's time and have events after it.
    func straddlingRuns(ofJob job: EntityRecord) throws -> [StraddlingRun] {
        guard try hasLaterEvents() else { return [] }
        let span = try connection.first("SELECT span_max FROM job_span WHERE job = ?1", [.integer(job.id)]) {
            $0.int(0)
        }
        let from = time.subtractingReportingOverflow(span ?? 0)
        let ids = try connection.rows(
            "SELECT id FROM run WHERE job = ?1 AND first <= ?2 AND first >= ?3 AND last > ?2",
            [.integer(job.id), .integer(time), .integer(from.overflow ? .min : from.partialValue)]
        ) { $0.int(0) }
        return try ids.compactMap { id in
            guard let row = try observations.row(ofRun: id), let fold = try pastFold(of: row) else { return nil }
            return StraddlingRun(row: row, terminal: fold.terminal?.time, structure: try number(fold.structure))
        }
    }
}
