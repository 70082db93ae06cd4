import JSONBytes
import MetadataCatalog
import OpenLineage

extension MarquezRoutes {
    var namespaceRoutes: [Route] {
        [
            Route(
                .get, "/api/v1/namespaces", scope: .read, summary: "Lists namespaces by name", handler: listNamespaces),
            Route(
                .get, "/api/v1/namespaces/{namespace}", scope: .read, summary: "Shows a namespace",
                handler: showNamespace),
            Route(
                .put, "/api/v1/namespaces/{namespace}", scope: .write,
                summary: "Makes a namespace, or gives it another owner and description", handler: putNamespace),
            Route(
                .delete, "/api/v1/namespaces/{namespace}", scope: .write,
                summary: "Hides a namespace with its datasets and jobs until an event names them again",
                handler: deleteNamespace),
        ]
    }

    var sourceRoutes: [Route] {
        [
            Route(.get, "/api/v1/sources", scope: .read, summary: "Lists sources by name", handler: listSources),
            Route(.get, "/api/v1/sources/{source}", scope: .read, summary: "Shows a source", handler: showSource),
            Route(
                .put, "/api/v1/sources/{source}", scope: .write, summary: "Makes or changes a source (deprecated)",
                handler: putSource),
        ]
    }

    var tagRoutes: [Route] {
        [
            Route(.get, "/api/v1/tags", scope: .read, summary: "Lists tags by name", handler: listTags),
            Route(
                .put, "/api/v1/tags/{tag}", scope: .write, summary: "Makes a tag or changes its description",
                handler: putTag),
        ]
    }

    // MARK: - Namespaces

    @Sendable
    private func listNamespaces(_ context: RequestContext) async throws -> Response {
        let (limit, offset) = (try context.limit(), try context.offset())
        return try await answer(context, hasPast: false) { reader, writer in
            writer.beginObject()
            writer.list("namespaces", try reader.namespaces(limit: limit, offset: offset)) { $0.namespace($1) }
            writer.endObject()
        }
    }

    @Sendable
    private func showNamespace(_ context: RequestContext) async throws -> Response {
        let name = context.namespace
        return try await answer(context, hasPast: false) { reader, writer in
            writer.namespace(try reader.requiredNamespace(name))
        }
    }

    @Sendable
    private func putNamespace(_ context: RequestContext) async throws -> Response {
        let name = context.namespace
        try checkWrite(context, to: name)
        let body = try await BodyFields(context)
        let owner = try body.text("ownerName")
        try await submit([.putNamespace(name, owner: owner, description: body.optionalText("description"))], context)
        return try await answer(context, hasPast: false) { reader, writer in
            writer.namespace(try reader.requiredNamespace(name))
        }
    }

    @Sendable
    private func deleteNamespace(_ context: RequestContext) async throws -> Response {
        let name = context.namespace
        let namespace = try await catalog.read { try $0.requiredNamespace(name) }
        try checkWrite(context, to: namespace.name)
        try await submit([.hideNamespace(namespace.name)], context)
        var writer = JSONWriter()
        writer.namespace(namespace)
        return context.json(writer)
    }

    // MARK: - Sources

    @Sendable
    private func listSources(_ context: RequestContext) async throws -> Response {
        let (limit, offset) = (try context.limit(), try context.offset())
        return try await answer(context, hasPast: false) { reader, writer in
            writer.beginObject()
            writer.list("sources", try reader.sources(limit: limit, offset: offset)) { $0.source($1) }
            writer.endObject()
        }
    }

    @Sendable
    private func showSource(_ context: RequestContext) async throws -> Response {
        let name = context.path("source")
        return try await answer(context, hasPast: false) { reader, writer in
            guard let source = try reader.source(name) else { throw HTTPError.unknown(source: name) }
            writer.source(source)
        }
    }

    @Sendable
    private func putSource(_ context: RequestContext) async throws -> Response {
        let body = try await BodyFields(context)
        let command = Command.putSource(
            context.path("source"), type: try body.text("type"), url: try body.text("connectionUrl"),
            description: body.optionalText("description"))
        try await submit([command], context)
        return try await showSource(context)
    }

    // MARK: - Tags

    @Sendable
    private func listTags(_ context: RequestContext) async throws -> Response {
        let (limit, offset) = (try context.limit(), try context.offset())
        return try await answer(context, hasPast: false) { reader, writer in
            writer.beginObject()
            writer.list("tags", try reader.tags(limit: limit, offset: offset)) { $0.tag($1) }
            writer.endObject()
        }
    }

    @Sendable
    private func putTag(_ context: RequestContext) async throws -> Response {
        let name = context.path("tag")
        let body = try await BodyFields(context)
        let description = body.optionalText("description")
        try await submit([.describeTag(name, description: description)], context)
        var writer = JSONWriter()
        writer.tag(TagRecord(name: name, description: description))
        return context.json(writer)
    }
}
