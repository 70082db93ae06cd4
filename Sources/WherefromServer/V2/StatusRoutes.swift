import Analysis
import GraphEngine
import Ingestion
import JSONBytes
import MetadataCatalog
import OpenLineage
import SQLDatabase

/// How the server and what it holds are doing: status, digest, doctor.
struct StatusRoutes: Sendable {
    let reading: CatalogReading
    let rejections: RejectionList
    let configuration: ServerConfiguration
    /// When the catalog was opened, ns.
    let startedAt: Int64

    var routes: [Route] {
        [
            Route(
                .get, "/api/v2/status", scope: .read, summary: "Versions, counts, queue and log position",
                handler: status),
            Route(
                .get, "/api/v2/digest", scope: .read, summary: "A value over everything that was reported",
                handler: digest),
            Route(
                .get, "/api/v2/doctor", scope: .read, summary: "Looks for what commonly goes wrong with producers",
                handler: doctor),
        ]
    }

    @Sendable
    private func status(_ context: RequestContext) async throws -> Response {
        let catalog = reading.catalog
        let footprint = try await catalog.database.footprint()
        let graphPosition = catalog.graph.position
        let writer = try await reading.read { [self] reader in
            let counts = try reader.counts()
            let head = try reader.logHead()
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("version", configuration.version)
            writer.member("foldVersion", try reader.foldVersion())
            writer.member("logPosition", head.seq)
            writer.member("logHead", head.chain.hex)
            writer.key("startedAt")
            writer.instant(startedAt)
            writer.key("database")
            writer.beginObject()
            let isSQLite = catalog.database.dialect == .sqlite
            writer.member("kind", isSQLite ? "sqlite" : "postgresql")
            writer.member(isSQLite ? "path" : "address", catalog.database.location)
            writer.member("bytes", footprint.bytes)
            writer.key("durability")
            writer.beginObject()
            for (name, value) in footprint.durability.sorted(by: { $0.key < $1.key }) {
                writer.key(ByteString(name))
                writer.value(value)
            }
            writer.endObject()
            writer.endObject()
            try Self.writeReplication(&writer, reader, graphPosition)
            writer.key("counts")
            writer.beginObject()
            writer.member("events", counts.events)
            writer.member("runs", counts.runs)
            writer.member("jobs", counts.jobs)
            writer.member("datasets", counts.datasets)
            writer.endObject()
            writer.key("queue")
            writer.beginObject()
            writer.member("depth", catalog.queue.depth)
            writer.member("capacity", configuration.queueEventsMax)
            writer.endObject()
            writer.member("rejected", rejections.total)
            writer.key("lastEventAt")
            writer.instant(counts.lastEvent)
            writer.member("keysRequired", configuration.requireAPIKey)
            writer.endObject()
            return writer
        }
        return context.json(writer)
    }

    /// Where this server's graph stood in the sequence of commits before this request, and where the database is.
    private static func writeReplication(
        _ writer: inout JSONWriter, _ reader: CatalogReader, _ position: UInt64
    ) throws {
        writer.key("replication")
        writer.beginObject()
        writer.member("position", position)
        writer.member("head", reader.revision)
        writer.member("lag", reader.revision - min(position, reader.revision))
        writer.member("lagMilliseconds", try reader.lagMilliseconds(since: position))
        writer.endObject()
    }

    @Sendable
    private func digest(_ context: RequestContext) async throws -> Response {
        let (digest, version) = try await reading.read { (try CatalogDigest.compute($0), try $0.foldVersion()) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("digest", digest.hex)
        writer.member("foldVersion", version)
        writer.endObject()
        return context.json(writer)
    }

    @Sendable
    private func doctor(_ context: RequestContext) async throws -> Response {
        let now = reading.catalog.clock.now()
        let rejected = rejections.total
        let report = try await reading.read { try DoctorReport($0, now: now, rejected: rejected) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("checks")
        writer.beginArray()
        for check in report.checks {
            writer.beginObject()
            writer.member("id", check.id)
            writer.member("ok", check.isOK)
            writer.member("message", check.message)
            writer.member("hint", check.hint)
            writer.endObject()
        }
        writer.endArray()
        writer.key("producers")
        writer.beginArray()
        for producer in report.producers {
            writer.beginObject()
            writer.member("producer", producer.name)
            writer.key("lastEventAt")
            writer.instant(producer.lastTime)
            writer.member("events", producer.events)
            writer.endObject()
        }
        writer.endArray()
        writer.key("rejections")
        writer.beginObject()
        writer.member("total", rejected)
        writer.endObject()
        writer.member("future", report.future)
        writer.member("lostRuns", report.lostRuns)
        writer.endObject()
        return context.json(writer)
    }
}
