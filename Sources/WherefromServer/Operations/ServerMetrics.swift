package import Ingestion
import NIOConcurrencyHelpers
import Synchronization

/// What the server counts about itself, and what others hand in when the metrics are read.
package final class ServerMetrics: Sendable {
    /// What events came to.
    package struct Events: Sendable {
        package var accepted = 0
        package var duplicate = 0
        package var rejected = 0
        package var overloaded = 0
    }

    private let routes: [RouteCounters]
    private let unrouted = RouteCounters(method: "", pattern: "(none)")
    private let eventCounts = NIOLockedValueBox(Events())
    private let refusedOriginCount = Atomic<Int>(0)
    private let openRequests = Atomic<Int>(0)
    private let collectors: NIOLockedValueBox<[@Sendable () async -> [MetricFamily]]>

    package init(registry: RouteRegistry) {
        routes = registry.routes.map { RouteCounters(method: $0.method.rawValue, pattern: $0.pattern) }
        collectors = NIOLockedValueBox([])
    }

    /// Adds a source of values that is asked whenever the metrics are read.
    package func addCollector(_ collector: @escaping @Sendable () async -> [MetricFamily]) {
        collectors.withLockedValue { $0.append(collector) }
    }

    package var events: Events { eventCounts.withLockedValue { $0 } }

    /// Requests being answered now.
    package var requestsInFlight: Int { openRequests.load(ordering: .relaxed) }

    package func requestBegan() { openRequests.add(1, ordering: .relaxed) }

    /// Notes the end of a request.
    /// - Parameters:
    ///   - route: the index of the route in its registry; nil if none was found.
    ///   - nanoseconds: from the head of the request to the answer being ready.
    package func requestEnded(route: Int?, status: Int, nanoseconds: Int64) {
        openRequests.subtract(1, ordering: .relaxed)
        (route.map { routes[$0] } ?? unrouted).note(status: status, nanoseconds: nanoseconds)
    }

    package func noteRefusedOrigin() { refusedOriginCount.add(1, ordering: .relaxed) }

    package func noteOverload() { eventCounts.withLockedValue { $0.overloaded += 1 } }

    /// Counts what became of events.
    package func note(_ outcomes: some Sequence<EventOutcome>) {
        eventCounts.withLockedValue { counts in
            for outcome in outcomes {
                switch outcome {
                case .accepted: counts.accepted += 1
                case .duplicate: counts.duplicate += 1
                case .rejected: counts.rejected += 1
                }
            }
        }
    }

    /// Everything there is to say, in the order in which it is shown.
    package func families() async -> [MetricFamily] {
        var families = requestFamilies()
        let events = events
        families.append(
            MetricFamily(
                "wherefrom_events_total", .counter, "Events received, by what became of them.",
                [
                    MetricSample(["outcome": "accepted"], Double(events.accepted)),
                    MetricSample(["outcome": "duplicate"], Double(events.duplicate)),
                    MetricSample(["outcome": "rejected"], Double(events.rejected)),
                ]))
        families.append(
            MetricFamily("wherefrom_overloads_total", .counter, "Requests refused with 503.", events.overloaded))
        families.append(
            MetricFamily(
                "wherefrom_refused_origins_total", .counter, "Requests refused for their Host or Origin.",
                refusedOriginCount.load(ordering: .relaxed)))
        families.append(
            MetricFamily("wherefrom_http_requests_in_flight", .gauge, "Requests being answered.", requestsInFlight))
        for collector in collectors.withLockedValue({ $0 }) { families += await collector() }
        return families
    }

    private func requestFamilies() -> [MetricFamily] {
        var totals: [MetricSample] = []
        var histogram: [MetricSample] = []
        for counters in routes + [unrouted] {
            let snapshot = counters.snapshot
            guard !snapshot.statuses.isEmpty else { continue }
            let labels = ["method": counters.method, "route": counters.pattern]
            for (status, count) in snapshot.statuses.sorted(by: { $0.key < $1.key }) {
                totals.append(MetricSample(labels.merging(["status": String(status)]) { $1 }, Double(count)))
            }
            histogram += snapshot.histogram(labels: labels)
        }
        return [
            MetricFamily("wherefrom_http_requests_total", .counter, "Requests answered, by route and status.", totals),
            MetricFamily(
                "wherefrom_http_request_duration_seconds", .histogram,
                "Seconds from the head of a request to its answer.", histogram),
        ]
    }
}

/// Counters of one route.
private final class RouteCounters: Sendable {
    /// Upper bounds of the buckets, in microseconds.
    static let bounds: [Int64] = [250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 500_000, 2_500_000]

    struct Snapshot: Sendable {
        var statuses: [Int: Int] = [:]
        var buckets = [Int](repeating: 0, count: RouteCounters.bounds.count + 1)
        var nanoseconds: Int64 = 0

        func histogram(labels: [String: String]) -> [MetricSample] {
            var samples: [MetricSample] = []
            var sum = 0
            for (index, count) in buckets.enumerated() {
                sum += count
                let bound =
                    index < RouteCounters.bounds.count ? "\(Double(RouteCounters.bounds[index]) / 1e6)" : "+Inf"
                samples.append(MetricSample(labels.merging(["le": bound]) { $1 }, Double(sum), suffix: "_bucket"))
            }
            samples.append(MetricSample(labels, Double(nanoseconds) / 1e9, suffix: "_sum"))
            samples.append(MetricSample(labels, Double(sum), suffix: "_count"))
            return samples
        }
    }

    let method: String
    let pattern: String
    private let state = NIOLockedValueBox(Snapshot())

    init(method: String, pattern: String) {
        self.method = method
        self.pattern = pattern
    }

    var snapshot: Snapshot { state.withLockedValue { $0 } }

    func note(status: Int, nanoseconds: Int64) {
        let microseconds = nanoseconds / 1000
        let bucket = Self.bounds.firstIndex { microseconds <= $0 } ?? Self.bounds.count
        state.withLockedValue { snapshot in
            snapshot.statuses[status, default: 0] += 1
            snapshot.buckets[bucket] += 1
            snapshot.nanoseconds &+= nanoseconds
        }
    }
}
