import Foundation
import JSONBytes
import OpenLineage
import Testing

@testable import wherefrom

struct MarquezImportTests {
    /// Answers like Marquez: `after ≤ eventTime`, ascending, limit and offset; times as microseconds since 2026.
    struct FakeMarquez {
        var times: [Int]

        func page(_ request: APIRequest) -> APIAnswer {
            let query = Dictionary(request.query.map { ($0.name, $0.value) }) { $1 }
            let after = EventTime.parse(query["after"] ?? "")?.time ?? EventTime(nanoseconds: 0)
            let matching = times.enumerated().filter { time($0.element) >= after }.sorted {
                ($0.element, $0.offset) < ($1.element, $1.offset)
            }
            let page = matching.dropFirst(Int(query["offset"] ?? "") ?? 0).prefix(Int(query["limit"] ?? "") ?? 100)
            let events = page.map { event($0.offset, $0.element) }
            return APIAnswer(200, #"{"events":[\#(events.joined(separator: ","))],"totalCount":\#(times.count)}"#)
        }

        func time(_ microseconds: Int) -> EventTime {
            EventTime(nanoseconds: 1_767_225_600_000_000_000 + Int64(microseconds) * 1_000)
        }

        func event(_ number: Int, _ microseconds: Int) -> String {
            #"{"eventType":"START","eventTime":"\#(time(microseconds))","producer":"p","run":{"runId":"r\#(number)"},"#
                + #""job":{"namespace":"n","name":"j"},"inputs":null}"#
        }
    }

    static let timelines: [[Int]] = {
        var result: [[Int]] = [[], [1], Array(0..<1_000), Array(repeating: 5, count: 1_000)]
        result.append((0..<1_000).map { $0 / 300 })
        result.append((0..<1_000).map { $0 / 7 * 1_000 })
        result.append((0..<450).map { $0 < 250 ? 0 : $0 * 100_000 })
        return result
    }()

    @Test("every event comes once, whatever the times", arguments: timelines)
    func pagesReachEveryEventOnce(_ times: [Int]) throws {
        let marquez = FakeMarquez(times: times)
        var pager = MarquezPager()
        var seen: [String] = []
        var pages = 0
        while !pager.isFinished, pages < 100 {
            let root = try JSONDocument(parsing: marquez.page(pager.request).body).root
            let events = root["events"].map { Array($0.elements) } ?? []
            seen += pager.take(events).compactMap { $0["run"]?["runId"]?.string }
            pages += 1
        }
        #expect(seen.count == times.count)
        #expect(Set(seen).count == times.count)
        #expect(pages < 20)
    }

    @Test func importSkipsWhatIsPresentInAnotherSpelling() async throws {
        let marquez = FakeMarquez(times: [1, 2, 3])
        let source = ScriptedTransport { marquez.page($0) }
        let target = ScriptedTransport { request in
            if request.path == "/api/v2/status" { return APIAnswer(200, #"{"counts":{"events":1}}"#) }
            if request.path == "/api/v2/events" {
                // The producer sent run r1 itself, with nine digits of time and another case.
                guard request.query.contains(where: { $0.value == "r1" }) else {
                    return APIAnswer(200, #"{"events":[],"next":null}"#)
                }
                let entry = """
                    {"seq":4,"eventTime":"2026-01-01T00:00:00.000002999Z","eventType":"start","producer":"p",
                    "runId":"r1","job":{"namespace":"n","name":"j"}}
                    """
                return APIAnswer(200, #"{"events":[\#(entry)],"next":null}"#)
            }
            let count = try JSONDocument(parsing: request.body ?? []).root.count
            return APIAnswer(200, #"{"summary":{"received":\#(count)}}"#)
        }
        let folder = try TemporaryFolder()
        let state = folder.path + "/state"
        var work = MarquezImport(
            source: APIClient(transport: source), target: APIClient(transport: target), stateFile: state)
        let summary = try await work.run(ProgressLine(isShown: false))
        #expect(summary.accepted == 2 && summary.present == 1)
        #expect(summary.line == "2 accepted, 0 duplicates, 0 rejected, 1 skipped (already present)")

        // The next import starts at the newest event time, not at the beginning.
        let before = source.requests.count
        _ = try await work.run(ProgressLine(isShown: false))
        let resumed = source.requests[before].query.first { $0.name == "after" }?.value
        #expect(resumed?.hasPrefix("2026-01-01T00:00:00") == true)
    }

    @Test func anAnswerThatIsNotMarquezIsTold() async throws {
        let source = ScriptedTransport { _ in APIAnswer(200, #"{"hello":"world"}"#) }
        let target = ScriptedTransport { _ in APIAnswer(200, #"{"counts":{"events":0}}"#) }
        var work = MarquezImport(
            source: APIClient(transport: source), target: APIClient(transport: target), stateFile: nil)
        await #expect(throws: CommandFailure.self) { try await work.run(ProgressLine(isShown: false)) }
    }

    @Test func demoStoryIsValidAndRecent() async throws {
        let now = EventTime(nanoseconds: 1_773_000_000_000_000_000)
        var splitter = EventSplitter()
        var times: [EventTime] = []
        var broken = 0
        await splitter.consume(DemoStory.events(now: now)) { event in
            let time = (try? JSONDocument(parsing: event.bytes))?.root["eventTime"]?.string
            if let parsed = time.flatMap({ EventTime.parse($0)?.time }) { times.append(parsed) } else { broken += 1 }
        }
        #expect(broken == 0 && times.count > 100)
        #expect(times.allSatisfy { $0 < now && now.nanoseconds - $0.nanoseconds < 5 * 86_400_000_000_000 })
    }

    @Test(arguments: [
        ("\"${day-1 02:03:04}\"", "\"1970-01-09T02:03:04Z\""), ("${day-x}", "${day-x}"), ("${day-", "${day-"),
        ("$5 {}", "$5 {}"),
    ])
    func placeholdersBecomeTimes(_ text: String, _ wanted: String) {
        let tenthDay = EventTime(nanoseconds: (9 * 86_400 + 50_000) * 1_000_000_000)
        #expect(String(decoding: DemoStory.filled(Array(text.utf8), now: tenthDay), as: UTF8.self) == wanted)
    }
}
