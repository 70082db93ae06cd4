package import Hummingbird
import HummingbirdCore
package import Logging
import NIOConcurrencyHelpers
import NIOCore

/// The pipelines of a server and the Hummingbird applications around them; no socket is open yet.
package struct ServerAssembly: Sendable {
    package let configuration: ServerConfiguration
    package let pipeline: RequestPipeline
    /// Answers probes and metrics only.
    package let adminPipeline: RequestPipeline
    package let authenticator: Authenticator
    package let metrics: ServerMetrics
    package let logger: Logger

    package init(configuration: ServerConfiguration, parts: ServerParts, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        let box = NIOLockedValueBox<ServerMetrics?>(nil)
        let operations = OperationRoutes(metrics: { box.withLockedValue { $0 } }, health: parts.health)
        var registry = RouteRegistry()
        registry.add(EventRoutes(sink: parts.sink) { box.withLockedValue { $0 } }.routes)
        registry.add(operations.routes)
        let policy = Authenticator.Policy(
            requiresKey: configuration.requireAPIKey, isPrivate: configuration.privateReads)
        let authenticator = Authenticator(policy: policy, store: parts.keyStore)
        registry.add(KeyRoutes(store: parts.keyStore, authenticator: authenticator).routes)
        registry.add(parts.routes)
        let metrics = ServerMetrics(registry: registry)
        box.withLockedValue { $0 = metrics }
        metrics.addCollector { Self.refusals(authenticator.refusals) }
        metrics.addCollector { ProcessMetrics.families() }
        for collector in parts.collectors { metrics.addCollector(collector) }
        self.authenticator = authenticator
        self.metrics = metrics
        let guarding = OriginGuard(
            boundHost: configuration.host, trustedHosts: configuration.trustedHosts,
            allowedOrigins: configuration.allowedOrigins)
        pipeline = RequestPipeline(
            registry: registry, metrics: metrics, authenticator: authenticator, originGuard: guarding,
            basePath: configuration.basePath, bodyBytesMax: configuration.maxBodyBytes, logger: logger)
        let adminRegistry = RouteRegistry(operations.routes)
        adminPipeline = RequestPipeline(
            registry: adminRegistry, metrics: ServerMetrics(registry: adminRegistry), authenticator: authenticator,
            originGuard: guarding, bodyBytesMax: 1024, logger: logger)
    }

    /// The application of the API port.
    /// - Parameter onReady: called with the port once the socket listens.
    package func application(onReady: @escaping @Sendable (Int) async -> Void = { _ in }) -> Application<
        HummingbirdResponder
    > {
        application(
            pipeline, port: configuration.port, connectionsMax: Limits.connectionsMax, onReady: onReady)
    }

    /// The application of the admin port; nil if none is configured.
    package func adminApplication() -> Application<HummingbirdResponder>? {
        configuration.adminPort.map {
            application(adminPipeline, port: $0, connectionsMax: Limits.adminConnectionsMax) { _ in }
        }
    }

    private func application(
        _ pipeline: RequestPipeline, port: Int, connectionsMax: Int,
        onReady: @escaping @Sendable (Int) async -> Void
    ) -> Application<HummingbirdResponder> {
        var quiet = logger
        // Hummingbird says at info that it listens; whoever runs the server says so itself.
        if quiet.logLevel == .info { quiet.logLevel = .notice }
        let channel = HTTP1Channel.Configuration(
            idleTimeout: .seconds(Limits.idleSecondsMax),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: Limits.headerBytesMax, maxHeaderListSize: Limits.headerBytesMax))
        return Application(
            responder: HummingbirdResponder(pipeline: pipeline),
            server: HTTPServerBuilder { responder in
                HTTP1Channel(responder: Self.answeringExpectations(responder), configuration: channel)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: port), serverName: "wherefrom",
                availableConnectionsDelegate: MaximumAvailableConnections(connectionsMax, logger: logger)),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? port) }, logger: quiet)
    }

    /// Tells clients that wait for it to go on with their body; curl does from one megabyte on.
    private static func answeringExpectations(
        _ responder: @escaping HTTPChannelHandler.Responder
    ) -> HTTPChannelHandler.Responder {
        { request, writer, channel in
            if let expectation = request.headers[.expect], expectation.lowercased() == "100-continue" {
                let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
                if length <= Limits.bodyBytesMax { try await writer.writeInformationalHead(.init(status: .continue)) }
            }
            try await responder(request, writer, channel)
        }
    }

    private static func refusals(_ counts: Authenticator.Refusals) -> [MetricFamily] {
        let samples = [
            MetricSample(["reason": "missing-key"], Double(counts.missingKey)),
            MetricSample(["reason": "unknown-key"], Double(counts.unknownKey)),
            MetricSample(["reason": "revoked-key"], Double(counts.revokedKey)),
            MetricSample(["reason": "missing-scope"], Double(counts.missingScope)),
        ]
        return [MetricFamily("wherefrom_auth_refusals_total", .counter, "Requests refused for their key.", samples)]
    }
}
