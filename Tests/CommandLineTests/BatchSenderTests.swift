import JSONBytes
import Testing

@testable import wherefrom

struct BatchSenderTests {
    @Test func sendsInBatchesAndCountsWhatBecameOfTheEvents() async throws {
        let transport = ScriptedTransport { request in
            let events = try JSONDocument(parsing: request.body ?? []).root
            guard events.count == 500 else { return APIAnswer(200, #"{"summary":{"failed":0},"duplicates":2}"#) }
            return APIAnswer(
                200, #"{"failed_events":[{"index":7,"reason":"job must not be null","retriable":false}]}"#)
        }
        let summary = try await ingest(transport, count: 510)
        #expect(transport.requests.count == 2)
        #expect(summary.accepted == 507 && summary.duplicates == 2 && summary.rejected == 1)
        #expect(summary.rejections == [.init(place: "file:8", reason: "job must not be null")])
    }

    @Test func waitsForAnOverloadedServerAsLongAsItAsks() async throws {
        let waits = Recorder()
        var refusals = 3
        let transport = ScriptedTransport { _ in
            refusals -= 1
            return refusals >= 0 ? APIAnswer(503, headers: ["retry-after": "2"]) : APIAnswer(200, "{}")
        }
        let summary = try await ingest(transport, count: 3, waits: waits)
        #expect(summary.accepted == 3)
        #expect(waits.durations.count == 3 && waits.durations.allSatisfy { $0 >= .seconds(2) })
    }

    @Test func givesUpOnAServerThatStaysOverloaded() async throws {
        let transport = ScriptedTransport { _ in APIAnswer(503, headers: ["retry-after": "30"]) }
        await #expect(throws: CommandFailure.self) { try await ingest(transport, count: 1) }
        #expect(transport.requests.count < 100)
    }

    @Test func sendsRetriableEventsAgain() async throws {
        var first = true
        let transport = ScriptedTransport { _ in
            defer { first = false }
            return APIAnswer(200, first ? #"{"failed_events":[{"index":1,"reason":"busy","retriable":true}]}"# : "{}")
        }
        let summary = try await ingest(transport, count: 3)
        #expect(summary.accepted == 3 && summary.rejected == 0)
        #expect(transport.requests.last?.body.map { String(decoding: $0, as: UTF8.self) } == #"[{"n":1}]"#)
    }

    @Test func findsTheEventForWhichAWholeBatchIsRefused() async throws {
        let transport = ScriptedTransport { request in
            let text = String(decoding: request.body ?? [], as: UTF8.self)
            return text.contains(#"{"n":5}"#) ? APIAnswer(413, #"{"message":"too large"}"#) : APIAnswer(200, "{}")
        }
        let summary = try await ingest(transport, count: 16)
        #expect(summary.accepted == 15)
        #expect(summary.rejections == [.init(place: "file:6", reason: "too large")])
    }

    @Test func textThatIsNoJSONIsRejectedHereWithItsLine() async throws {
        let transport = ScriptedTransport { _ in APIAnswer(200, "{}") }
        var sender = BatchSender(client: APIClient(transport: transport))
        try await sender.add(SplitEvent(bytes: Array("{\"a\":}".utf8), line: 3), from: "x.ndjson")
        try await sender.add(SplitEvent(bytes: Array("{\"a\":NaN}".utf8), line: 4), from: "x.ndjson")
        try await sender.flush()
        #expect(sender.summary.accepted == 1 && sender.summary.rejected == 1)
        #expect(sender.summary.rejections.first?.place == "x.ndjson:3")
    }

    @Test func aWrongKeyEndsTheIngest() async throws {
        let transport = ScriptedTransport { _ in APIAnswer(401, #"{"message":"no key was sent"}"#) }
        let failure = await #expect(throws: CommandFailure.self) { try await ingest(transport, count: 1) }
        #expect(failure?.message == "no key was sent" && failure?.code == .couldNotRun)
        #expect(failure?.hint?.contains("--api-key") == true)
    }

    @Test func summaryListsTheFirstReasonsAndCountsTheRest() {
        var summary = IngestSummary()
        for line in 1...25 { summary.reject("f:\(line)", "bad\u{1B}[31m") }
        #expect(summary.rejectionLines.count == 21)
        #expect(summary.rejectionLines.last == "… and 5 more rejected events")
        #expect(summary.rejectionLines.allSatisfy { !$0.contains("\u{1B}") })
        #expect(summary.line == "0 accepted, 0 duplicates, 25 rejected")
    }

    private func ingest(
        _ transport: ScriptedTransport, count: Int, waits: Recorder = Recorder()
    ) async throws -> IngestSummary {
        var sender = BatchSender(client: APIClient(transport: transport))
        sender.sleep = { waits.add($0) }
        for number in 0..<count {
            try await sender.add(SplitEvent(bytes: Array("{\"n\":\(number)}".utf8), line: number + 1), from: "file")
        }
        try await sender.flush()
        return sender.summary
    }
}
