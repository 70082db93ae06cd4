import JSONBytes
import OpenLineage

/// Decides which page of a Marquez `/api/v1/events/lineage` to ask for next, oldest event first.
///
/// Paging follows the event time instead of an offset, which Marquez walks from the start each time and which shifts
/// when events arrive. Events of one millisecond that fill more than a page are paged by offset within it. The cursor
/// is rounded down to the millisecond because Marquez rounds what it stores; what is seen twice is recognised by
/// its digest.
struct MarquezPager: Equatable {
    /// Events asked for at once.
    static let pageEvents = 200

    /// The oldest event time that may still hold unseen events.
    private(set) var after: EventTime
    private(set) var offset = 0
    private(set) var isFinished = false
    private var seen: Set<Digest256> = []

    init(after: EventTime = EventTime(nanoseconds: 0)) {
        self.after = Self.roundedDown(after)
    }

    var request: APIRequest {
        APIRequest(
            "GET", "/api/v1/events/lineage",
            query: [
                ("sortDirection", "asc"), ("after", after.description), ("before", "2261-01-01T00:00:00Z"),
                ("limit", "\(Self.pageEvents)"), ("offset", "\(offset)"),
            ])
    }

    /// Takes the events of a page and returns those that no page before had, in order.
    mutating func take(_ events: [JSONValue]) -> [JSONValue] {
        var fresh: [JSONValue] = []
        var known = seen
        var digests: [(time: EventTime, digest: Digest256)] = []
        for event in events {
            let digest = Digest256(hashing: CanonicalForm.bytes(of: event))
            let time = event["eventTime"]?.byteString.flatMap { EventTime.parse($0)?.time } ?? after
            digests.append((time, digest))
            if known.insert(digest).inserted { fresh.append(event) }
        }
        let newest = digests.map(\.time).max().map(Self.roundedDown) ?? after
        if events.count < Self.pageEvents {
            isFinished = true
        }
        if newest > after {
            after = newest
            offset = 0
            seen = Set(digests.filter { $0.time >= newest }.map(\.digest))
        } else {
            offset += events.count
            seen = known
        }
        return fresh
    }

    private static func roundedDown(_ time: EventTime) -> EventTime {
        let millisecond: Int64 = 1_000_000
        let rest = ((time.nanoseconds % millisecond) + millisecond) % millisecond
        return EventTime(nanoseconds: time.nanoseconds &- rest)
    }
}

/// What makes two spellings of one event the same for an import: run, job, type, time and producer.
struct EventFingerprint: Hashable {
    var run: RunID
    var job: JobID
    var type: String
    var time: EventTime
    var producer: ByteString

    /// Of an event as clients send it; nil when one of run, job or time is missing.
    init?(event: JSONValue) {
        guard let run = event["run"]?["runId"]?.byteString else { return nil }
        self.init(
            run: run, job: event["job"], type: event["eventType"], time: event["eventTime"],
            producer: event["producer"])
    }

    /// Of an entry of `GET /api/v2/events`.
    init?(entry: JSONValue) {
        guard let run = entry["runId"]?.byteString else { return nil }
        self.init(
            run: run, job: entry["job"], type: entry["eventType"], time: entry["eventTime"],
            producer: entry["producer"])
    }

    private init?(run: ByteString, job: JSONValue?, type: JSONValue?, time: JSONValue?, producer: JSONValue?) {
        guard let namespace = job?["namespace"]?.byteString, let name = job?["name"]?.byteString,
            let time = time?.byteString.flatMap({ EventTime.parse($0)?.time })
        else { return nil }
        self.run = RunID(run)
        self.job = JobID(namespace: namespace, name: name)
        self.type = type?.string?.uppercased() ?? ""
        // Marquez keeps microseconds.
        self.time = EventTime(nanoseconds: time.nanoseconds / 1_000 * 1_000)
        self.producer = producer?.byteString ?? ""
    }
}
