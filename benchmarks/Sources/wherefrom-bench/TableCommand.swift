import LoadClient

/// `table`: medians of a results file beside their budgets, in Markdown.
enum TableCommand {
    static func run(_ arguments: ArraySlice<String>) throws {
        let options = try Options(arguments, known: ["results", "datasets"])
        let path = try options.required("results")
        let datasets = try options.int("datasets", 1_000_000)
        guard let text = FileText.read(path) else { throw UsageError(description: "cannot read \(path)") }
        let medians = Medians(text)
        Output.line("| Work | Budget | Measured | |\n|---|---|---|---|")
        for budget in Budget.all {
            guard let value = medians[budget.key] else { continue }
            let bound = budget.bound(medians)
            let cells = [
                budget.work, budget.shown(bound: bound), budget.shown(value),
                budget.verdict(value, bound: bound, datasets: datasets),
            ]
            Output.line("| \(cells.joined(separator: " | ")) |")
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
