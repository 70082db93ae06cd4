import Analysis
import GraphEngine
import JSONBytes
package import MetadataCatalog
package import OpenLineage

/// Reads the catalog for handlers, with failures in the words of HTTP.
package struct CatalogReading: Sendable {
    package let catalog: Catalog

    package init(catalog: Catalog) { self.catalog = catalog }

    /// Runs `body` over one state of the catalog.
    ///
    /// - Parameter asOf: event time that the answer is about; nil, or a time that has not come: the present.
    /// - Throws: ``HTTPError`` 404 for nodes that do not exist or are ambiguous, 503 while the graph lags behind.
    package func read<Result: Sendable>(
        asOf: EventTime? = nil, _ body: @escaping @Sendable (CatalogReader) throws -> Result
    ) async throws -> Result {
        var time = asOf?.nanoseconds
        if let wanted = time, wanted >= catalog.clock.now() { time = nil }
        do {
            do {
                return try await catalog.read(asOf: time, body)
            } catch GraphError.positionTooOld {
                // Many commits came between the two reads of one answer; the next state is as good.
                return try await catalog.read(asOf: time, body)
            }
        } catch let error as NodeNotFound {
            throw Self.error(for: error)
        } catch is GraphError {
            throw HTTPError.overloaded("The graph is being brought up to date.")
        }
    }

    private static func error(for error: NodeNotFound) -> HTTPError {
        var answer = HTTPError(
            404, id: error.isAmbiguous ? "ambiguous-node" : "unknown-node", error.message,
            hint: error.isAmbiguous
                ? "Send one of the candidates as nodeId."
                : "A node id is dataset:<namespace>:<name>, job:<namespace>:<name>, "
                    + "datasetField:<namespace>:<dataset>:<column> or run:<id>; /api/v2/search finds names.")
        answer.candidates = error.candidates
        return answer
    }
}
