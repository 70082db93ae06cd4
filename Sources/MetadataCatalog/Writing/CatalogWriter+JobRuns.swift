import OpenLineage
import SQLDatabase

/// Looks up runs of a job in their rows, which hold the fold of all their events.
struct StoredJobRuns: JobRuns {
    let writer: CatalogWriter
    let job: Int64

    private var connection: any SQLConnection { writer.connection }

    private static let success = SQLValue(Int(EventType.complete.rawValue))

    func isFirstSuccess(_ run: RunSummary) throws -> Bool {
        guard let parent = run.parent else { return true }
        return try connection.first(
            "SELECT 1 FROM run WHERE parent = ?1 AND job = ?2 AND terminal_rank = ?3 AND id <> ?4 LIMIT 1",
            [.integer(parent), .integer(job), Self.success, .integer(run.run)]
        ) { _ in true } == nil
    }

    func cohort(ofParent parent: Int64) throws -> StructureGroups {
        var groups = StructureGroups()
        try connection.query(
            """
            SELECT structure, MAX(last), COUNT(*) FROM run WHERE parent = ?1 AND job = ?2 AND terminal_rank = ?3
            GROUP BY structure
            """, [.integer(parent), .integer(job), Self.success]
        ) { row in
            groups.add(row.int(0), newest: row.int(1), runs: Int(row.int(2)))
            return true
        }
        return groups
    }

    func newestSuccessful(_ structure: Int64, ofParent parent: Int64) throws -> Int64? {
        try connection.first(
            "SELECT MAX(last) FROM run WHERE parent = ?1 AND job = ?2 AND terminal_rank = ?3 AND structure = ?4",
            [.integer(parent), .integer(job), Self.success, .integer(structure)]
        ) { $0.intOrNil(0) } ?? nil
    }

    func newestEnded(_ structure: Int64) throws -> Int64? {
        try connection.first(
            """
            SELECT MAX(last) FROM run WHERE job = ?1 AND structure = ?2 AND terminal IS NOT NULL AND structure <> 0
            """, [.integer(job), .integer(structure)]
        ) { $0.intOrNil(0) } ?? nil
    }

    func newestLive(_ structure: Int64, since: Int64) throws -> Int64? {
        try connection.first(
            """
            SELECT last FROM run WHERE job = ?1 AND structure = ?2 AND last >= ?3
                AND terminal IS NULL AND structure <> 0 AND (flags & 18) = 0
            ORDER BY last DESC LIMIT 1
            """, [.integer(job), .integer(structure), .integer(since)]
        ) { $0.int(0) }
    }

    func live(since: Int64) throws -> StructureGroups {
        var groups = StructureGroups()
        var structure: Int64? = 0
        while let former = structure {
            structure = try connection.first(
                """
                SELECT structure FROM run WHERE job = ?1 AND structure > ?2
                    AND terminal IS NULL AND structure <> 0 AND (flags & 18) = 0
                ORDER BY structure LIMIT 1
                """, [.integer(job), .integer(former)]
            ) { $0.int(0) }
            guard let structure, let newest = try newestLive(structure, since: since) else { continue }
            groups.add(structure, newest: newest, runs: Self.uncounted)
        }
        return groups
    }

    /// A number of runs that was not counted; it never falls to none.
    private static let uncounted = 1 << 40

    func newestSuccessfulStart() throws -> Int64? {
        // Nearly all runs begin with their START, so the first event tells when they started.
        let prompt = try connection.first(
            """
            SELECT first FROM run WHERE job = ?1 AND terminal_rank = ?2 AND (started IS NULL OR started = first)
            ORDER BY first DESC LIMIT 1
            """, [.integer(job), Self.success]
        ) { $0.int(0) }
        let late = try connection.first(
            """
            SELECT started FROM run WHERE job = ?1 AND terminal_rank = ?2 AND started > first
            ORDER BY started DESC LIMIT 1
            """, [.integer(job), Self.success]
        ) { $0.int(0) }
        return [prompt, late].compactMap { $0 }.max()
    }

    func newestReporters() throws -> [RunSummary] {
        let prompt = try connection.first(
            """
            SELECT first FROM run WHERE job = ?1 AND structure <> 0 AND (started IS NULL OR started = first)
            ORDER BY first DESC LIMIT 1
            """, [.integer(job)]
        ) { $0.int(0) }
        let late = try connection.first(
            "SELECT started FROM run WHERE job = ?1 AND structure <> 0 AND started > first ORDER BY started DESC LIMIT 1",
            [.integer(job)]
        ) { $0.int(0) }
        guard let start = [prompt, late].compactMap({ $0 }).max() else { return [] }
        var ids = try connection.rows(
            """
            SELECT id FROM run WHERE job = ?1 AND first = ?2 AND structure <> 0 AND (started IS NULL OR started = first)
            """, [.integer(job), .integer(start)]
        ) { $0.int(0) }
        ids += try connection.rows(
            "SELECT id FROM run WHERE job = ?1 AND started = ?2 AND structure <> 0 AND started > first",
            [.integer(job), .integer(start)]
        ) { $0.int(0) }
        let runs = try ids.map { try writer.runs.run($0).summary(parentEnded: nil) }
        guard let last = runs.max(by: { $0.startsBefore($1) }) else { return [] }
        return runs.filter { !$0.startsBefore(last) }
    }
}
