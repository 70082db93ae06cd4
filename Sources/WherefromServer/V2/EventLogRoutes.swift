import Analysis
import Ingestion
import JSONBytes
import MetadataCatalog
import OpenLineage

/// The log as it was received: records, bytes, rejections, verification, export.
struct EventLogRoutes: Sendable {
    let reading: CatalogReading
    let rejections: RejectionList

    var routes: [Route] {
        [
            Route(.get, "/api/v2/events", scope: .read, summary: "Lists the events of the log", handler: list),
            Route(
                .get, "/api/v2/events/{seq}", scope: .read,
                summary: "One event with what was odd about it", handler: one),
            Route(
                .get, "/api/v2/events/{seq}/raw", scope: .read,
                summary: "The bytes of an event as they were sent", handler: raw),
            Route(
                .get, "/api/v2/rejections", scope: .read, summary: "Lists what was sent and not taken",
                handler: listRejections),
            Route(
                .get, "/api/v2/verify", scope: .read, summary: "Checks the chain and the payloads of the whole log",
                handler: verify),
            Route(
                .get, "/api/v2/export", scope: .read, summary: "All events, one a line", handler: export),
        ]
    }

    @Sendable
    private func list(_ context: RequestContext) async throws -> Response {
        try context.refuseTime()
        var filter = LogFilter()
        filter.kind = try context.choice("kind", of: LogFilter.Kind.self)
        filter.namespace = Self.nonEmpty(context.query("namespace"))
        filter.job = Self.nonEmpty(context.query("job"))
        filter.run = Self.nonEmpty(context.query("runId")).map { RunID($0) }
        filter.type = try context.choice("eventType", of: EventTypeName.self)?.type
        let after = try context.int("after", default: 0, in: 0...Int.max)
        let limit = try context.limit(default: 100, max: 1_000)
        let writer = try await reading.read { [filter] reader in
            let page = try reader.logPage(after: Int64(after), limit: limit, filter)
            var writer = JSONWriter(reserving: 512 * page.records.count + 64)
            writer.beginObject()
            writer.key("events")
            writer.beginArray()
            for record in page.records {
                writer.beginObject()
                // Producer and oddities stand in the payload alone.
                let event = record.kind.holdsEvent ? try reader.payloads.event(record.seq) : nil
                Self.write(record, producer: event?.producer, to: &writer)
                writer.member(
                    "diagnostics",
                    event.map { $0.diagnostics.count + $0.facetDiagnostics().count } ?? record.diagnostics)
                writer.endObject()
            }
            writer.endArray()
            writer.member("next", page.next)
            writer.endObject()
            return writer
        }
        return context.json(writer)
    }

    private static func nonEmpty(_ text: ByteString?) -> ByteString? { text.flatMap { $0.isEmpty ? nil : $0 } }

    private enum EventTypeName: String, CaseIterable {
        case start = "START"
        case running = "RUNNING"
        case other = "OTHER"
        case abort = "ABORT"
        case complete = "COMPLETE"
        case fail = "FAIL"

        var type: EventType {
            switch self {
            case .start: .start
            case .running: .running
            case .other: .other
            case .abort: .abort
            case .complete: .complete
            case .fail: .fail
            }
        }
    }

    @Sendable
    private func one(_ context: RequestContext) async throws -> Response {
        let seq = try Self.sequence(context)
        let writer = try await reading.read { reader -> JSONWriter? in
            guard let record = try reader.logRecord(seq) else { return nil }
            let payload = try reader.payloads.payload(seq)
            let document = payload.flatMap { try? JSONDocument(parsing: $0) }
            let event = record.kind.holdsEvent ? try reader.payloads.event(seq) : nil
            var writer = JSONWriter(reserving: (payload?.count ?? 0) + 1024)
            writer.beginObject()
            Self.write(record, producer: event?.producer, to: &writer)
            writer.member("chain", record.chain.hex)
            writer.key("event")
            if let document { writer.raw(document.root) } else { writer.null() }
            writer.key("diagnostics")
            writer.beginArray()
            let facetDiagnostics = event?.facetDiagnostics() ?? []
            for diagnostic in (event?.diagnostics ?? []) + facetDiagnostics { Self.write(diagnostic, to: &writer) }
            writer.endArray()
            writer.endObject()
            return writer
        }
        guard let writer else { throw Self.unknown(seq) }
        return context.json(writer)
    }

