import Testing

@testable import wherefrom

struct EventSplitterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var events: [String]
        var lines: [Int]

        init(_ name: String, _ text: String, _ events: [String], lines: [Int]) {
            testDescription = name
            self.text = text
            self.events = events
            self.lines = lines
        }
    }

    static let cases = [
        Case("newline-delimited", "{\"a\":1}\n{\"b\":2}\n", ["{\"a\":1}", "{\"b\":2}"], lines: [1, 2]),
        Case("no newline at the end", "{\"a\":1}\n{\"b\":2}", ["{\"a\":1}", "{\"b\":2}"], lines: [1, 2]),
        Case(
            "Windows line ends and blank lines", "{\"a\":1}\r\n\r\n{\"b\":2}\r\n", ["{\"a\":1}", "{\"b\":2}"],
            lines: [1, 3]),
        Case("array", "[{\"a\":1},{\"b\":2}]", ["{\"a\":1}", "{\"b\":2}"], lines: [1, 1]),
        Case(
            "array over lines", "[\n{\"a\":1}\n,\n{\"b\":[1,{\"c\":2}]}\n]\n", ["{\"a\":1}", "{\"b\":[1,{\"c\":2}]}"],
            lines: [2, 4]),
        Case("several arrays", "[{\"a\":1}]\n[{\"b\":2}]\n", ["{\"a\":1}", "{\"b\":2}"], lines: [1, 2]),
        Case("empty array", " [ ] \n", [], lines: []),
        Case("nothing", "", [], lines: []),
        Case(
            "pretty-printed", "{\n  \"a\": {\n    \"b\": []\n  }\n}\n", ["{\n  \"a\": {\n    \"b\": []\n  }\n}"],
            lines: [1]),
        Case(
            "printed without indentation", "{\n\"a\": [\n{\n\"b\": 1\n},\n{\n}\n]\n}",
            ["{\n\"a\": [\n{\n\"b\": 1\n},\n{\n}\n]\n}"], lines: [1]),
        Case(
            "one after another", "{\"a\":1}{\"b\":2} {\"c\":3}", ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"],
            lines: [1, 1, 1]),
        Case(
            "braces in strings", "{\"a\":\"}{][\\\"}\"}\n{\"b\":\"\\\\\"}\n",
            ["{\"a\":\"}{][\\\"}\"}", "{\"b\":\"\\\\\"}"], lines: [1, 2]),
        Case("byte order mark", "\u{FEFF}{\"a\":1}\n", ["{\"a\":1}"], lines: [1]),
        Case("JSON text sequence", "\u{1E}{\"a\":1}\n\u{1E}{\"b\":2}\n", ["{\"a\":1}", "{\"b\":2}"], lines: [1, 2]),
        Case("numbers beyond the grammar", "{\"a\":NaN}\n", ["{\"a\":NaN}"], lines: [1]),
        Case("scalars", "[1, \"x\", null]\ntrue\n", ["1", "\"x\"", "null", "true"], lines: [1, 1, 1, 2]),
    ]

    @Test(arguments: cases, [1, 3, 4_096])
    func cutsEveryLayoutInChunksOfAnySize(_ example: Case, chunk: Int) async throws {
        let events = await split(example.text, chunk: chunk)
        #expect(events.map { String(decoding: $0.bytes, as: UTF8.self) } == example.events)
        #expect(events.map(\.line) == example.lines)
        #expect(events.allSatisfy { $0.problem == nil })
    }

    @Test(
        "a broken event costs itself and not its neighbours",
        arguments: [
            "{\"a\":1}\n{\"b\":{\"c\":2\n{\"d\":3}\n",
            "{\"a\":1}\n{\"b\":\"breaks off\n{\"d\":3}\n",
            "{\"a\":1}\n{\"b\":2,\n{\"d\":3}\n",
            "[{\"a\":1},\n{\"b\":{\"c\":2\n{\"d\":3}]\n",
            "{\"a\":1}\n{\"b\":\n{\"d\":3}\n",
            "{\"a\":1}\n{\"b\":[\n{\"d\":3}",
        ])
    func brokenEventCostsItself(_ text: String) async throws {
        let events = await split(text, chunk: 7)
        #expect(events.count == 3)
        #expect(String(decoding: events[0].bytes, as: UTF8.self) == "{\"a\":1}")
        #expect(events[1].problem != nil && events[1].line == 2)
        #expect(String(decoding: events[2].bytes, as: UTF8.self) == "{\"d\":3}")
        #expect(events[2].problem == nil && events[2].line == 3)
    }

    @Test func endOfFileInsideAnEventIsAProblem() async {
        let events = await split("{\"a\":1}\n{\"b\":", chunk: 64)
        #expect(events.map { $0.problem == nil } == [true, false])
    }

    @Test func aBrokenPrettyPrintedEventIsOneProblem() async {
        let events = await split("{\n  \"a\": {\n    \"b\": [\n      {\n", chunk: 64)
        #expect(events.count == 1 && events[0].problem != nil && events[0].line == 1)
    }

    @Test func garbageIsHandedOverLineByLine() async {
        let events = await split("hello there\n{\"a\":1}\n}\n", chunk: 64)
        #expect(events.map { String(decoding: $0.bytes, as: UTF8.self) } == ["hello there", "{\"a\":1}", "}"])
    }

    @Test func valueLargerThanTheLimitIsAProblemAndBounded() async {
        var splitter = EventSplitter(valueBytesMax: 16)
        var events: [SplitEvent] = []
        let text = "{\"a\":\"" + String(repeating: "x", count: 100) + "\"}\n{\"b\":2}\n"
        await splitter.consume(Array(text.utf8)) { events.append($0) }
        #expect(events.count == 2)
        #expect(events[0].problem?.contains("larger") == true && events[0].bytes.count <= 16)
        #expect(events[1].problem == nil)
    }

    @Test(arguments: 1...20)
    func chunkBordersNeverMatterAndRandomBytesNeverTrap(seed: UInt64) async {
        var random = SplitMix(state: seed)
        let alphabet = Array("{}[]\"\\\n ,:a1{}\"\n".utf8)
        let bytes = (0..<2_000).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
        let whole = await split(bytes, chunk: bytes.count)
        for chunk in [1, 2, 5, 64] {
            let pieces = await split(bytes, chunk: chunk)
            #expect(pieces == whole, "seed \(seed), chunks of \(chunk)")
        }
        #expect(whole.reduce(0) { $0 + $1.bytes.count } <= bytes.count)
    }

    private func split(_ text: String, chunk: Int) async -> [SplitEvent] {
        await split(Array(text.utf8), chunk: chunk)
    }

    private func split(_ bytes: [UInt8], chunk: Int) async -> [SplitEvent] {
        var splitter = EventSplitter()
        var events: [SplitEvent] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            await splitter.consume(Array(bytes[start..<min(start + chunk, bytes.count)])) { events.append($0) }
        }
        await splitter.finish { events.append($0) }
        return events
    }
}

/// SplitMix64, for tests that print their seed.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
