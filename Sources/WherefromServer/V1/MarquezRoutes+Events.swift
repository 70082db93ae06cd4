import JSONBytes
import MetadataCatalog
import OpenLineage

extension MarquezRoutes {
    var eventListRoutes: [Route] {
        [
            Route(
                .get, "/api/v1/events/lineage", scope: .read, summary: "Lists events as they were sent, newest first",
                handler: listEvents),
            Route(
                .get, "/api/v1/events", scope: .read, summary: "As /api/v1/events/lineage, for marquez-python",
                handler: listEvents),
            Route(
                .get, "/api/v1/events/{namespace*}", scope: .read,
                summary: "As /api/v1/events/lineage, of one namespace, for marquez-python"
            ) { try await listEvents($0, namespace: $0.namespace) },
        ]
    }

    private enum Direction: String, CaseIterable {
        case desc = "DESC"
        case asc = "ASC"
    }

    private enum Kind: String, CaseIterable {
        case run = "RUN"
        case job = "JOB"
        case dataset = "DATASET"
        case all = "ALL"
    }

    @Sendable
    private func listEvents(_ context: RequestContext) async throws -> Response {
        try await listEvents(context, namespace: context.query("namespace"))
    }

    private func listEvents(_ context: RequestContext, namespace: ByteString?) async throws -> Response {
        var filter = EventFilter()
        filter.from = try context.instant("after")?.nanoseconds
        filter.before = try context.instant("before")?.nanoseconds
        filter.namespace = namespace
        filter.job = context.query("job")
        filter.runID = context.query("runId")
        filter.type = try Self.eventType(context)
        let kinds = try context.choices("kind", of: Kind.self)
        if kinds.contains(.all) {
            filter.kinds = Set(OpenLineageEvent.Kind.allCases)
        } else if !kinds.isEmpty {
            filter.kinds = Set(kinds.compactMap { [.run: .run, .job: .job, .dataset: .dataset][$0] })
        }
        let ascending = try context.choice("sortDirection", of: Direction.self) == .asc
        let (limit, offset, asked) = (try context.limit(), try context.offset(), filter)
        return try await answer(context, hasPast: false) { reader, writer in
            let events = try reader.events(asked, ascending: ascending, limit: limit, offset: offset)
            writer.beginObject()
            writer.list("events", events) { $0.raw($1.root) }
            writer.member("totalCount", try reader.eventCount(asked))
            writer.endObject()
        }
    }

    private static func eventType(_ context: RequestContext) throws -> EventType? {
        guard let text = context.query("eventType"), !text.isEmpty else { return nil }
        if let type = EventType(text: text) { return type }
        let names = EventType.allCases.compactMap(\.text).joined(separator: ", ")
        throw HTTPError.badRequest("query param eventType must be one of [\(names)]", id: "invalid-parameter")
    }
}
