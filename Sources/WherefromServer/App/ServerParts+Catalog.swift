import Analysis
import Ingestion
package import MetadataCatalog
package import SQLDatabase
import ServiceLifecycle

extension ServerParts {
    /// Opens the catalog of a database and puts the server's parts around it.
    ///
    /// - Parameter database: closed with the parts, or if they cannot be made; read-only parts answer beside a running
    ///   server, and refuse writes.
    /// - Throws: ``DatabaseError`` or ``CatalogError``, both in words for an operator.
    package static func opening(
        _ configuration: ServerConfiguration, _ database: any SQLBackend
    ) async throws -> ServerParts {
        do {
            let catalog = try await Catalog.open(
                database,
                bounds: CommitQueue.Bounds(
                    submissions: configuration.queueEventsMax, bytes: configuration.queueBytesMax))
            return around(catalog, configuration)
        } catch {
            database.close()
            throw error
        }
    }

    /// The parts around a catalog that is open.
    package static func around(_ catalog: Catalog, _ configuration: ServerConfiguration) -> ServerParts {
        let rejections = RejectionList()
        let stages = StageClock()
        let ingestor = Ingestor(catalog: catalog, stages: stages, rejections: rejections)
        let marquez = MarquezMetrics(catalog: catalog)
        return ServerParts(
            sink: ingestor, keyStore: DatabaseKeyStore(database: catalog.database),
            routes: CatalogRoutes.all(
                catalog: catalog, ingestor: ingestor, rejections: rejections, configuration: configuration),
            health: { await CatalogHealth.check(catalog) },
            collectors: [
                { await marquez.families() }, { IngestionMetrics.families(catalog, stages, rejections) },
            ],
            services: catalog.database.isReadOnly ? [] : background(catalog),
            close: { catalog.close() })
    }
}

extension ServerParts {
    private static func background(_ catalog: Catalog) -> [any Service] {
        var services: [any Service] = [
            CatalogTicker(catalog: catalog), TrainingTicker(trainer: DictionaryTrainer(catalog: catalog)),
        ]
        if catalog.database.dialect.isShared { services.append(FollowTicker(catalog: catalog)) }
        return services
    }
}

/// The routes that answer from the catalog.
enum CatalogRoutes {
    static func all(
        catalog: Catalog, ingestor: Ingestor, rejections: RejectionList, configuration: ServerConfiguration
    ) -> [Route] {
        MarquezRoutes(catalog: catalog).routes
            + GraphAndLogRoutes(
                catalog: catalog, rejections: rejections, configuration: configuration, caches: LineageCaches()
            ).routes
    }
}

/// Lets events of the future count when their time comes, though nobody sends anything.
struct CatalogTicker: Service {
    let catalog: Catalog

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(1))
                // A tick that fails (full disk) is made up for by the next one, or by the next event; ending here
                // would end the server, whose services stand and fall together.
                if (try? await catalog.hasDueEvents()) == true { try? await catalog.tick() }
            }
        }
    }
}

/// Keeps the graph near the commits of other servers, so that requests find little to apply.
struct FollowTicker: Service {
    let catalog: Catalog

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .milliseconds(250))
                // A database that is away for a while is followed again when it is back.
                try? await catalog.follow()
            }
        }
    }
}

/// Trains the payload dictionary anew when the store has grown.
struct TrainingTicker: Service {
    let trainer: DictionaryTrainer

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(5))
                // What fails is tried again; payloads are compressed with the present dictionary meanwhile.
                _ = try? await trainer.runIfDue()
            }
        }
    }
}

enum CatalogHealth {
    static func check(_ catalog: Catalog) async -> [OperationRoutes.Health] {
        do {
            let head = try await catalog.read { try $0.logHead().seq }
            return [OperationRoutes.Health(name: "database", isHealthy: true, message: "\(head) records")]
        } catch {
            return [OperationRoutes.Health(name: "database", isHealthy: false, message: "\(error)")]
        }
    }
}

enum IngestionMetrics {
    static func families(_ catalog: Catalog, _ stages: StageClock, _ rejections: RejectionList) -> [MetricFamily] {
        [
            MetricFamily(
                "wherefrom_ingest_stage_seconds_total", .counter, "CPU time of the stages of ingestion.",
                (stages.nanoseconds + catalog.stageNanoseconds).map {
                    MetricSample(["stage": $0.name], Double($0.cpu) / 1e9)
                }),
            MetricFamily("wherefrom_queue_depth", .gauge, "Events waiting to be stored.", catalog.queue.depth),
            MetricFamily("wherefrom_rejections_total", .counter, "Events and bodies refused.", rejections.total),
        ]
    }
}
