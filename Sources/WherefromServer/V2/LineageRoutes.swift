package import Analysis
import GraphEngine
import JSONBytes
package import MetadataCatalog
import OpenLineage

/// `/api/v2/lineage`: directional, time-travelling lineage down to columns.
package struct LineageRoutes: Sendable {
    let reading: CatalogReading
    let caches: LineageCaches

    package init(catalog: Catalog, caches: LineageCaches = LineageCaches()) {
        reading = CatalogReading(catalog: catalog)
        self.caches = caches
    }

    package var routes: [Route] {
        [
            Route(
                .get, "/api/v2/lineage", scope: .read,
                summary: "Lineage of a dataset, job, run or column, upstream, downstream or both", handler: lineage)
        ]
    }

    private enum Direction: String, CaseIterable { case upstream, downstream, both }
    private enum Collapse: String, CaseIterable { case parents }

    @Sendable
    private func lineage(_ context: RequestContext) async throws -> Response {
        var query = LineageQuery()
        switch try context.choice("direction", of: Direction.self) {
        case .upstream: query.direction = .upstream
        case .downstream: query.direction = .downstream
        case .both, nil: query.direction = .both
        }
        query.depthMax = try context.int("depth", default: 20, in: 0...Self.depthMax)
        query.nodesMax = try context.int("limit", default: 10_000, in: 1...Self.nodesMax)
        query.withColumns = try context.bool("columns")
        query.collapsesParents = try context.choice("collapse", of: Collapse.self) == .parents
        let node = try Self.node(context)
        let writer = try await reading.read(asOf: try context.instant("asOf")) { [query, caches] reader in
            let report = try Lineage.report(of: node, query, reader, caches: caches)
            var writer = JSONWriter(reserving: 256 * report.nodes.count + 1024)
            report.write(to: &writer)
            return writer
        }
        return context.json(writer, tagged: true)
    }

    /// Jobs that a path may cross.
    static let depthMax = 1_000
    /// Nodes of one answer.
    static let nodesMax = 100_000

    /// The node that a request names: by `nodeId`, or by parts.
    static func node(_ context: RequestContext) throws -> NodeReference {
        if let id = context.query("nodeId"), !id.isEmpty { return .text(id) }
        if let name = context.query("jobName"), !name.isEmpty {
            return .parts(type: "job", namespace: context.query("namespace"), name: name, field: nil)
        }
        // With its type and namespace a thing may have an empty name.
        if let name = context.query("name"), !name.isEmpty || context.query("type") != nil {
            return .parts(
                type: context.query("type"), namespace: context.query("namespace"), name: name,
                field: context.query("field"))
        }
        return .text(try context.required("nodeId"))
    }
}
