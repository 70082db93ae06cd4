import LoadClient

/// `table`: medians of a results file beside their budgets, in Markdown.
enum TableCommand {
    static func run(_ arguments: ArraySlice<String>) throws {
        let options = try Options(arguments, known: ["results"])
        let path = try options.required("results")
        guard let text = FileText.read(path) else { throw UsageError(description: "cannot read \(path)") }
        let medians = Medians(text)
        Output.line("| Work | Budget | Measured | |\n|---|---|---|---|")
        for budget in Budget.all {
            guard let value = medians[budget.key] else { continue }
            Output.line("| \(budget.work) | \(budget.text) | \(budget.shown(value)) | \(budget.verdict(value)) |")
        }
        Output.line("\n| Stage of ingestion | repeated, µs an event | first sight, µs an event |\n|---|---|---|")
        for stage in medians.stages {
            let cells = ["batch-repeated", "batch-first-sight"].map { row in
                medians["\(row).stage-us-per-event.\(stage)"].map { Budget.rounded($0, to: 2) } ?? ""
            }
            Output.line("| \(stage) | \(cells[0]) | \(cells[1]) |")
        }
        Output.line("\n<details><summary>Everything measured (medians)</summary>\n\n| | |\n|---|---|")
        for key in medians.keys { Output.line("| \(key) | \(medians[key].map { Budget.rounded($0, to: 3) } ?? "") |") }
        Output.line("\n</details>")
    }
}

/// The medians of the values in a results file, by name.
struct Medians {
    /// In the order in which they were first measured.
    private(set) var keys: [String] = []
    private var values: [String: [Double]] = [:]

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "\t")
            guard parts.count == 2, let value = Double(parts[1]) else { continue }
            let key = String(parts[0])
            if values[key] == nil { keys.append(key) }
            values[key, default: []].append(value)
        }
    }

    subscript(_ key: String) -> Double? {
        guard let sorted = values[key]?.sorted(), !sorted.isEmpty else { return nil }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// Names of the stages of ingestion, in the server's order.
    var stages: [String] {
        var found: [String] = []
        for key in keys {
            let parts = key.split(separator: ".")
            guard parts.count == 3, parts[1] == "stage-us-per-event" else { continue }
            if !found.contains(String(parts[2])) { found.append(String(parts[2])) }
        }
        return found
    }
}

/// What some work may cost; the figures are those of the design.
struct Budget {
    let key: String
    let work: String
    let unit: String
    /// The bound, and whether more or less is better; nil where the figure is only reported.
    let bound: Double?
    let isFloor: Bool
    let digits: Int

    init(_ key: String, _ work: String, _ unit: String, atLeast: Double, digits: Int = 0) {
        (self.key, self.work, self.unit, bound, isFloor, self.digits) = (key, work, unit, atLeast, true, digits)
    }

    init(_ key: String, _ work: String, _ unit: String, below: Double? = nil, digits: Int = 2) {
        (self.key, self.work, self.unit, bound, isFloor, self.digits) = (key, work, unit, below, false, digits)
    }

    static let all = [
        Budget(
            "batch-repeated.events-per-second", "Batches, 95 % repeated structure, durable", "events/s",
            atLeast: 20_000),
        Budget("batch-repeated.server-cpu-us-per-event", "– server CPU", "µs/event"),
        Budget("batch-repeated.bytes-per-event-sent", "– size of an event as sent", "bytes", digits: 0),
        Budget(
            "batch-first-sight.events-per-second", "Batches, first-sight structure in every event", "events/s",
            atLeast: 3000),
        Budget("batch-first-sight.server-cpu-us-per-event", "– server CPU", "µs/event"),
        Budget("single.events-per-second", "One event a request, 64 connections", "events/s", atLeast: 8000),
        Budget("single.p99-ms", "– p99", "ms", below: 50, digits: 1),
        Budget(
            "disk-repeated.disk-bytes-per-event", "Disk, repeated mix, everything", "bytes/event", below: 1024,
            digits: 0),
        Budget("disk-first-sight.disk-bytes-per-event", "Disk, first sight, everything", "bytes/event", digits: 0),
        Budget("walk.p50-ms", "Walk, 100 nodes in the answer, large estate: p50", "ms", below: 2),
        Budget("walk.p99-ms", "– p99", "ms", below: 10),
        Budget("walk-as-of.p50-ms", "The same as of a past time: p50", "ms", below: 4),
        Budget("walk-as-of.p99-ms", "– p99", "ms", below: 20),
        Budget("columns.p50-ms", "Column impact: p50", "ms"),
        Budget("columns.p99-ms", "– p99", "ms", below: 50),
        Budget("start-empty.ms", "Start, empty store, to the first answer", "ms", below: 300, digits: 0),
        Budget("start-loaded.ms", "Start, large estate, to the first answer", "ms", below: 3000, digits: 0),
        Budget("idle.resident-mb", "Memory, idle", "MB", below: 60, digits: 0),
        Budget("loaded.resident-mb", "Memory, large estate", "MB", below: 1536, digits: 0),
        Budget("estate.events-per-second", "Loading the large estate", "events/s", digits: 0),
        Budget("fsync.p50-ms", "fdatasync of this disk: p50", "ms"),
        Budget("fsync.p99-ms", "– p99", "ms"),
    ]

    var text: String {
        bound.map { "\(isFloor ? "≥" : "<") \(Self.rounded($0, to: 0)) \(unit)" } ?? "–"
    }

    func shown(_ value: Double) -> String { "\(Self.rounded(value, to: digits)) \(unit)" }

    func verdict(_ value: Double) -> String {
        guard let bound else { return "" }
        if isFloor ? value >= bound : value < bound { return "met" }
        let ratio = isFloor ? bound / max(value, 0.000_1) : value / bound
        return "missed by a factor of \(Self.rounded(ratio, to: 2))"
    }

    static func rounded(_ value: Double, to digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let whole = (abs(value) * scale).rounded()
        guard whole < 9e15 else { return "\(value)" }
        let text = String(Int(whole))
        let padded = String(repeating: "0", count: max(digits + 1 - text.count, 0)) + text
        let sign = value < 0 ? "-" : ""
        return digits == 0 ? sign + padded : sign + padded.dropLast(digits) + "." + padded.suffix(digits)
    }
}
