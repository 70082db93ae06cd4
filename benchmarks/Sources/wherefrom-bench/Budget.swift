/// What some work may cost; the figures are promises of the project.
struct Budget {
    /// Name of the measurement.
    let key: String
    let work: String
    let unit: String
    let limit: Limit
    let digits: Int
    /// The budget is for a million datasets and says nothing about fewer.
    let isForMillion: Bool

    enum Limit {
        case atLeast(Double)
        case below(Double)
        /// At most so many times another measurement.
        case times(Double, of: String)
        /// Reported only.
        case none
    }

    init(
        _ key: String, _ work: String, _ unit: String, _ limit: Limit = .none, digits: Int = 2,
        isForMillion: Bool = false
    ) {
        self.key = key
        self.work = work
        self.unit = unit
        self.limit = limit
        self.digits = digits
        self.isForMillion = isForMillion
    }

    /// The bound in figures; nil if there is none, or what it depends on was not measured.
    func bound(_ medians: Medians) -> Double? {
        switch limit {
        case .atLeast(let bound), .below(let bound): bound
        case .times(let factor, let other): medians[other].map { $0 * factor }
        case .none: nil
        }
    }

    func shown(bound: Double?) -> String {
        guard let bound else { return "–" }
        return switch limit {
        case .atLeast: "≥ \(Self.rounded(bound, to: 0)) \(unit)"
        case .times(let factor, _): "≤ \(Self.rounded(bound, to: 2)) \(unit) (\(Self.rounded(factor, to: 0)) ×)"
        default: "< \(Self.rounded(bound, to: 0)) \(unit)"
        }
    }

    func shown(_ value: Double) -> String { "\(Self.rounded(value, to: digits)) \(unit)" }

    func verdict(_ value: Double, bound: Double?, datasets: Int) -> String {
        guard let bound else { return "" }
        if isForMillion, datasets < 1_000_000 { return "(budget is for a million datasets, here \(datasets))" }
        let isFloor = if case .atLeast = limit { true } else { false }
        if isFloor ? value >= bound : value <= bound { return "met" }
        let ratio = isFloor ? bound / max(value, 0.000_1) : value / max(bound, 0.000_1)
        return "missed by a factor of \(Self.rounded(ratio, to: 2))"
    }

    /// `value` with a fixed number of digits after the point.
    static func rounded(_ value: Double, to digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let whole = (abs(value) * scale).rounded()
        guard whole < 9e15 else { return "\(value)" }
        let text = String(Int(whole))
        let padded = String(repeating: "0", count: max(digits + 1 - text.count, 0)) + text
        let sign = value < 0 && whole > 0 ? "-" : ""
        return digits == 0 ? sign + padded : sign + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    /// The rows of the table, in its order.
    static let all = [
        Budget(
            "batch-repeated.events-per-second", "Batches, 95 % repeated structure, durable", "events/s",
            .atLeast(20_000), digits: 0),
        Budget("batch-repeated.server-cpu-us-per-event", "– CPU of the server", "µs/event"),
        Budget("batch-repeated.client-cpu-us-per-event", "– CPU of the client", "µs/event"),
        Budget("batch-repeated.bytes-per-event-sent", "– size of an event as sent", "bytes", digits: 0),
        Budget("batch-disturbed.events-per-second", "– the same, 10 % late, 5 % twice", "events/s", digits: 0),
        Budget("batch-cold.events-per-second", "– the same, database not in the page cache", "events/s", digits: 0),
        Budget(
            "batch-first-sight.events-per-second", "Batches, first-sight structure in every event", "events/s",
            .atLeast(3000), digits: 0),
        Budget("batch-first-sight.server-cpu-us-per-event", "– CPU of the server", "µs/event"),
        Budget(
            "single.events-per-second", "One event a request, 64 connections", "events/s", .atLeast(8000), digits: 0),
        Budget("single.p99-ms", "– p99", "ms", .below(50), digits: 1),
        Budget("single.server-cpu-us-per-event", "– CPU of the server", "µs/event"),
        Budget("fsync.p50-ms", "fdatasync of 4 KB on this disk: p50", "ms"),
        Budget("fsync.p99-ms", "– p99", "ms"),
        Budget(
            "disk-repeated.disk-bytes-per-event", "Disk, repeated mix, everything included", "bytes/event",
            .below(1024), digits: 0),
        Budget("disk-first-sight.disk-bytes-per-event", "Disk, first sight", "bytes/event", digits: 0),
        Budget("walk.p50-ms", "Walk over HTTP, about 100 nodes: p50", "ms", .below(2), isForMillion: true),
        Budget("walk.p99-ms", "– p99", "ms", .below(10), isForMillion: true),
        Budget("walk-as-of.p50-ms", "The same as of a past time: p50", "ms", .times(2, of: "walk.p50-ms")),
        Budget("walk-as-of.p99-ms", "– p99", "ms", .times(2, of: "walk.p99-ms")),
        Budget("walk-cold.p99-ms", "Walk, database not in the page cache: p99", "ms"),
        Budget("columns.p50-ms", "Column impact: p50", "ms"),
        Budget("columns.p99-ms", "– p99", "ms", .below(50), isForMillion: true),
        Budget("start-empty.ms", "Start, empty store, to the first answer", "ms", .below(300), digits: 0),
        Budget(
            "start-loaded.ms", "Start, loaded estate, to the first lineage answer", "ms", .below(3000), digits: 0,
            isForMillion: true),
        Budget("rebuild.seconds", "Rebuild from the log alone", "s", digits: 1),
        Budget("idle.resident-mb", "Memory, idle", "MB", .below(60), digits: 0),
        Budget(
            "loaded.resident-mb", "Memory, estate loaded and asked", "MB", .below(1536), digits: 0,
            isForMillion: true),
        Budget("reloaded.resident-mb", "Memory, the same after a restart", "MB", digits: 0),
        Budget("estate.events-per-second", "Loading the estate, events made meanwhile", "events/s", digits: 0),
    ]
}
