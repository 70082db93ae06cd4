package import JSONBytes
package import OpenLineage
import SQLDatabase

extension CatalogReader {
    /// Runs that come with a job.
    package static let latestRunsMax = 10

    /// Jobs of a namespace (nil: of all), newest first.
    ///
    /// - Parameter states: only jobs whose latest run has one of these states; empty: all.
    package func jobs(
        inNamespace namespace: ByteString?, states: [RunDetail.State] = [], limit: Int, offset: Int
    ) throws -> [EntityRecord] {
        let query = try JobQuery(self, namespace: namespace, states: states)
        if !isPresent {
            return Array(
                try pastJobs(inNamespace: query.namespace, states: states).dropFirst(offset).prefix(limit))
        }
        let statement = try connection.prepare(
            """
            SELECT entity.id FROM entity WHERE \(visible(.job)) \(query.condition)
            ORDER BY CASE WHEN entity.last_seen > entity.first_seen THEN entity.last_seen ELSE entity.first_seen END DESC,
                entity.name, entity.namespace LIMIT ?3 OFFSET ?4
            """)
        query.bind(statement, time: time)
        statement.bind(3, limit)
        statement.bind(4, offset)
        defer { statement.reset() }
        var ids: [Int64] = []
        while try statement.step() { ids.append(statement.int(0)) }
        statement.reset()
        return try ids.compactMap { try entity($0) }
    }

    package func jobCount(inNamespace namespace: ByteString?, states: [RunDetail.State] = []) throws -> Int {
        let query = try JobQuery(self, namespace: namespace, states: states)
        if !isPresent { return try pastJobs(inNamespace: query.namespace, states: states).count }
        if states.isEmpty { return try visibleCount(.job, inNamespace: query.namespace) }
        let statement = try connection.prepare(
            "SELECT COUNT(*) FROM entity WHERE \(visible(.job)) \(query.condition)")
        query.bind(statement, time: time)
        defer { statement.reset() }
        return try statement.step() ? Int(statement.int(0)) : 0
    }

    /// The filters of a list of jobs.
    private struct JobQuery {
        let namespace: Int64?
        let condition: String

        init(_ reader: CatalogReader, namespace: ByteString?, states: [RunDetail.State]) throws {
            self.namespace = try namespace.map { try reader.namespaceID($0) ?? 0 }
            // Of all jobs the newest are found in the order of an index, those of a namespace are read and sorted.
            var condition =
                self.namespace == nil ? "AND entity.kind > 1" : "AND entity.kind = 2 AND entity.namespace = ?2"
            if !states.isEmpty {
                let alternatives = Set(states).map(Self.condition).sorted().joined(separator: " OR ")
                condition += """
                     AND EXISTS (SELECT 1 FROM (SELECT terminal, terminal_rank, started, last_rank, events FROM run
                        WHERE job = entity.id AND first <= ?1 ORDER BY first DESC, run_id DESC, sent_job LIMIT 1) AS latest
                        WHERE \(alternatives))
                    """
            }
            self.condition = condition
        }

        /// How a state shows in a row of `run` at present; an event of the future does not count.
        private static func condition(_ state: RunDetail.State) -> String {
            let isOpen = "(latest.terminal IS NULL OR latest.terminal > ?1)"
            let isNew = "(latest.events > 0 AND latest.started IS NULL AND latest.last_rank = 3)"
            return switch state {
            case .completed: "(latest.terminal <= ?1 AND latest.terminal_rank = 5)"
            case .failed: "(latest.terminal <= ?1 AND latest.terminal_rank = 6)"
            case .aborted: "(latest.terminal <= ?1 AND latest.terminal_rank = 4)"
            case .new: "(\(isOpen) AND \(isNew))"
            case .running: "(\(isOpen) AND NOT \(isNew))"
            }
        }

        func bind(_ statement: any SQLStatement, time: Int64) {
            statement.bind(1, time)
            if let namespace { statement.bind(2, namespace) }
        }
    }