    @Sendable
    private func raw(_ context: RequestContext) async throws -> Response {
        let seq = try Self.sequence(context)
        let payload = try await reading.read { reader -> [UInt8]?? in
            try reader.logRecord(seq).map { _ in try reader.payloads.payload(seq) }
        }
        guard let payload else { throw Self.unknown(seq) }
        guard let bytes = payload else {
            throw HTTPError.gone("The payload of event \(seq) was erased.", id: "payload-erased")
        }
        return .bytes(bytes, type: "application/json")
    }

    private static func sequence(_ context: RequestContext) throws -> Int64 {
        let text = context.path("seq").string
        guard let seq = Int64(text), seq > 0 else {
            throw HTTPError.badRequest("An event is named by its sequence number.", id: "invalid-parameter")
        }
        return seq
    }

    private static func unknown(_ seq: Int64) -> HTTPError { .notFound("Event \(seq)", id: "unknown-event") }

    // MARK: - Shapes

    /// Writes the members of a record, without its diagnostics.
    private static func write(_ record: LogRecord, producer: ByteString?, to writer: inout JSONWriter) {
        writer.member("seq", record.seq)
        writer.member("kind", kind(of: record))
        writer.key("received")
        writer.instant(record.received)
        writer.key("eventTime")
        writer.instant(record.time)
        let hasType = record.kind.holdsEvent && record.runID != nil && record.type != .absent
        writer.member("eventType", hasType ? "\(record.type)".uppercased() : nil)
        writer.member("producer", producer)
        writer.key("job")
        write(record.job.map { ($0.namespace, $0.name) }, to: &writer)
        if record.dataset != nil {
            writer.key("dataset")
            write(record.dataset.map { ($0.namespace, $0.name) }, to: &writer)
        }
        writer.member("runId", record.runID)
        writer.member("key", record.keyName)
        writer.member("sha256", record.rawDigest.hex)
    }

    private static func kind(of record: LogRecord) -> String {
        switch record.kind {
        case .runEvent: "run"
        case .jobEvent: "job"
        case .datasetEvent: "dataset"
        default: "command"
        }
    }

    private static func write(_ name: (ByteString, ByteString)?, to writer: inout JSONWriter) {
        guard let name else { return writer.null() }
        writer.beginObject()
        writer.member("namespace", name.0)
        writer.member("name", name.1)
        writer.endObject()
    }

    private static func write(_ diagnostic: Diagnostic, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", diagnostic.id)
        writer.member("severity", "\(diagnostic.severity)")
        writer.member("message", diagnostic.message)
        writer.member("path", diagnostic.path)
        writer.member("hint", diagnostic.hint)
        writer.endObject()
    }

    // MARK: - Rejections, verification, export

    @Sendable
    private func listRejections(_ context: RequestContext) async throws -> Response {
        let newest = rejections.newest(try context.limit(default: 100, max: RejectionList.countMax))
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("rejections")
        writer.beginArray()
        for rejection in newest {
            writer.beginObject()
            writer.key("at")
            writer.instant(rejection.received)
            writer.member("status", rejection.status)
            writer.member("reason", rejection.reason)
            writer.member("source", rejection.address)
            writer.member("key", rejection.keyName)
            writer.member("head", String(decoding: rejection.head, as: UTF8.self))
            writer.endObject()
        }
        writer.endArray()
        writer.member("total", rejections.total)
        writer.member("kept", rejections.newest(RejectionList.countMax).count)
        writer.endObject()
        return context.json(writer)
    }

    @Sendable
    private func verify(_ context: RequestContext) async throws -> Response {
        let found = try await reading.read { try $0.verifyLog() }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("ok", found.firstBroken == nil)
        writer.member("records", found.records)
        writer.key("firstBroken")
        if let broken = found.firstBroken {
            writer.beginObject()
            writer.member("seq", broken.seq)
            writer.member("reason", broken.reason)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.member("head", found.head.hex)
        writer.endObject()
        return context.json(writer)
    }

    @Sendable
    private func export(_ context: RequestContext) async throws -> Response {
        let exporter = LogExporter(
            reading: reading, withCommands: try context.bool("full"), isRaw: try context.bool("raw"))
        return .stream(type: "application/x-ndjson") { try await exporter.write(to: $0) }
    }
}
