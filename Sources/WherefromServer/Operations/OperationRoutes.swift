import JSONBytes

/// What probes and monitoring ask, on the API port and on the admin port alike.
package struct OperationRoutes: Sendable {
    /// What a health check found.
    package struct Health: Sendable {
        package var name: String
        package var isHealthy: Bool
        /// Safe to show to anybody; nil if there is nothing to add.
        package var message: String?

        package init(name: String, isHealthy: Bool, message: String? = nil) {
            self.name = name
            self.isHealthy = isHealthy
            self.message = message
        }
    }

    let metrics: @Sendable () -> ServerMetrics?
    let health: @Sendable () async -> [Health]

    /// - Parameters:
    ///   - metrics: asked on each request, since the metrics are made from the finished list of routes.
    ///   - health: looks at what the server depends on; quick, and free of side effects.
    package init(
        metrics: @escaping @Sendable () -> ServerMetrics?, health: @escaping @Sendable () async -> [Health]
    ) {
        self.metrics = metrics
        self.health = health
    }

    package var routes: [Route] {
        [
            Route(.get, "/ping", scope: .open, summary: "Answers pong") { _ in
                var response = Response.text("pong\n")
                response.setHeader("Cache-Control", "no-cache, no-store")
                return response
            },
            Route(
                .get, "/healthcheck", scope: .open, summary: "Says whether the database answers", handler: healthcheck),
            Route(
                .get, "/metrics", scope: .open, summary: "Metrics in the Prometheus text format", handler: exposition),
            Route(
                .get, "/v2beta/metrics", scope: .open, summary: "The same metrics, at Marquez's second path",
                handler: exposition),
        ]
    }

    @Sendable
    private func healthcheck(_ context: RequestContext) async throws -> Response {
        let checks = await health()
        var writer = JSONWriter()
        writer.beginObject()
        for check in checks {
            writer.key(ByteString(check.name))
            writer.beginObject()
            writer.member("healthy", check.isHealthy)
            if let message = check.message { writer.member("message", message) }
            writer.endObject()
        }
        writer.endObject()
        var response = context.json(writer, status: checks.allSatisfy(\.isHealthy) ? 200 : 503)
        response.setHeader("Cache-Control", "no-cache, no-store")
        return response
    }

    @Sendable
    private func exposition(_ context: RequestContext) async throws -> Response {
        let families = await metrics()?.families() ?? []
        return .bytes(PrometheusText.bytes(of: families), type: PrometheusText.contentType)
    }
}
