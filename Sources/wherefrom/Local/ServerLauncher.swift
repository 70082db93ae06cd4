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
        let application = WherefromApplication(
            configuration: configuration, parts: parts, logger: configuration.makeLogger())
        let (ready, announce) = AsyncStream.makeStream(of: Int.self)
        do {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await application.run { announce.yield($0) }
                    return true
                }
                group.addTask {
                    for await port in ready {
                        return try await whenReady(settings.url(port: port)) == .stop
                    }
                    return false
                }
                // The server's own end and a wish to stop are the same: everything ends.
                while let isOver = try await group.next() {
                    if isOver { break }
                }
                announce.finish()
                group.cancelAll()
                do {
                    try await group.waitForAll()
                } catch is CancellationError {}
            }
        } catch let error as ServerStartError {
            throw CommandFailure(error.description)
        }
    }
}
