import Analysis
import Ingestion
import JSONBytes
import MetadataCatalog
import OpenLineage

/// Names that are one dataset: what is proposed, what is applied, and people's decisions.
struct IdentityRoutes: Sendable {
    let reading: CatalogReading
    let finder = IdentityFinder()

    var routes: [Route] {
        [
            Route(
                .get, "/api/v2/identities", scope: .read, summary: "Lists names that are shown as one dataset",
                handler: components),
            Route(
                .get, "/api/v2/identities/proposals", scope: .read,
                summary: "Lists names that look like one dataset", handler: proposals),
            Route(
                .post, "/api/v2/identities/proposals/{id}/accept", scope: .write,
                summary: "Shows the names of a proposal as one dataset from now on"
            ) { try await decide($0, true) },
            Route(
                .post, "/api/v2/identities/proposals/{id}/revoke", scope: .write,
                summary: "Takes an accepted proposal back, or refuses one"
            ) { try await decide($0, false) },
        ]
    }

    @Sendable
    private func components(_ context: RequestContext) async throws -> Response {
        try context.refuseTime()
        let components = try await reading.read { try Identities.components($0) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("components")
        writer.beginArray()
        for component in components { Self.write(component, to: &writer) }
        writer.endArray()
        writer.endObject()
        return context.json(writer)
    }

    @Sendable
    private func proposals(_ context: RequestContext) async throws -> Response {
        try context.refuseTime()
        let found = try await reading.read { [finder] in try finder.proposals($0) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("proposals")
        writer.beginArray()
        for proposal in found { Self.write(proposal, to: &writer) }
        writer.endArray()
        writer.endObject()
        return context.json(writer)
    }

    private func decide(_ context: RequestContext, _ accepts: Bool) async throws -> Response {
        let id = context.path("id").string
        let found = try await find(id)
        guard context.principal.permission.allowsAll(found.datasets.map(\.namespace)) else {
            throw HTTPError.forbidden(
                "This API key may not decide about these namespaces.", id: "namespace-not-allowed",
                hint: "Use a key whose namespace patterns match all of them: wherefrom keys list.")
        }
        let receipt = Receipt(time: context.receivedAt, keyName: context.principal.keyName)
        let commands = accepts ? found.acceptance : found.revocation
        _ = try await reading.catalog.submit(commands.map { .command($0, receipt) })
        var writer = JSONWriter()
        Self.write(try await find(id), to: &writer)
        return context.json(writer)
    }

    private func find(_ id: String) async throws -> IdentityProposal {
        let found = try await reading.read { [finder] in try finder.proposals($0).first { $0.id == id } }
        guard let found else { throw HTTPError.notFound("Proposal '\(id)'", id: "unknown-proposal") }
        return found
    }

    // MARK: - Shapes

    private static func write(_ component: IdentityComponent, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("canonical")
        write(component.canonical, to: &writer)
        writer.key("members")
        writer.beginArray()
        for member in component.members { write(member, to: &writer) }
        writer.endArray()
        writer.key("links")
        writer.beginArray()
        for link in component.links {
            writer.beginObject()
            writer.key("from")
            write(link.from.datasetID, to: &writer)
            writer.key("to")
            write(link.to.datasetID, to: &writer)
            writer.member("source", link.source.rawValue)
            writer.endObject()
        }
        writer.endArray()
        writer.member("applied", component.isApplied)
        writer.endObject()
    }

    private static func write(_ proposal: IdentityProposal, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", proposal.id)
        writer.key("datasets")
        writer.beginArray()
        for dataset in proposal.datasets { write(dataset, to: &writer) }
        writer.endArray()
        writer.member("reason", proposal.reason)
        writer.member("score", proposal.score)
        writer.member("state", proposal.state.rawValue)
        writer.endObject()
    }

    private static func write(_ dataset: DatasetID, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("namespace", dataset.namespace)
        writer.member("name", dataset.name)
        writer.endObject()
    }
}

extension WritePermission {
    fileprivate func allowsAll(_ namespaces: [ByteString]) -> Bool { namespaces.allSatisfy { allows($0) } }
}
