import Ingestion
import MetadataCatalog
import SQLDatabase
import ServiceLifecycle
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
        let address = try DatabaseAddress(configuration.database)
        let options = SQLiteOptions(access: access == .readWrite ? .readWrite : .readOnly)
        let database = try SQLiteDatabase(path: address.path, options: options)
        do {
            let catalog = try await Catalog.open(database)
            return ServerParts(
                sink: Ingestor(catalog: catalog, rejections: RejectionList()),
                keyStore: DatabaseKeyStore(database: database),
                services: access == .readWrite ? [CatalogTicker(catalog: catalog)] : [],
                close: { catalog.close() })
        } catch {
            database.close()
            throw error
        }
    }
}

/// Lets events that are dated ahead count when their time has come.
private struct CatalogTicker: Service {
    let catalog: Catalog

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(10))
                // A tick that fails (full disk) is made up for by the next one, or by the next event.
                try? await catalog.tick()
            }
        }
    }
}
