import Analysis
import Ingestion
import MetadataCatalog

/// Our own API, without keys and search, and the graphs of Marquez's.
struct GraphAndLogRoutes: Sendable {
    let routes: [Route]

    init(catalog: Catalog, rejections: RejectionList, configuration: ServerConfiguration, caches: LineageCaches) {
        let reading = CatalogReading(catalog: catalog)
        let status = StatusRoutes(
            reading: reading, rejections: rejections, configuration: configuration, startedAt: catalog.clock.now())
        routes =
            LineageRoutes(catalog: catalog, caches: caches).routes
            + EventLogRoutes(reading: reading, rejections: rejections).routes + status.routes
            + IdentityRoutes(reading: reading).routes + SQLRoutes(reading: reading).routes
            + MarquezGraphRoutes(reading: reading, caches: caches).routes + RunLineageRoutes(reading: reading).routes
    }
}
