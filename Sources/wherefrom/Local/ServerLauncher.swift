import Logging
import ServiceLifecycle
import UnixSignals
import WherefromServer

/// Runs the server in this process.
enum ServerLauncher {
    enum Next: Sendable { case keepServing, stop }

    /// Serves until a signal ends it, or `whenReady` asks to stop.
    ///
    /// - Parameters:
    ///   - makeParts: opens what lies beneath HTTP; tests give their own.
    ///   - whenReady: called once with the address when requests are answered.
    /// - Throws: ``CommandFailure`` for a port or database that cannot be used; what `whenReady` throws.
    static func run(
        _ settings: ServeSettings, makeParts: PartsMaker = Composition.parts,
        _ whenReady: @escaping @Sendable (String) async throws -> Next
    ) async throws {
        let configuration = settings.serverConfiguration
        let parts = try await makeParts(configuration, .readWrite)
        let logger = configuration.makeLogger()
        let (ready, announce) = AsyncStream.makeStream(of: Int.self)
        let running = RunningServer(
            application: WherefromApplication(configuration: configuration, parts: parts, logger: logger),
            announce: announce)
        // The group around the server gives it an orderly end without a signal.
        var quiet = logger
        quiet.logLevel = max(quiet.logLevel, .warning)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [running], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
        async let served: Void = group.run()
        var failure: (any Error)?
        for await port in ready {
            do {
                if try await whenReady(settings.url(port: port)) == .keepServing { continue }
            } catch {
                failure = error
            }
            await group.triggerGracefulShutdown()
        }
        do {
            try await served
        } catch let error as ServerStartError {
            throw CommandFailure(error.description)
        }
        if let failure { throw failure }
    }
}

/// The server as a service; ends the announcements with itself.
private struct RunningServer: Service {
    let application: WherefromApplication
    let announce: AsyncStream<Int>.Continuation

    func run() async throws {
        defer { announce.finish() }
        try await application.run(signals: []) { announce.yield($0) }
    }
}
