import JSONBytes
import OpenLineage
import SQLDatabase

/// Jobs as of a past instant: which runs bore their names then.
extension CatalogReader {
    /// Whether events up to the reader's time list the dataset or job under this name.
    func wasListed(_ record: EntityRecord) throws -> Bool {
        if isPresent || !record.isReported { return record.isReported }
        if record.kind == .job, try hadOtherRuns(record.id) { return try hasMembers(record) }
        return try firstListing(of: record.id) != nil
    }

    /// Whether runs or declarations bear the job's name at the reader's time.
    func hasMembers(_ job: EntityRecord) throws -> Bool {
        if isPresent { return job.members > 0 }
        return try memory.pastMembers.value(for: job.id) {
            if try hadOtherRuns(job.id) {
                if try !pastRuns(ofJob: job.id, name: job.jobID).isEmpty { return true }
            } else {
                let hasRun = try connection.first(
                    "SELECT 1 FROM run WHERE job = ?1 AND first <= ?2 LIMIT 1", [.integer(job.id), .integer(time)]
                ) { _ in true }
                if hasRun != nil { return true }
            }
            return try declaredTimes(ofJob: job.jobID) != nil
        }
    }

    /// Whether answers show it.
    func isShown(_ record: EntityRecord) throws -> Bool {
        if record.isHidden { return false }
        return try record.kind == .dataset || hasMembers(record)
    }

    /// Whether the name was or is borne by runs that have had several, because their parents were told late.
    func hadOtherRuns(_ job: Int64) throws -> Bool {
        let statement = try connection.statement("SELECT 1 FROM run_other_job WHERE job = ?1 LIMIT 1")
        statement.bind(1, job)
        defer { statement.reset() }
        return try statement.step()
    }

    /// The record of such a job with the times that its runs of then give it; nil if nothing had named it.
    func pastJob(_ present: EntityRecord) throws -> EntityRecord? {
        var record = present
        record.lastSeen = nil
        var first: Int64 = present.isReported ? .max : present.firstSeen
        for id in try pastRuns(ofJob: present.id, name: present.jobID) {
            guard let row = try observations.row(ofRun: id) else { continue }
            first = min(first, row.first)
            guard let last = try lastEvent(of: row) else { continue }
            record.lastSeen = max(record.lastSeen ?? last, last)
        }
        if let declared = try declaredTimes(ofJob: present.jobID) {
            first = min(first, declared.first)
            record.lastSeen = max(record.lastSeen ?? declared.last, declared.last)
        }
        record.firstSeen = first
        return first <= time ? record : nil
    }

    /// Times of the first and the newest JobEvent of that name.
    private func declaredTimes(ofJob name: JobID) throws -> (first: Int64, last: Int64)? {
        let sent = try connection.first(
            """
            SELECT sent_job.id FROM sent_job JOIN namespace ON namespace.id = sent_job.namespace
            WHERE namespace.name = ?1 AND sent_job.name = ?2
            """, [.blob(name.namespace.bytes), .blob(name.name.bytes)]
        ) { $0.int(0) }
        guard let sent else { return nil }
        return try connection.first(
            "SELECT MIN(time), MAX(time) FROM unit_event WHERE unit = ?1 AND time <= ?2",
            [.integer(UnitID(.job, sent).stored), .integer(time)]
        ) { row in row.isNull(0) ? nil : (first: row.int(0), last: row.int(1)) } ?? nil
    }

    /// The runs that bore the job's name at the reader's time, youngest first.
    ///
    /// - Complexity: looks at every run that ever bore the name.
    func pastRuns(ofJob job: Int64, name: JobID) throws -> [Int64] {
        try memory.pastRuns.value(for: job) {
            let rows = try connection.rows(
                """
                SELECT id, flags & 1 FROM run WHERE first <= ?2 AND (job = ?1
                    OR id IN (SELECT run FROM run_other_job WHERE job = ?1))
                ORDER BY first DESC, run_id DESC, sent_job
                """, [.integer(job), .integer(time)]
            ) { (id: $0.int(0), isNamedLater: $0.int(1) == RunFlags.namedLater.rawValue) }
            return try rows.filter { try !$0.isNamedLater || observations.jobName(ofRun: $0.id, through: time) == name }
                .map(\.id)
        }
    }

    // MARK: - Lists

    /// Jobs of a namespace (nil: of all) as lists of a past instant show them, newest first.
    ///
    /// - Complexity: looks at every job.
    func pastJobs(inNamespace namespace: Int64?, states: [RunDetail.State]) throws -> [EntityRecord] {
        let key = ReadMemory.JobList(namespace: namespace, states: Set(states))
        return try memory.pastJobs.value(for: key) {
            let statement = try connection.prepare(
                """
                SELECT id FROM entity WHERE kind = 2 \(namespace == nil ? "" : "AND namespace = ?1")
                """)
            if let namespace { statement.bind(1, namespace) }
            var ids: [Int64] = []
            while try statement.step() { ids.append(statement.int(0)) }
            statement.reset()
            let shown = try ids.compactMap { try entity($0) }.filter { job in
                guard try isShown(job) else { return false }
                if states.isEmpty { return true }
                let latest = try runs(ofJob: job, limit: 1, offset: 0, depth: .summary).first
                return latest.map { states.contains($0.state) } ?? false
            }
            return shown.sorted {
                $0.updatedAt != $1.updatedAt
                    ? $0.updatedAt > $1.updatedAt : ($0.name, $0.namespaceID) < ($1.name, $1.namespaceID)
            }
        }
    }
}
