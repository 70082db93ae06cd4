import Estate
import LoadClient

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `load`: posts events and says how fast they were taken, and what that cost.
enum LoadCommand {
    static let options: Set<String> = EstateOptions.names.union(Results.options).union([
        "url", "api-key", "events", "mode", "batch", "connections", "pid", "streamed", "path",
    ])

    static func run(_ arguments: ArraySlice<String>) throws {
        let options = try Options(arguments, known: Self.options)
        let isSingle = options.text("mode") == "single"
        let plan = Plan(
            target: try target(options),
            path: options.text("path") ?? (isSingle ? "/api/v1/lineage" : "/api/v1/lineage/batch"),
            connections: max(try options.int("connections", isSingle ? 64 : 2), 1),
            events: try options.int("events", 10_000), perBody: isSingle ? 1 : max(try options.int("batch", 500), 1),
            isArray: !isSingle)
        let stream = try EstateOptions(options).makeStream()
        let source =
            options.isOn("streamed")
            ? BodySource(streaming: stream, plan) : BodySource(preparing: stream, plan)
        let probe = try options.int("pid", 0)
        let outcome = Load(plan: plan, source: source, probe: probe > 0 ? ProcessProbe(pid: Int32(probe)) : nil).run()
        Results(options, prefix: isSingle ? "single" : "batch").add(outcome.values)
        guard outcome.failed == 0 else {
            throw UsageError(description: "\(outcome.failed) requests failed; first: \(outcome.firstFailure)")
        }
    }

    static func target(_ options: Options) throws(UsageError) -> HTTPTarget {
        let url = try options.required("url")
        guard let target = HTTPTarget(url: url, apiKey: options.text("api-key")) else {
            throw UsageError(description: "\(url) is no http:// URL")
        }
        return target
    }
}

/// What is posted where.
struct Plan: Sendable {
    let target: HTTPTarget
    let path: String
    let connections: Int
    let events: Int
    let perBody: Int
    let isArray: Bool
}

/// Hands out bodies to the connections.
final class BodySource: Sendable {
    private struct State {
        var stream: EventStream
        var made = 0
        var bytes = 0
        var prepared: [[UInt8]] = []
        var taken = 0
    }

    private let plan: Plan
    private let state: Guarded<State>

    /// Bodies are made while others are on their way: any number of events, but the client's CPU counts.
    init(streaming stream: EventStream, _ plan: Plan) {
        self.plan = plan
        state = Guarded(State(stream: stream))
    }

    /// All bodies are made beforehand.
    init(preparing stream: EventStream, _ plan: Plan) {
        self.plan = plan
        var initial = State(stream: stream)
        while let body = Self.make(&initial, plan) { initial.prepared.append(body.bytes) }
        initial.made = 0
        state = Guarded(initial)
    }

    /// Bytes of the events, separators included.
    var bytes: Int { state.with { $0.bytes } }

    func next() -> (bytes: [UInt8], events: Int)? {
        state.with { state in
            guard !state.prepared.isEmpty else { return Self.make(&state, plan) }
            guard state.taken < state.prepared.count else { return nil }
            let count = min(plan.perBody, plan.events - state.taken * plan.perBody)
            state.taken += 1
            return (state.prepared[state.taken - 1], count)
        }
    }

    private static func make(_ state: inout State, _ plan: Plan) -> (bytes: [UInt8], events: Int)? {
        let count = min(plan.perBody, plan.events - state.made)
        guard count > 0 else { return nil }
        var body: [UInt8] = []
        if plan.isArray { body.append(UInt8(ascii: "[")) }
        for index in 0..<count {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            state.stream.appendNext(to: &body)
        }
        if plan.isArray { body.append(UInt8(ascii: "]")) }
        state.made += count
        state.bytes += body.count
        return (body, count)
    }
}

/// One measured run of posts.
struct Load {
    let plan: Plan
    let source: BodySource
    let probe: ProcessProbe?

    struct Outcome: Sendable {
        var latencies = Latencies()
        var accepted = 0
        var retried = 0
        var failed = 0
        var firstFailure = ""
        var values: [(String, Double?)] = []
    }

    func run() -> Outcome {
        let stagesBefore = StageTimes.read(plan.target)
        let (serverBefore, clientBefore, start) = (probe?.cpuSeconds, Clocks.ownCPU, Clocks.monotonic)
        let total = Guarded(Outcome())
        let (plan, source) = (plan, source)
        Workers.run(plan.connections) { _ in
            let own = Self.post(source, plan)
            total.with { total in
                total.latencies.merge(own.latencies)
                total.accepted += own.accepted
                total.retried += own.retried
                total.failed += own.failed
                if total.firstFailure.isEmpty { total.firstFailure = own.firstFailure }
            }
        }
        let seconds = Double(Clocks.monotonic - start) / 1e9
        let clientCPU = Clocks.ownCPU - clientBefore
        let serverCPU = probe?.cpuSeconds.flatMap { after in serverBefore.map { after - $0 } }
        var outcome = total.with { $0 }
        let events = Double(max(outcome.accepted, 1))
        let tail = outcome.latencies.percentiles([50, 95, 99])
        outcome.values = [
            ("events-per-second", Double(outcome.accepted) / seconds), ("seconds", seconds),
            ("bytes-per-event-sent", Double(source.bytes) / Double(plan.events)),
            ("p50-ms", tail[0]), ("p95-ms", tail[1]), ("p99-ms", tail[2]),
            ("server-cpu-us-per-event", serverCPU.map { $0 * 1e6 / events }),
            ("client-cpu-us-per-event", clientCPU * 1e6 / events),
            ("overload-answers", Double(outcome.retried)),
            ("server-resident-mb", probe?.residentBytes.map { Double($0.all) / 1_048_576 }),
        ]
        for (stage, after) in StageTimes.read(plan.target) {
            let spent = after - (stagesBefore.first { $0.0 == stage }?.1 ?? 0)
            outcome.values.append(("stage-us-per-event.\(stage)", spent * 1e6 / events))
        }
        return outcome
    }

    private static func post(_ source: BodySource, _ plan: Plan) -> Outcome {
        let connection = HTTPConnection(plan.target)
        var outcome = Outcome()
        while let (body, events) = source.next() {
            while true {
                let start = Clocks.monotonic
                let status = (try? connection.post(plan.path, body[...])) ?? 0
                if status == 503 {
                    // Overload is an answer like any other; the wait is part of the time that loading takes.
                    outcome.retried += 1
                    usleep(20_000)
                    continue
                }
                outcome.latencies.record(since: start)
                if (200..<300).contains(status) {
                    outcome.accepted += events
                } else {
                    outcome.failed += 1
                    outcome.firstFailure =
                        "status \(status) \(String(decoding: connection.body.prefix(300), as: UTF8.self))"
                }
                break
            }
        }
        return outcome
    }
}
