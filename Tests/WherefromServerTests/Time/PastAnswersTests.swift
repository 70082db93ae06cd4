import JSONBytes
import MetadataCatalog
import OpenLineage
import Testing

/// An answer with `asOf` is the answer of a server that got only the events and commands up to that time.
struct PastAnswersTests {
    @Test("answers about the past are those of a shorter history", arguments: 0..<UInt64(4))
    func randomHistories(seed: UInt64) async throws {
        var generator = SmallGenerator(seed: seed)
        let history = PastHistory.random(using: &generator)
        let whole = try await Self.server(history)
        for minute in [0, Int.random(in: 1...14, using: &generator), Int.random(in: 1...14, using: &generator), 15] {
            let time = PastHistory.nanoseconds(minute) + 1
            let shorter = try await Self.server(history.filter { $0.time <= time })
            for path in PastHistory.paths {
                let expected = try await Self.answer(shorter, path)
                let mark = path.contains("?") ? "&" : "?"
                let found = try await Self.answer(
                    whole, path + "\(mark)asOf=\(PastHistory.text(minute, ".000000001Z"))")
                #expect(
                    expected == found,
                    "seed \(seed), minute \(minute), \(path)\nexpected \(expected)\nfound    \(found)")
            }
            shorter.catalog.close()
        }
        whole.catalog.close()
    }

    /// 2026-06-01
    private static let clock = Catalog.Clock { 1_780_272_000_000_000_000 }

    static func server(_ history: [PastHistory.Step]) async throws -> MarquezServer {
        let server = try await MarquezServer(clock: clock)
        for step in history {
            switch step {
            case .event(let text, _):
                let reply = try await server.send("POST", "/lineage", text)
                #expect(reply.status == 201, "\(reply.text)")
            case .command(let command, let time):
                _ = try await server.catalog.submit([.command(command, Receipt(time: time, keyName: nil))])
            }
        }
        return server
    }

    /// Status and body, without what names the position of the log or the time asked for.
    private static func answer(_ server: MarquezServer, _ path: String) async throws -> String {
        let reply = try await server.send("GET", path)
        guard path.hasPrefix("/api/v2/lineage"), reply.status == 200 else { return "\(reply.status) \(reply.text)" }
        let json = try reply.json
        let parts = ["nodes", "edges", "completeness/gaps"].map { part in
            json.at(part).map { String(decoding: $0.raw, as: UTF8.self) } ?? "-"
        }
        return "200 " + parts.joined(separator: "\n")
    }
}

/// Histories of events in any order, with commands between them.
enum PastHistory {
    enum Step {
        case event(String, at: Int64)
        case command(Command, at: Int64)

        var time: Int64 {
            switch self {
            case .event(_, let time), .command(_, let time): time
            }
        }
    }

    private static let datasets = ["a", "b", "c", "e"]
    private static let aliases = ["s1", "s2"]
    private static let jobs = ["j", "k", "dag.task"]
    private static let runs: [(id: String, job: String)] = (1...6).map {
        ("01890f3a-7b0e-7d6c-8a52-00000000000\($0)", ["j", "k", "task"][$0 % 3])
    }
    private static let parent = "01890f3a-7b0e-7d6c-8a52-0000000000aa"

    static func text(_ minute: Int, _ end: String = "Z") -> String {
        "2026-01-01T00:\(minute < 10 ? "0" : "")\(minute):00\(end)"
    }

    /// 2026-01-01T00:00:00Z and some minutes.
    static func nanoseconds(_ minute: Int) -> Int64 { 1_767_225_600_000_000_000 + Int64(minute) * 60_000_000_000 }

    static let paths: [String] =
        ["/jobs", "/namespaces/n/jobs", "/namespaces/n/jobs?limit=1&offset=1", "/namespaces/d/datasets"]
        + ["COMPLETED", "RUNNING", "FAILED"].map { "/jobs?lastRunStates=\($0)" }
        + jobs.flatMap { job in
            let path = "/namespaces/n/jobs/\(job)"
            return [path, path + "/runs", path + "/versions", "/lineage?depth=3&nodeId=job:n:\(job)"]
        }
        + (datasets + aliases).flatMap { name in
            [
                "/namespaces/d/datasets/\(name)", "/namespaces/d/datasets/\(name)/versions",
                "/lineage?depth=2&nodeId=dataset:d:\(name)",
                "/column-lineage?depth=4&withDownstream=true&nodeId=dataset:d:\(name)",
                "/api/v2/lineage?columns=true&nodeId=dataset:d:\(name)",
            ]
        }
        + runs.flatMap { ["/jobs/runs/\($0.id)", "/api/v2/lineage?nodeId=run:\($0.id)"] }

