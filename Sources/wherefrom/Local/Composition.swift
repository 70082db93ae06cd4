import WherefromServer

/// Opens what lies beneath HTTP.
typealias PartsMaker = @Sendable (ServerConfiguration, Composition.Access) async throws -> ServerParts

/// Puts together what lies beneath HTTP.
enum Composition {
    enum Access: Sendable { case readOnly, readWrite }

    @Sendable
    static func parts(_ configuration: ServerConfiguration, _ access: Access) async throws -> ServerParts {
        throw CommandFailure("This build has no catalog yet.")
    }
}
