import HTTPTypes
import Ingestion
import JSONBytes
package import MetadataCatalog
import OpenLineage

/// Takes in what the API itself changes; returns when it is durable and readable.
package protocol CommandSink: Sendable {
    func submit(_ submissions: [Catalog.Submission]) async throws -> [Acceptance]
}

extension Catalog: CommandSink {}

/// Marquez's API, but for events coming in and for answers that need the graph.
package struct MarquezRoutes: Sendable {
    let catalog: Catalog
    let commands: any CommandSink

    package init(catalog: Catalog, commands: (any CommandSink)? = nil) {
        self.catalog = catalog
        self.commands = commands ?? catalog
    }

    package var routes: [Route] {
        namespaceRoutes + sourceRoutes + tagRoutes + datasetRoutes + jobRoutes + runRoutes + eventListRoutes
            + searchRoutes + statisticsRoutes
    }

    /// Answers with what `body` writes, from one state of the catalog.
    ///
    /// - Parameter hasPast: whether `asOf` takes the answer into the past; otherwise it is refused.
    func answer(
        _ context: RequestContext, status: Int = 200, hasPast: Bool = true,
        _ body: @escaping @Sendable (CatalogReader, inout JSONWriter) throws -> Void
    ) async throws -> Response {
        if !hasPast { try context.refuseTime() }
        let time = context.method == .get || context.method == .head ? try context.instant("asOf") : nil
        let writer = try await catalog.read(asOf: time?.nanoseconds) { reader in
            var writer = JSONWriter(reserving: 4096)
            try body(reader, &writer)
            return writer
        }
        return context.json(writer, status: status)
    }

    /// Refuses a key that may not write to `namespace`.
    func checkWrite(_ context: RequestContext, to namespace: ByteString) throws {
        guard context.principal.permission.allows(namespace) else {
            throw HTTPError.forbidden(
                "This API key may not write to namespace '\(namespace)'.", id: "namespace-not-allowed",
                hint: "Use a key whose namespace patterns match it: wherefrom keys list.")
        }
    }

    func submit(_ commands: [Command], _ context: RequestContext) async throws {
        let receipt = receipt(of: context)
        _ = try await self.commands.submit(commands.map { .command($0, receipt) })
    }

    func receipt(of context: RequestContext) -> Receipt {
        Receipt(time: context.receivedAt, keyName: context.principal.keyName)
    }
}

/// What the path of a request names.
extension RequestContext {
    var namespace: ByteString { path("namespace") }
    var datasetID: DatasetID { DatasetID(namespace: namespace, name: path("dataset")) }
    var jobID: JobID { JobID(namespace: namespace, name: path("job")) }

    /// A path segment that must be a UUID.
    ///
    /// - Throws: 404 in Marquez's words for a version, 400 where it cannot be one.
    func uuid(_ name: String) throws -> UUIDBytes {
        guard let uuid = UUIDBytes(spelledAs: path(name)) else {
            throw HTTPError.badRequest("path param \(name) must be a UUID", id: "invalid-parameter")
        }
        return uuid
    }
}

extension HTTPError {
    static func unknown(namespace: ByteString) -> HTTPError {
        .notFound("Namespace '\(namespace)'", id: "unknown-namespace")
    }
    static func unknown(dataset: ByteString) -> HTTPError { .notFound("Dataset '\(dataset)'", id: "unknown-dataset") }
    static func unknown(job: ByteString) -> HTTPError { .notFound("Job '\(job)'", id: "unknown-job") }
    static func unknown(run: ByteString) -> HTTPError { .notFound("Run '\(run)'", id: "unknown-run") }
    static func unknown(source: ByteString) -> HTTPError { .notFound("Source '\(source)'", id: "unknown-source") }
}

extension CatalogReader {
    func requiredNamespace(_ name: ByteString) throws -> NamespaceRecord {
        guard let found = try namespace(name) else { throw HTTPError.unknown(namespace: name) }
        return found
    }

    func requiredDataset(_ id: DatasetID) throws -> EntityRecord {
        guard let found = try dataset(id) else { throw HTTPError.unknown(dataset: id.name) }
        return found
    }

    /// The job that a path names, by its full name or by the name that events use.
    ///
    /// - Throws: 404; with candidates if several jobs are meant.
    func requiredJob(_ id: JobID) throws -> (job: EntityRecord, isAlias: Bool) {
        switch try job(id) {
        case .exact(let job): return (job, false)
        case .alias(let job): return (job, true)
        case .ambiguous(let jobs):
            var error = HTTPError.unknown(job: id.name)
            error.hint = "Several jobs are sent under this name; ask for one of the candidates by its full name."
            error.candidates = jobs.map(\.jobID.nodeID)
            throw error
        case nil: throw HTTPError.unknown(job: id.name)
        }
    }

    func requiredRun(_ id: ByteString) throws -> RunDetail {
        guard let found = try run(id: id) else { throw HTTPError.unknown(run: id) }
        return found
    }
}

extension JobID {
    /// `job:<namespace>:<name>`, as `/api/v1` writes node ids.
    var nodeID: ByteString { ByteString(bytes: Array("job:".utf8) + namespace.bytes + [0x3A] + name.bytes) }
}

extension DatasetID {
    /// `dataset:<namespace>:<name>`, as `/api/v1` writes node ids.
    var nodeID: ByteString {
        ByteString(bytes: Array("dataset:".utf8) + namespace.bytes + [0x3A] + name.bytes)
    }
}
