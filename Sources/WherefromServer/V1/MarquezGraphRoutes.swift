import Analysis
import GraphEngine
import JSONBytes
import MetadataCatalog
import OpenLineage

/// The graphs of `/api/v1`: tables and jobs, columns, and a namespace as a whole.
struct MarquezGraphRoutes: Sendable {
    let reading: CatalogReading
    let caches: LineageCaches

    /// Nodes of an answer without `maxNodes`.
    private static let nodesDefault = 10_000

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/lineage", scope: .read, summary: "The graph of datasets and jobs around a node",
                handler: lineage),
            Route(
                .get, "/api/v1/column-lineage", scope: .read, summary: "The graph of columns around a node",
                handler: columnLineage),
            Route(
                .get, "/api/v1/namespaces/{namespace}/lineage", scope: .read,
                summary: "The graph of all datasets and jobs of a namespace", handler: namespace),
        ]
    }

    private enum Direction: String, CaseIterable { case upstream, downstream, both }

    private func query(_ context: RequestContext, depthDefault: Int) throws -> LineageQuery {
        var query = LineageQuery()
        query.onlyReported = true
        query.withGaps = false
        switch try context.choice("direction", of: Direction.self) {
        case .upstream: query.direction = .upstream
        case .downstream: query.direction = .downstream
        case .both: query.direction = .both
        case nil: query.direction = .undirected
        }
        query.depthMax = try context.int("depth", default: depthDefault, in: 0...LineageRoutes.depthMax)
        query.nodesMax = try context.int("maxNodes", default: Self.nodesDefault, in: 1...LineageRoutes.nodesMax)
        query.collapsesParents =
            try context.bool("aggregateByParent") || context.bool("aggregateToParentRun")
        return query
    }

    @Sendable
    private func lineage(_ context: RequestContext) async throws -> Response {
        let query = try query(context, depthDefault: 20)
        let node = try LineageRoutes.node(context)
        return try await answer(context) { [caches] reader in
            try Lineage.tables(around: node, query, reader, caches: caches)
        }
    }

    @Sendable
    private func namespace(_ context: RequestContext) async throws -> Response {
        let query = try query(context, depthDefault: 0)
        let name = context.path("namespace")
        return try await answer(context) { [caches] reader in
            guard try reader.namespace(name) != nil else { throw NamespaceUnknown(name: name) }
            return try Lineage.report(
                ofNamespace: name, query, reader, caches: caches, countMax: LineageRoutes.nodesMax)
        }
    }

    private struct NamespaceUnknown: Error {
        let name: ByteString
    }

    private func answer(
        _ context: RequestContext, _ ask: @escaping @Sendable (CatalogReader) throws -> LineageReport
    ) async throws -> Response {
        do {
            let (writer, completeness) = try await reading.read(asOf: try context.instant("asOf")) { [caches] reader in
                let report = try ask(reader)
                return (try MarquezGraph(report).tables(reader, caches), report.completeness)
            }
            return Self.noting(completeness, in: context.json(writer, tagged: true))
        } catch let error as NamespaceUnknown {
            throw HTTPError.notFound("Namespace '\(error.name.string)'")
        } catch let error as HTTPError where error.id == "unknown-node" {
            throw Self.marquezWords(error)
        }
    }

    /// Says in header lines what the body of Marquez has no place for.
    private static func noting(_ completeness: Completeness, in response: Response) -> Response {
        guard completeness.truncated else { return response }
        var response = response
        response.setHeader("X-Wherefrom-Truncated", "true")
        response.setHeader("X-Wherefrom-Nodes", String(completeness.nodes))
        response.setHeader("X-Wherefrom-Edges", String(completeness.edges))
        return response
    }

    private static func marquezWords(_ error: HTTPError) -> HTTPError {
        var answer = error
        answer.message = "Could not find node"
        return answer
    }

    @Sendable
    private func columnLineage(_ context: RequestContext) async throws -> Response {
        var query = LineageQuery()
        query.withGaps = false
        query.depthMax = max(1, try context.int("depth", default: 20, in: 0...LineageRoutes.depthMax))
        query.nodesMax = try context.int("maxNodes", default: Self.nodesDefault, in: 1...LineageRoutes.nodesMax)
        let withDownstream = try context.bool("withDownstream")
        query.direction = withDownstream ? .both : .upstream
        let node = try LineageRoutes.node(context)
        var asOf = try context.instant("asOf")
        if let version = try await versionTime(node) {
            guard !withDownstream else {
                throw HTTPError.badRequest("Node version cannot be specified when withDownstream is true")
            }
            asOf = version
        }
        do {
            let (writer, completeness) = try await reading.read(asOf: asOf) { [query, caches] reader in
                let report = try Lineage.columns(around: node, query, reader, caches: caches)
                return (try MarquezGraph(report).columns(reader), report.completeness)
            }
            return Self.noting(completeness, in: context.json(writer, tagged: true))
        } catch let error as HTTPError where error.id == "unknown-node" {
            throw Self.marquezWords(error)
        }
    }

    /// When the version at the end of a node id was made; nil: it has none.
    private func versionTime(_ node: NodeReference) async throws -> EventTime? {
        guard let (id, version) = NodeResolver.version(in: node) else { return nil }
        let time = try await reading.read { [caches] reader -> Int64? in
            let context = LineageContext(reader, caches: caches)
            let found = try NodeResolver(context).resolve(.text(id))
            switch found.node {
            case .entity(let vertex), .column(let vertex, _):
                let record = try context.row(vertex)
                if record.kind == .job { return try reader.version(version, ofJob: record)?.createdAt }
                return try reader.version(version, of: record)?.createdAt
            case .run: return nil
            }
        }
        guard let time else { throw HTTPError(404, id: "unknown-node", "Could not find node") }
        return EventTime(nanoseconds: time)
    }
}
