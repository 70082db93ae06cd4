/// What became of the events of one `ingest`.
struct IngestSummary: Equatable {
    struct Rejection: Equatable {
        /// File and line, or the position in the other server.
        var place: String
        var reason: String
    }

    var accepted = 0
    var duplicates = 0
    var rejected = 0
    /// Left unsent because an event with the same run, job, type, time and producer is there (import from Marquez).
    var present = 0
    /// The first rejections, at most `shownMax`.
    private(set) var rejections: [Rejection] = []

    static let shownMax = 20

    var total: Int { accepted + duplicates + rejected + present }

    mutating func reject(_ place: String, _ reason: String) {
        rejected += 1
        if rejections.count < Self.shownMax { rejections.append(Rejection(place: place, reason: reason)) }
    }

    /// The line that ends every ingest.
    var line: String {
        var parts = [
            "\(accepted) accepted", Completeness.count(Int64(duplicates), "duplicate"), "\(rejected) rejected",
        ]
        if present > 0 { parts.append("\(present) skipped (already present)") }
        return parts.joined(separator: ", ")
    }

    /// The reasons, one a line, and how many more there are.
    var rejectionLines: [String] {
        let lines = rejections.map { TerminalText.escape("\($0.place): \($0.reason)") }
        let more = rejected - rejections.count
        return more > 0 ? lines + ["… and \(more) more rejected events"] : lines
    }
}
