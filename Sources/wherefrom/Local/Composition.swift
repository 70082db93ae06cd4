import WherefromServer

/// Puts together what lies beneath HTTP.
enum Composition {
    enum Access: Sendable { case readOnly, readWrite }

    static func parts(_ configuration: ServerConfiguration, access: Access) async throws -> ServerParts {
        throw CommandFailure("This build has no catalog yet.")
    }
}
