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
        let database = try open(DatabaseAddress(configuration.database), access == .readOnly ? .readOnly : .readWrite)
        return try await ServerParts.opening(configuration, database)
    }

    /// - Throws: ``DatabaseError``.
    static func open(_ address: DatabaseAddress, _ access: DatabaseAccess) throws -> any SQLBackend {
        switch address {
        case .sqlite(let path): try SQLiteDatabase(path: path, options: SQLiteOptions(access: access))
        case .postgresql(let text): try PostgreSQLDatabase(address: text, options: PostgreSQLOptions(access: access))
        }
    }
}
