import JSONBytes
import MetadataCatalog
import OpenLineage

extension MarquezRoutes {
    private static let one = "/api/v1/namespaces/{namespace}/datasets/{dataset}"

    var datasetRoutes: [Route] {
        [
            Route(
                .get, "/api/v1/namespaces/{namespace}/datasets", scope: .read,
                summary: "Lists the datasets of a namespace by name", handler: listDatasets),
            Route(.get, Self.one, scope: .read, summary: "Shows a dataset, by any of its names", handler: showDataset),
            Route(
                .put, Self.one, scope: .write, summary: "Declares a dataset (deprecated; send a DatasetEvent)",
                handler: putDataset),
            Route(
                .delete, Self.one, scope: .write, summary: "Hides a dataset until an event names it again",
                handler: deleteDataset),
            Route(
                .get, Self.one + "/versions", scope: .read, summary: "Lists the versions of a dataset, newest first",
                handler: listDatasetVersions),
            Route(
                .get, Self.one + "/versions/{version}", scope: .read, summary: "Shows one version of a dataset",
                handler: showDatasetVersion),
            Route(
                .post, Self.one + "/tags/{tag}", scope: .write, summary: "Tags a dataset", handler: tagDataset),
            Route(
                .delete, Self.one + "/tags/{tag}", scope: .write, summary: "Takes a tag from a dataset",
                handler: untagDataset),
            Route(
                .post, Self.one + "/fields/{field}/tags/{tag}", scope: .write,
                summary: "Tags a column; the tag is written in capitals", handler: tagField),
            Route(
                .delete, Self.one + "/fields/{field}/tags/{tag}", scope: .write, summary: "Takes a tag from a column",
                handler: untagField),
        ]
    }

    @Sendable
    private func listDatasets(_ context: RequestContext) async throws -> Response {
        let (limit, offset, namespace) = (try context.limit(), try context.offset(), context.namespace)
        return try await answer(context) { reader, writer in
            let namespace = try reader.requiredNamespace(namespace).name
            let rows = try reader.datasets(inNamespace: namespace, limit: limit, offset: offset)
            let datasets = try rows.map { try reader.detail(ofDataset: $0) }
            writer.beginObject()
            writer.list("datasets", datasets) { $0.dataset($1) }
            writer.member("totalCount", try reader.datasetCount(inNamespace: namespace))
            writer.endObject()
        }
    }

    @Sendable
    private func showDataset(_ context: RequestContext) async throws -> Response {
        let id = context.datasetID
        return try await answer(context) { reader, writer in
            writer.dataset(try reader.detail(ofDataset: reader.requiredDataset(id)))
        }
    }

    @Sendable
    private func deleteDataset(_ context: RequestContext) async throws -> Response {
        let id = context.datasetID
        let (names, writer) = try await catalog.read { reader in
            let dataset = try reader.requiredDataset(id)
            var writer = JSONWriter(reserving: 4096)
            writer.dataset(try reader.detail(ofDataset: dataset))
            return (try reader.component(of: dataset).map(\.datasetID), writer)
        }
        for name in names { try checkWrite(context, to: name.namespace) }
        try await submit(names.map { .hideDataset($0) }, context)
        return context.json(writer)
    }

    // MARK: - Versions

    @Sendable
    private func listDatasetVersions(_ context: RequestContext) async throws -> Response {
        let (limit, offset, id) = (try context.limit(), try context.offset(), context.datasetID)
        return try await answer(context) { reader, writer in
            let dataset = try reader.requiredDataset(id)
            let versions = try reader.versions(of: dataset, limit: limit, offset: offset)
            writer.beginObject()
            writer.list("versions", versions) { $0.datasetVersion($1) }
            writer.member("totalCount", try reader.versionCount(of: dataset))
            writer.endObject()
        }
    }

    @Sendable
    private func showDatasetVersion(_ context: RequestContext) async throws -> Response {
        let (id, version) = (context.datasetID, try context.uuid("version"))
        return try await answer(context) { reader, writer in
            guard let found = try reader.version(version, of: reader.requiredDataset(id)) else {
                throw HTTPError.notFound("Dataset version '\(version)'", id: "unknown-version")
            }
            writer.datasetVersion(found)
        }
    }

    // MARK: - Tags

    @Sendable
    private func tagDataset(_ context: RequestContext) async throws -> Response {
        let tag = context.path("tag")
        return try await change(context) { .addTag(tag, to: .dataset($0)) }
    }

    @Sendable
    private func untagDataset(_ context: RequestContext) async throws -> Response {
        let tag = context.path("tag")
        return try await change(context) { .removeTag(tag, from: .dataset($0)) }
    }

    @Sendable
    private func tagField(_ context: RequestContext) async throws -> Response {
        let (tag, field) = (Self.uppercased(context.path("tag")), context.path("field"))
        try await checkField(field, context)
        return try await change(context) { .addTag(tag, to: .field($0, field)) }
    }

    @Sendable
    private func untagField(_ context: RequestContext) async throws -> Response {
        let (tag, field) = (Self.uppercased(context.path("tag")), context.path("field"))
        try await checkField(field, context)
        return try await change(context) { .removeTag(tag, from: .field($0, field)) }
    }

    static func uppercased(_ tag: ByteString) -> ByteString {
        ByteString(bytes: tag.bytes.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 & ~0x20 : $0 })
    }

    private func checkField(_ field: ByteString, _ context: RequestContext) async throws {
        let id = context.datasetID
        try await catalog.read { reader in
            let detail = try reader.detail(ofDataset: reader.requiredDataset(id), asNode: true)
            guard detail.fields.contains(where: { $0.name == field }) else {
                throw HTTPError(404, id: "unknown-field", "Field '\(field)' not found for dataset '\(id.name)'.")
            }
        }
    }

    /// Applies a command to all names of a dataset, and shows it.
    private func change(
        _ context: RequestContext, _ command: (DatasetID) -> Command
    ) async throws -> Response {
        let id = context.datasetID
        let names = try await catalog.read { reader in
            try reader.component(of: reader.requiredDataset(id)).map(\.datasetID)
        }
        guard let canonical = names.first else { throw HTTPError.unknown(dataset: id.name) }
        try checkWrite(context, to: canonical.namespace)
        let isRemoval = if case .removeTag = command(canonical) { true } else { false }
        try await submit((isRemoval ? names : [canonical]).map(command), context)
        return try await showDataset(context)
    }
}
