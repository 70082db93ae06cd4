package import Ingestion
package import ServiceLifecycle

/// What a server is put together from; everything beneath HTTP.
package struct ServerParts: Sendable {
    package var sink: any EventSink
    package var keyStore: any KeyStore
    /// The routes of `/api/v1`, `/api/v2` and the web pages.
    package var routes: [Route]
    /// Looks at what the server depends on.
    package var health: @Sendable () async -> [OperationRoutes.Health]
    /// Further metrics: of the queue, and Marquez's.
    package var collectors: [@Sendable () async -> [MetricFamily]]
    /// Work beside the requests; ends after the last request has been answered.
    package var services: [any Service]
    /// Writes out what is pending and closes the database; called once, after everything else has ended.
    package var close: @Sendable () async -> Void

    package init(
        sink: any EventSink, keyStore: any KeyStore, routes: [Route] = [],
        health: @escaping @Sendable () async -> [OperationRoutes.Health] = { [] },
        collectors: [@Sendable () async -> [MetricFamily]] = [], services: [any Service] = [],
        close: @escaping @Sendable () async -> Void = {}
    ) {
        self.sink = sink
        self.keyStore = keyStore
        self.routes = routes
        self.health = health
        self.collectors = collectors
        self.services = services
        self.close = close
    }
}
