package import Logging
import NIOCore
import ServiceLifecycle
package import UnixSignals

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A running server: sockets, background work and an orderly end.
///
/// On SIGTERM or SIGINT it stops accepting, finishes the requests in progress, ends the background work, and closes the
/// database last, so that every answered event is on disk.
package struct WherefromApplication: Sendable {
    package let assembly: ServerAssembly
    private let parts: ServerParts
    private let logger: Logger

    package init(configuration: ServerConfiguration, parts: ServerParts, logger: Logger) {
        assembly = ServerAssembly(configuration: configuration, parts: parts, logger: logger)
        self.parts = parts
        self.logger = logger
    }

    /// Serves until a signal or the cancellation of the task ends it.
    ///
    /// - Parameters:
    ///   - signals: which signals end it.
    ///   - onReady: called once with the port when the API port listens.
    /// - Throws: ``ServerStartError`` if a port cannot be used; what a background service threw.
    package func run(
        signals: [UnixSignal] = [.sigterm, .sigint], onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        let configuration = assembly.configuration
        ProcessMetrics.noteStart()
        if !configuration.isLoopbackOnly, !assembly.authenticator.policy.requiresKey {
            logger.warning(
                """
                The server is reachable from other machines and asks for no API key: whoever reaches it can read and \
                write. Use --require-api-key, or listen on 127.0.0.1.
                """, metadata: ["host": .string(configuration.host)])
        }
        var group = ServiceGroupConfiguration(
            services: services(onReady: onReady), gracefulShutdownSignals: signals, logger: quietLogger)
        group.maximumGracefulShutdownDuration = .seconds(Limits.drainSecondsMax)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as IOError {
            throw ServerStartError(error, configuration: configuration)
        }
    }

    private var quietLogger: Logger {
        var quiet = logger
        if quiet.logLevel == .info { quiet.logLevel = .notice }
        return quiet
    }

    /// The services of the group; they are ended from the last to the first.
    private func services(onReady: @escaping @Sendable (Int) async -> Void) -> [any Service] {
        var services: [any Service] = [ClosingService(close: parts.close)]
        services.append(KeyUseTicker(authenticator: assembly.authenticator, logger: logger))
        services += parts.services
        if let admin = assembly.adminApplication() { services.append(admin) }
        services.append(assembly.application(onReady: onReady))
        return services
    }
}

/// Why a server could not start, in words for its operator.
package struct ServerStartError: Error, CustomStringConvertible {
    package let description: String

    init(_ error: IOError, configuration: ServerConfiguration) {
        let ports = [configuration.port] + (configuration.adminPort.map { [$0] } ?? [])
        let list = ports.map(String.init).joined(separator: " or ")
        switch error.errnoCode {
        case EADDRINUSE:
            description =
                "Port \(list) of \(configuration.host) is in use by another program. Stop it, or choose another port "
                + "with --port."
        case EACCES, EPERM:
            description = "Port \(list) may not be used by this user. Choose one above 1023 with --port."
        case EADDRNOTAVAIL:
            description = "This machine has no address \(configuration.host). Choose another one with --host."
        default:
            description = "The server could not listen on \(configuration.host), port \(list): \(error)"
        }
    }
}

/// Ends last, and then closes what the others used.
private struct ClosingService: Service {
    let close: @Sendable () async -> Void

    func run() async throws {
        try? await gracefulShutdown()
        await close()
    }
}

/// Writes out now and then when keys were last used.
private struct KeyUseTicker: Service {
    let authenticator: Authenticator
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(60))
                await flush()
            }
        }
        await flush()
    }

    private func flush() async {
        do {
            try await authenticator.flushUses()
        } catch {
            logger.debug("key use not noted", metadata: ["error": .string("\(error)")])
        }
    }
}
