import JSONBytes
import MetadataCatalog
import OpenLineage

extension MarquezRoutes {
    var statisticsRoutes: [Route] {
        [
            Route(
                .get, "/api/v1/stats/lineage-events", scope: .read,
                summary: "Counts events by type over a day or a week",
                handler: countEvents),
            Route(
                .get, "/api/v1/stats/jobs", scope: .read, summary: "Counts the jobs there were over a day or a week"
            ) { try await count($0, .jobs) },
            Route(
                .get, "/api/v1/stats/datasets", scope: .read,
                summary: "Counts the datasets there were over a day or a week"
            ) { try await count($0, .datasets) },
            Route(
                .get, "/api/v1/stats/sources", scope: .read,
                summary: "Counts the sources there were over a day or a week"
            ) { try await count($0, .sources) },
        ]
    }

    /// The intervals of an answer.
    struct Intervals: Sendable {
        /// Instants between which is counted, ns, one more than there are intervals.
        var bounds: [Int64]
        /// What is shown for them, ns: in weeks the wall clock of the zone, as if it were UTC.
        var shown: [Int64]

        private static let hour: Int64 = 3600
        private static let day: Int64 = 86_400

        /// 24 hours, the current one included.
        init(hoursUntil now: Int64) {
            let end = (now / 1_000_000_000).floored(Self.hour) * Self.hour + Self.hour
            let seconds = (0...24).map { end - Int64(24 - $0) * Self.hour }
            bounds = seconds.map { $0 * 1_000_000_000 }
            shown = bounds
        }

        /// Seven days of a zone, today included.
        init(daysUntil now: Int64, zone: TimeZoneTable) {
            let seconds = now / 1_000_000_000
            let today = (seconds + zone.offset(at: seconds)).floored(Self.day)
            let local = (0...7).map { (today - 6 + Int64($0)) * Self.day }
            bounds = local.map { zone.instant(ofLocal: $0) * 1_000_000_000 }
            shown = local.map { $0 * 1_000_000_000 }
        }
    }

    /// An answer in plain words, as Marquez gives it here.
    private struct Refusal: Error {
        var text: String
    }

    private func intervals(_ context: RequestContext) throws -> Intervals {
        let now = catalog.clock.now()
        switch try context.required("period").string.uppercased() {
        case "DAY": return Intervals(hoursUntil: now)
        case "WEEK":
            guard let name = context.query("timezone"), !name.isEmpty else {
                throw Refusal(text: "Timezone must be specified for period 'WEEK'")
            }
            guard let zone = TimeZoneTable(named: name.string) else { throw Refusal(text: "Invalid timezone") }
            return Intervals(daysUntil: now, zone: zone)
        default: throw Refusal(text: "Invalid period")
        }
    }

    private func answer<Count: Sendable>(
        _ context: RequestContext, _ count: @escaping @Sendable (CatalogReader, Intervals) throws -> [Count],
        _ write: @escaping @Sendable (inout JSONWriter, Count) -> Void
    ) async throws -> Response {
        let intervals: Intervals
        do { intervals = try self.intervals(context) } catch let refusal as Refusal {
            return .text(refusal.text, status: 400)
        }
        return try await answer(context, hasPast: false) { reader, writer in
            writer.beginArray()
            for (index, count) in try count(reader, intervals).enumerated() {
                writer.beginObject()
                writer.instant("startInterval", intervals.shown[index])
                writer.instant("endInterval", intervals.shown[index + 1])
                write(&writer, count)
                writer.endObject()
            }
            writer.endArray()
        }
    }

    @Sendable
    private func countEvents(_ context: RequestContext) async throws -> Response {
        try await answer(context) {
            try $0.eventCounts(between: $1.bounds)
        } _: { writer, counts in
            writer.member("fail", counts.fail)
            writer.member("start", counts.start)
            writer.member("complete", counts.complete)
            writer.member("abort", counts.abort)
        }
    }

    private func count(_ context: RequestContext, _ asset: CatalogReader.Asset) async throws -> Response {
        try await answer(context) {
            try $0.cumulative(asset, at: Array($1.bounds.dropFirst()))
        } _: { writer, count in
            writer.member("count", count)
        }
    }
}
