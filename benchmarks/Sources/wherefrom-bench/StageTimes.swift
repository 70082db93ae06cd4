import LoadClient

/// CPU seconds of each stage of ingestion, as a Wherefrom server counts them in `/metrics`.
enum StageTimes {
    /// (stage, seconds) in the server's order; empty for servers without these counters.
    static func read(_ target: HTTPTarget) -> [(String, Double)] {
        let connection = HTTPConnection(target)
        guard let status = try? connection.get("/metrics"), status == 200 else { return [] }
        return parse(String(decoding: connection.body, as: UTF8.self))
    }

    static func parse(_ text: String) -> [(String, Double)] {
        let start = "wherefrom_ingest_stage_seconds_total{stage=\""
        return text.split(separator: "\n").compactMap { line in
            guard line.hasPrefix(start) else { return nil }
            let rest = line.dropFirst(start.count)
            guard let end = rest.firstIndex(of: "\""), let space = rest.lastIndex(of: " ") else { return nil }
            return Double(rest[rest.index(after: space)...]).map { (String(rest[..<end]), $0) }
        }
    }
}