    /// Everything that `/api/v1` shows of a job.
    ///
    /// - Parameters:
    ///   - runs: how much is read of the runs after the latest.
    ///   - asNode: leaves out what the nodes of graphs do not show: further runs, the version, facets, tags.
    package func detail(
        ofJob job: EntityRecord, runs: RunDepth = .full, runsMax: Int = latestRunsMax, asNode: Bool = false
    ) throws -> JobDetail {
        let registers = try registerFacets(of: [job])
        var latest = try self.runs(ofJob: job, limit: 1, offset: 0)
        if runsMax > 1, !asNode {
            latest += try self.runs(ofJob: job, limit: runsMax - 1, offset: 1, depth: runs)
        }
        let structures = try currentStructures(of: job.id)
        let jobType = registers.values["jobType"]
        let parent = latest.first?.parent?.job
        return JobDetail(
            id: job.jobID, type: Self.type(jobType: jobType, declared: registers.values[DeclaredFacet.name]),
            simpleName: Self.simpleName(of: job.name, parent: parent?.name), parent: parent,
            createdAt: job.firstSeen, updatedAt: job.updatedAt, inputs: try canonical(structures.flatMap(\.inputs)),
            outputs: try canonical(structures.flatMap(\.outputs)),
            location: registers.values["sourceCodeLocation"]?["url"]?.byteString,
            description: registers.values["documentation"]?["description"]?.byteString, latestRuns: latest,
            facets: asNode ? [] : registers.shown, currentVersion: asNode ? nil : try currentVersion(of: job),
            labels: [jobType?["jobType"]?.byteString, jobType?["integration"]?.byteString].compactMap { $0 },
            tags: asNode ? [] : try tags(of: [job], facet: registers.values["tags"]).ofDataset)
    }

    private func canonical(_ ids: [DatasetID]) throws -> [DatasetID] {
        try Set(ids.map { try canonical($0) }).sorted()
    }

    private static func type(jobType: JSONValue?, declared: JSONValue?) -> JobDetail.ProcessingType {
        if let processing = jobType?["processingType"]?.string {
            return processing.uppercased() == "STREAMING" ? .stream : .batch
        }
        return DeclaredFacet.text(declared, "type").flatMap { JobDetail.ProcessingType(rawValue: $0.string) } ?? .batch
    }

    private static func simpleName(of name: ByteString, parent: ByteString?) -> ByteString {
        parent.map { JobNaming.simpleName(of: name, under: $0) } ?? name
    }

    // MARK: - Versions

    private struct VersionOfJob {
        var structure: Int64
        var first: Int64
    }

    /// The versions of a job, newest first.
    package func versions(ofJob job: EntityRecord, limit: Int, offset: Int) throws -> [JobVersionDetail] {
        try versionRows(ofJob: job).dropFirst(offset).prefix(limit).map { try version($0, of: job) }
    }

    package func version(_ id: UUIDBytes, ofJob job: EntityRecord) throws -> JobVersionDetail? {
        for row in try versionRows(ofJob: job) where try versionID(row.structure, of: job) == id {
            return try version(row, of: job)
        }
        return nil
    }

    private func versionRows(ofJob job: EntityRecord) throws -> [VersionOfJob] {
        var rows = try endedVersions(ofJob: job)
        for contribution in try contributions(ofJob: job) where contribution.layer == .declared {
            if !rows.contains(where: { $0.structure == contribution.structure }) {
                rows.append(VersionOfJob(structure: contribution.structure, first: contribution.lastSeen))
            }
        }
        let ranked = try rows.map { ($0, try structureHash($0.structure)) }
        return ranked.sorted {
            $0.0.first != $1.0.first ? $0.0.first > $1.0.first : $0.1.lexicographicallyPrecedes($1.1)
        }.map(\.0)
    }

