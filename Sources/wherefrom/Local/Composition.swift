import SQLDatabase
import WherefromServer

/// Opens what lies beneath HTTP.
typealias PartsMaker = @Sendable (ServerConfiguration, Composition.Access) async throws -> ServerParts

/// Puts together what lies beneath HTTP.
enum Composition {
    enum Access: Sendable { case readOnly, readWrite }

    /// Opens the database of `configuration` and everything over it.
    ///
    /// - Throws: ``DatabaseError``, ``CatalogError``; nothing is left open.
    @Sendable
    static func parts(_ configuration: ServerConfiguration, _ access: Access) async throws -> ServerParts {
        try await ServerParts.opening(
            configuration, path: DatabaseAddress(configuration.database).path,
            access: access == .readOnly ? .readOnly : .readWrite)
    }
}
