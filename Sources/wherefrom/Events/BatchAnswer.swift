import JSONBytes

/// The answer of `POST /api/v1/lineage/batch` (spec/OpenLineage.yml, with the additive `duplicates`).
struct BatchAnswer: Equatable {
    struct Failure: Equatable {
        /// Position in the batch that was sent.
        var index: Int
        var reason: String
        /// Whether the same event may be taken later.
        var isRetriable: Bool
    }

    var failures: [Failure]
    var duplicates: Int

    init(failures: [Failure] = [], duplicates: Int = 0) {
        self.failures = failures
        self.duplicates = duplicates
    }

    init(_ json: JSONValue) {
        failures =
            json["failed_events"]?.elements.compactMap { element in
                guard let index = element["index"]?.int64 else { return nil }
                return Failure(
                    index: Int(clamping: index), reason: element["reason"]?.string ?? "no reason given",
                    isRetriable: element["retriable"]?.bool ?? false)
            } ?? []
        let counted = json["duplicates"] ?? json["summary"]?["duplicates"]
        duplicates = counted?.int64.map { Int(clamping: $0) } ?? counted?.count ?? 0
    }
}