    /// The structures with which runs had ended by the reader's time, each with the first end.
    private func endedVersions(ofJob job: EntityRecord) throws -> [VersionOfJob] {
        var first: [Int64: Int64] = [:]
        func add(_ structure: Int64, _ end: Int64) {
            if structure != 0 { first[structure] = min(first[structure] ?? .max, end) }
        }
        if !isPresent, try hadOtherRuns(job.id) {
            for run in try pastRuns(ofJob: job.id, name: job.jobID) {
                guard let ended = try endedRun(run) else { continue }
                add(ended.structure, ended.end)
            }
            return first.map { VersionOfJob(structure: $0.key, first: $0.value) }
        }
        try connection.query(
            "SELECT structure, first FROM job_version WHERE job = ?1 AND first <= ?2",
            [.integer(job.id), .integer(time)]
        ) {
            add($0.int(0), $0.int(1))
            return true
        }
        let straddling = try straddlingRuns(ofJob: job)
        // What such a run ended with counts only if another had ended with it by then.
        for run in straddling where first[run.row.structure] == run.row.terminal?.time {
            first[run.row.structure] =
                try connection.first(
                    "SELECT MIN(terminal) FROM run WHERE job = ?1 AND structure = ?2 AND last <= ?3 AND first <= ?3",
                    [.integer(job.id), .integer(run.row.structure), .integer(time)]
                ) { $0.intOrNil(0) } ?? nil
        }
        for run in straddling { if let end = run.terminal { add(run.structure, end) } }
        return first.map { VersionOfJob(structure: $0.key, first: $0.value) }
    }

    /// How a run had ended by the reader's time, and with which structure; nil: it had not.
    private func endedRun(_ id: Int64) throws -> (structure: Int64, end: Int64)? {
        guard let row = try observations.row(ofRun: id) else { return nil }
        if let fold = try pastFold(of: row) {
            return try fold.terminal.map { (try number(fold.structure), $0.time) }
        }
        return row.terminal.map { (row.structure, $0.time) }
    }

    private func versionID(_ structure: Int64, of job: EntityRecord) throws -> UUIDBytes {
        VersionID.of(job.jobID, structureHash: try structureHash(structure))
    }

    /// The version of the youngest run that has ended, else of the declaration.
    private func currentVersion(of job: EntityRecord) throws -> UUIDBytes? {
        if try !endedVersions(ofJob: job).isEmpty, let ended = try youngestRun(ofJob: job, with: nil) {
            return try versionID(ended.structure, of: job)
        }
        let declared = try contributions(ofJob: job).first { $0.layer == .declared }
        return try declared.map { try versionID($0.structure, of: job) }
    }

    /// The youngest run that had ended by the reader's time with a structure; nil: with any but the empty one.
    private func youngestRun(ofJob job: EntityRecord, with wanted: Int64?) throws -> (run: Int64, structure: Int64)? {
        func matching(_ id: Int64) throws -> (run: Int64, structure: Int64)? {
            guard let ended = try endedRun(id), ended.structure != 0, wanted.map({ $0 == ended.structure }) ?? true
            else { return nil }
            return (id, ended.structure)
        }
        if !isPresent, try hadOtherRuns(job.id) {
            for id in try pastRuns(ofJob: job.id, name: job.jobID) {
                if let found = try matching(id) { return found }
            }
            return nil
        }
        let statement = try connection.statement(
            """
            SELECT id FROM run WHERE job = ?1 AND first <= ?2 AND (last > ?2 OR (terminal IS NOT NULL
                AND (structure = ?3 OR (?3 = 0 AND structure <> 0)))) ORDER BY first DESC, run_id DESC, sent_job
            """)
        statement.bind(1, job.id)
        statement.bind(2, time)
        statement.bind(3, wanted ?? 0)
        defer { statement.reset() }
        while try statement.step() {
            if let found = try matching(statement.int(0)) { return found }
        }
        return nil
    }

    private func version(_ row: VersionOfJob, of job: EntityRecord) throws -> JobVersionDetail {
        let structure = try cachedStructure(row.structure)
        let run = try youngestRun(ofJob: job, with: row.structure)?.run
        let registers = try registerFacets(of: [job])
        return JobVersionDetail(
            job: job.jobID, version: try versionID(row.structure, of: job), createdAt: row.first,
            location: registers.values["sourceCodeLocation"]?["url"]?.byteString,
            inputs: try canonical(structure.inputs), outputs: try canonical(structure.outputs),
            latestRun: try run.flatMap { try self.run($0, depth: .full) })
    }
}
