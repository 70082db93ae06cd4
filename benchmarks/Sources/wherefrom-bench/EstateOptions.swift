import Estate

/// The options that say which estate and which stream of its events.
struct EstateOptions {
    let estate: Estate
    let stream: StreamShape
    let nextNewJob: Int?

    static let names: Set<String> = [
        "seed", "datasets", "layers", "columns-max", "detail", "repeated", "warm-jobs", "late", "duplicates", "failed",
        "generation", "complete-only", "next-new-job",
    ]

    init(_ options: Options) throws(UsageError) {
        let word = options.text("detail") ?? EventDetail.lean.rawValue
        guard let detail = EventDetail(rawValue: word) else {
            throw UsageError(description: "--detail \(word): rich, lean or structural")
        }
        estate = Estate(
            EstateShape(
                seed: UInt64(truncatingIfNeeded: try options.int("seed", 1)),
                datasets: try options.int("datasets", 20_000), layers: try options.int("layers", 12),
                columnsMax: try options.int("columns-max", 300), detail: detail))
        stream = StreamShape(
            repeatedPercent: try options.int("repeated", 95), warmJobs: try options.int("warm-jobs", 1000),
            sendsStart: !options.isOn("complete-only"), latePercent: try options.int("late", 0),
            duplicatePercent: try options.int("duplicates", 0), failedPercent: try options.int("failed", 0),
            generation: try options.int("generation", 0))
        nextNewJob = options.text("next-new-job") == nil ? nil : try options.int("next-new-job", 0)
    }

    func makeStream() -> EventStream {
        EventStream(estate, stream, nextNewJob: nextNewJob)
    }
}
