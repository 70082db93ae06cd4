import Estate
import LoadClient

/// `query`: asks for lineage of random nodes whose answers have about the wanted size, and says how long that takes.
enum QueryCommand {
    static let options: Set<String> = EstateOptions.names.union(Results.options).union([
        "url", "api-key", "kind", "requests", "connections", "nodes", "starts", "as-of", "pid",
    ])

    static func run(_ arguments: ArraySlice<String>) throws {
        let options = try Options(arguments, known: Self.options)
        let word = options.text("kind") ?? "walk"
        guard let kind = Question.Kind(rawValue: word) else {
            throw UsageError(description: "--kind \(word): \(Question.Kind.allCases.map(\.rawValue))")
        }
        let target = try LoadCommand.target(options)
        let question = Question(kind: kind, asOf: options.text("as-of"))
        let wanted = try options.int("nodes", 100)
        let estate = try EstateOptions(options).estate
        let starts = try Starts(question, estate, target).find(
            count: try options.int("starts", 100), sizes: wanted * 7 / 10...wanted * 14 / 10)
        let asked = try ask(
            starts.paths, target, requests: try options.int("requests", 5000),
            connections: max(try options.int("connections", 1), 1), probe: Int32(try options.int("pid", 0)))
        Results(options, prefix: kind.rawValue).add(
            asked + [("starts", Double(starts.paths.count)), ("nodes-mean", starts.nodesMean)])
    }

    private static func ask(
        _ paths: [String], _ target: HTTPTarget, requests: Int, connections: Int, probe pid: Int32
    ) throws -> [(String, Double?)] {
        let probe = pid > 0 ? ProcessProbe(pid: pid) : nil
        let total = Guarded((latencies: Latencies(), failed: 0))
        let (cpu, start) = (probe?.cpuSeconds, Clocks.monotonic)
        Workers.run(connections) { worker in
            let connection = HTTPConnection(target)
            var random = SeededGenerator(seed: 11, lane: 0, index: worker)
            var (latencies, failed) = (Latencies(), 0)
            for _ in 0..<(requests / connections) {
                let path = random.pick(paths)
                let start = Clocks.monotonic
                if (try? connection.get(path)) != 200 { failed += 1 }
                latencies.record(since: start)
            }
            total.with {
                $0.latencies.merge(latencies)
                $0.failed += failed
            }
        }
        let seconds = Double(Clocks.monotonic - start) / 1e9
        let (latencies, failed) = total.with { $0 }
        guard failed == 0 else { throw UsageError(description: "\(failed) of \(requests) requests failed") }
        let tail = latencies.percentiles([50, 95, 99])
        let used = probe?.cpuSeconds.flatMap { after in cpu.map { (after - $0) * 1e6 / Double(latencies.count) } }
        return [
            ("p50-ms", tail[0]), ("p95-ms", tail[1]), ("p99-ms", tail[2]),
            ("requests-per-second", Double(latencies.count) / seconds), ("server-cpu-us-per-request", used),
        ]
    }
}

/// A question about a node, as a path.
struct Question: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        /// `/api/v2/lineage`, upstream and downstream in turn.
        case walk
        /// `/api/v2/lineage` of a column, downstream.
        case columns
        /// `/api/v1/lineage`, which every OpenLineage server of Marquez's kind answers.
        case common
        /// `/api/v1/column-lineage`.
        case commonColumns = "common-columns"
    }

    let kind: Kind
    let asOf: String?

    func path(_ dataset: EstateDataset, index: Int, depth: Int) -> String {
        let node = "dataset:\(dataset.namespace):\(dataset.name)".percentEncoded
        let time = asOf.map { "&asOf=\($0.percentEncoded)" } ?? ""
        switch kind {
        case .walk:
            let direction = index % 2 == 0 ? "upstream" : "downstream"
            return "/api/v2/lineage?nodeId=\(node)&direction=\(direction)&depth=\(depth)\(time)"
        case .columns:
            let column = dataset.column(0)
            let node = "datasetField:\(dataset.namespace):\(dataset.name):\(column)".percentEncoded
            return "/api/v2/lineage?nodeId=\(node)&direction=downstream&columns=true&depth=\(depth)\(time)"
        case .common:
            return "/api/v1/lineage?nodeId=\(node)&depth=\(depth)\(time)"
        case .commonColumns:
            return "/api/v1/column-lineage?nodeId=\(node)&depth=\(depth)&withDownstream=true"
        }
    }

    /// The number of nodes in an answer: every node, and nothing else before the edges, has an `id`.
    func nodes(in answer: [UInt8]) -> Int {
        let needle = Array((kind == .walk || kind == .columns ? "\"id\":" : "\"outEdges\":").utf8)
        var (count, index) = (0, 0)
        while index + needle.count <= answer.count {
            if answer[index] == needle[0], answer[index..<(index + needle.count)].elementsEqual(needle) { count += 1 }
            index += 1
        }
        return count
    }
}

/// Looks for nodes whose answers have the wanted size.
struct Starts {
    private let question: Question
    private let estate: Estate
    private let connection: HTTPConnection

    init(_ question: Question, _ estate: Estate, _ target: HTTPTarget) {
        self.question = question
        self.estate = estate
        connection = HTTPConnection(target)
    }

    /// - Throws: if fewer than a tenth of `count` are found in 40 times as many tries.
    func find(count: Int, sizes: ClosedRange<Int>) throws -> (paths: [String], nodesMean: Double) {
        var random = SeededGenerator(seed: 12, lane: 0, index: 0)
        var (paths, sum, tries) = ([String](), 0, 0)
        while paths.count < count, tries < count * 40 {
            tries += 1
            let dataset = estate.dataset(random.below(estate.shape.datasets))
            // Deeper walks have larger answers, so a depth is found by going down until the size is passed.
            for depth in [2, 3, 4, 5, 6, 8, 10, 14, 20] {
                let path = question.path(dataset, index: tries, depth: depth)
                guard try connection.get(path) == 200 else { break }
                let size = question.nodes(in: connection.body)
                if sizes.contains(size) {
                    paths.append(path)
                    sum += size
                }
                if size >= sizes.lowerBound || size <= 1 { break }
            }
        }
        guard paths.count >= max(count / 10, 1) else {
            throw UsageError(description: "only \(paths.count) nodes have answers of \(sizes) nodes")
        }
        return (paths, Double(sum) / Double(paths.count))
    }
}
