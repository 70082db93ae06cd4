package import MetadataCatalog
import NIOConcurrencyHelpers
import OpenLineage
import SQLDatabase

/// How much of everything a catalog holds, under the names that Marquez's dashboards ask for.
package final class MarquezMetrics: Sendable {
    /// Counting walks whole tables: the figures may be this old.
    static let secondsFresh: Int64 = 60

    private struct Counted: Sendable {
        let at: Int64
        let families: [MetricFamily]
    }

    private let catalog: Catalog
    private let last = NIOLockedValueBox<Counted?>(nil)

    package init(catalog: Catalog) {
        self.catalog = catalog
    }

    /// The figures, at most a minute old; the last ones known while the database does not answer.
    package func families() async -> [MetricFamily] {
        let now = WallClock.nanoseconds()
        let known = last.withLockedValue { $0 }
        if let known, now - known.at < Self.secondsFresh * 1_000_000_000 { return known.families }
        guard let families = try? await catalog.read({ try Self.count($0.connection) }) else {
            return known?.families ?? []
        }
        last.withLockedValue { $0 = Counted(at: now, families: families) }
        return families
    }

    private static func count(_ connection: any SQLConnection) throws -> [MetricFamily] {
        func number(_ sql: StaticSQL) throws -> Int {
            try connection.first(sql) { Int($0.int(0)) } ?? 0
        }
        let runs = try connection.first(
            """
            SELECT COALESCE(SUM(CASE WHEN terminal IS NULL THEN 1 ELSE 0 END), 0),
                COALESCE(SUM(CASE WHEN terminal_rank = ?1 THEN 1 ELSE 0 END), 0) FROM run
            """, [.integer(Int64(EventType.complete.rawValue))]
        ) { (active: Int($0.int(0)), completed: Int($0.int(1))) }
        return [
            MetricFamily(
                "marquez_namespace_total", .gauge, "Namespaces.", try number("SELECT COUNT(*) FROM namespace")),
            MetricFamily("marquez_source_total", .gauge, "Sources.", try number("SELECT COUNT(*) FROM source")),
            MetricFamily("marquez_dataset_total", .gauge, "Datasets, by namespace.", try datasets(connection)),
            MetricFamily(
                "marquez_dataset_versions_total", .gauge, "Versions of datasets.",
                try number("SELECT COUNT(*) FROM dataset_version")),
            MetricFamily("marquez_job_total", .gauge, "Jobs.", try jobs(connection)),
            MetricFamily(
                "marquez_job_versions_total", .gauge, "Versions of jobs.",
                try number("SELECT COUNT(*) FROM job_version")),
            MetricFamily("marquez_job_runs_active", .gauge, "Runs that have not ended.", runs?.active ?? 0),
            MetricFamily("marquez_job_runs_completed", .gauge, "Runs that completed.", runs?.completed ?? 0),
        ]
    }

    private static func datasets(_ connection: any SQLConnection) throws -> [MetricSample] {
        try connection.rows(
            """
            SELECT namespace.name, COUNT(*) FROM entity JOIN namespace ON namespace.id = entity.namespace
            WHERE entity.kind = ?1 AND entity.hidden_at IS NULL GROUP BY namespace.name ORDER BY namespace.name
            """, [.integer(EntityKind.dataset.rawValue)]
        ) { row in
            let namespace = String(decoding: row.blob(0), as: UTF8.self)
            let isStream = namespace.hasPrefix("kafka://") || namespace.hasPrefix("kinesis://")
            return MetricSample(
                ["namespace_name": namespace, "dataset_type": isStream ? "STREAM" : "DB_TABLE"], Double(row.int(1)))
        }
    }

    private static func jobs(_ connection: any SQLConnection) throws -> [MetricSample] {
        try connection.rows(
            "SELECT COUNT(*) FROM entity WHERE kind = ?1 AND hidden_at IS NULL", [.integer(EntityKind.job.rawValue)]
        ) { MetricSample([:], Double($0.int(0))) }
    }
}
