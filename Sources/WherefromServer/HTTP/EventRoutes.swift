package import Ingestion
import JSONBytes

/// The routes by which events come in: Marquez's, the batch of the OpenLineage specification, and the paths of other
/// back ends, so that their clients need another host name only.
package struct EventRoutes: Sendable {
    let sink: any EventSink
    let metrics: @Sendable () -> ServerMetrics?

    /// - Parameter metrics: asked on each request, since the metrics are made from the finished list of routes.
    package init(sink: any EventSink, metrics: @escaping @Sendable () -> ServerMetrics? = { nil }) {
        self.sink = sink
        self.metrics = metrics
    }

    package var routes: [Route] {
        [
            Route(
                .post, "/api/v1/lineage", scope: .write, summary: "Takes one OpenLineage event", handler: single),
            Route(
                .post, "/api/v1/lineage/batch", scope: .write,
                summary: "Takes a JSON array of OpenLineage events", handler: batch),
            Route(
                .post, "/openapi/openlineage/api/v1/lineage", scope: .write,
                summary: "As /api/v1/lineage, at another back end's path", handler: single),
            Route(
                .post, "/openapi/openlineage/api/v1/lineage/batch", scope: .write,
                summary: "As /api/v1/lineage/batch, at another back end's path", handler: batch),
            Route(
                .post, "/api/v1/openlineage/lineage", scope: .write,
                summary: "As /api/v1/lineage, at another back end's path", handler: single),
            Route(
                .post, "/api/v1/openlineage/lineage/batch", scope: .write,
                summary: "As /api/v1/lineage/batch, at another back end's path", handler: batch),
        ]
    }

    @Sendable
    private func single(_ context: RequestContext) async throws -> Response {
        let strict = try Self.isStrict(context)
        let body = try await context.body()
        let outcome = try await overloadAs503 {
            try await sink.submit(
                single: body, source: Self.source(context), permission: context.principal.permission, strict: strict)
        }
        metrics()?.note(CollectionOfOne(outcome))
        switch outcome {
        case .accepted, .duplicate: return .empty(201)
        case .rejected(let status, let errors, _): throw Self.rejection(status: status, errors: errors)
        }
    }

    @Sendable
    private func batch(_ context: RequestContext) async throws -> Response {
        let body = try await context.body()
        let outcomes = try await overloadAs503 {
            try await sink.submit(
                batch: body, source: Self.source(context), permission: context.principal.permission)
        }
        metrics()?.note(outcomes)
        return .json(BatchSummary(outcomes).json)
    }

    private static func isStrict(_ context: RequestContext) throws -> Bool {
        guard let mode = context.query("validate"), !mode.isEmpty else { return false }
        switch mode.string.lowercased() {
        case "strict": return true
        case "lenient": return false
        default:
            throw HTTPError.badRequest("query param validate must be one of [strict, lenient]", id: "invalid-parameter")
        }
    }

    private static func source(_ context: RequestContext) -> IngestSource {
        IngestSource(
            keyName: context.principal.keyName, address: context.remoteAddress, receivedAt: context.receivedAt)
    }

    private static func rejection(status: Int, errors: [String]) -> HTTPError {
        let texts = errors.isEmpty ? ["The event was rejected."] : errors
        if status == 422 { return .unprocessable(texts) }
        return HTTPError(status, id: "rejected-event", texts.joined(separator: "; "))
    }

    private func overloadAs503<Result>(_ submit: () async throws -> Result) async throws -> Result {
        do {
            return try await submit()
        } catch let overload as IngestOverload {
            metrics()?.noteOverload()
            throw HTTPError.overloaded(retryAfterSeconds: overload.retryAfterSeconds)
        } catch let rejection as BodyRejection {
            metrics()?.note(
                CollectionOfOne(
                    .rejected(status: rejection.status, errors: rejection.errors, retriable: false)))
            throw Self.rejection(status: rejection.status, errors: rejection.errors)
        }
    }
}

/// The answer to a batch, as `spec/OpenLineage.yml` has it, with the number of duplicates added.
private struct BatchSummary {
    private let outcomes: [EventOutcome]

    init(_ outcomes: [EventOutcome]) {
        self.outcomes = outcomes
    }

    var json: JSONWriter {
        var failures = JSONWriter()
        var duplicates = 0
        var failed = 0
        var retriable = 0
        failures.beginArray()
        for (index, outcome) in outcomes.enumerated() {
            switch outcome {
            case .accepted: break
            case .duplicate: duplicates += 1
            case .rejected(_, let errors, let canRetry):
                failed += 1
                if canRetry { retriable += 1 }
                failures.beginObject()
                failures.member("index", index)
                failures.member("reason", errors.joined(separator: "; "))
                failures.member("retriable", canRetry)
                failures.endObject()
            }
        }
        failures.endArray()
        return summary(failures: failures, failed: failed, retriable: retriable, duplicates: duplicates)
    }

    private func summary(failures: JSONWriter, failed: Int, retriable: Int, duplicates: Int) -> JSONWriter {
        var writer = JSONWriter(reserving: failures.bytes.count + 256)
        writer.beginObject()
        writer.member("status", failed == 0 ? "success" : "partial_success")
        writer.key("summary")
        writer.beginObject()
        writer.member("received", outcomes.count)
        writer.member("successful", outcomes.count - failed)
        writer.member("failed", failed)
        writer.member("retriable", retriable)
        writer.member("non_retriable", failed - retriable)
        writer.member("duplicates", duplicates)
        writer.endObject()
        writer.key("failed_events")
        writer.rawBytes(failures.bytes)
        writer.endObject()
        return writer
    }
}