    /// Events that name everything first, then events in any order between commands in the order of their receipt.
    static func random(using generator: inout some RandomNumberGenerator) -> [Step] {
        var steps: [Step] = [
            event(
                Event("START", at: text(0), run: parent, job: "dag", inputs: [], outputs: []), 0)
        ]
        steps += runs.prefix(3).map { run in
            event(
                Event(
                    "START", at: text(0), run: run.id, job: run.job, runFacets: facets(ofRun: run.job),
                    inputs: (datasets + aliases).map { Event.data($0) }), 0)
        }
        var events = (0..<24).map { _ in randomEvent(&generator) }
        var minutes = (0..<10).map { _ in Int.random(in: 1...14, using: &generator) }.sorted()
        while !events.isEmpty || !minutes.isEmpty {
            if !minutes.isEmpty, events.isEmpty || Int.random(in: 0..<4, using: &generator) == 0 {
                let minute = minutes.removeFirst()
                // Half a minute later, so that no event has the same time.
                steps.append(.command(randomCommand(&generator), at: nanoseconds(minute) - 30_000_000_000))
            } else {
                steps.append(events.removeLast())
            }
        }
        return steps
    }

    private static func event(_ event: Event, _ minute: Int) -> Step { .event(event.json, at: nanoseconds(minute)) }

    private static func facets(ofRun job: String) -> String {
        job == "task" ? Event.parent("dag", run: parent) : ""
    }

    private static func randomEvent(_ generator: inout some RandomNumberGenerator) -> Step {
        let minute = Int.random(in: 1...14, using: &generator)
        let time = text(minute)
        func pick() -> [String] {
            let count = [0, 1, 2].randomElement(using: &generator) ?? 0
            return datasets.shuffled(using: &generator).prefix(count).map { name in
                let parts = [
                    ["", Event.schema("id"), Event.schema("id", "x")].randomElement(using: &generator) ?? "",
                    ["", "", symlink("s1"), symlink("s2"), Event.facet("symlinks", #""_deleted":true"#)]
                        .randomElement(using: &generator) ?? "",
                    ["", columns("a"), columns("c")].randomElement(using: &generator) ?? "",
                    ["", Event.facet("documentation", "\"description\":\"\(minute)\"")]
                        .randomElement(using: &generator) ?? "",
                ].filter { !$0.isEmpty }
                return Event.data(name, facets: parts.joined(separator: ","))
            }
        }
        switch Int.random(in: 0..<8, using: &generator) {
        case 0:
            return event(Event(nil, at: time, run: nil, job: "j", inputs: pick(), outputs: pick()), minute)
        case 1:
            return event(
                Event(nil, at: time, dataset: Event.data("b", facets: Event.schema("id", "d\(minute)"))), minute)
        default:
            let run = runs.randomElement(using: &generator) ?? runs[0]
            let type = ["START", "RUNNING", "COMPLETE", "COMPLETE", "FAIL"].randomElement(using: &generator)
            return event(
                Event(
                    type, at: time, run: run.id, job: run.job,
                    runFacets: [facets(ofRun: run.job), Event.facet("note", "\"minute\":\(minute)")]
                        .filter { !$0.isEmpty }.joined(separator: ","),
                    jobFacets: Event.facet("documentation", "\"description\":\"\(minute)\""), inputs: pick(),
                    outputs: pick()), minute)
        }
    }

    private static func symlink(_ name: String) -> String {
        Event.facet("symlinks", #""identifiers":[{"namespace":"d","name":"\#(name)","type":"TABLE"}]"#)
    }

    private static func columns(_ source: String) -> String {
        Event.facet(
            "columnLineage",
            #""fields":{"id":{"inputFields":[{"namespace":"d","name":"\#(source)","field":"id"}]}}"#)
    }

    private static func randomCommand(_ generator: inout some RandomNumberGenerator) -> Command {
        func dataset() -> DatasetID {
            DatasetID(namespace: "d", name: ByteString((datasets + aliases).randomElement(using: &generator) ?? "a"))
        }
        let job = JobID(namespace: "n", name: ByteString(jobs.randomElement(using: &generator) ?? "j"))
        switch Int.random(in: 0..<9, using: &generator) {
        case 0, 1: return .hideDataset(dataset())
        case 2: return .hideJob(job)
        case 3: return .addTag("t", to: .dataset(dataset()))
        case 4: return .removeTag("t", from: .dataset(dataset()))
        case 5: return .addTag("U", to: .field(DatasetID(namespace: "d", name: "b"), "id"))
        case 6: return Bool.random(using: &generator) ? .addTag("v", to: .job(job)) : .removeTag("v", from: .job(job))
        case 7: return .acceptAlias(dataset(), dataset(), reason: "")
        default: return .revokeAlias(dataset(), dataset())
        }
    }
}

/// A small generator with a seed that is printed when a test fails.
struct SmallGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
