import JSONBytes
import OpenLineage
import Testing

/// The scenarios' events in random orders, some of them twice: one digest, and one past.
struct ShufflingTests {
    @Test("any order and any repetition of a story gives one digest and one past", arguments: Scenario.own)
    func own(_ scenario: Scenario) async throws { try await check(scenario) }

    @Test(
        "any order and any repetition of real events gives one digest and one past",
        .enabled(if: Scenario.shared != nil, "no ../shared beside the repository; WHEREFROM_SHARED may name it"),
        arguments: Scenario.real)
    func real(_ scenario: Scenario) async throws { try await check(scenario) }

    private func check(_ scenario: Scenario) async throws {
        let events = try scenario.events().map(\.bytes)
        let inOrder = try await server(events)
        let digest = try await inOrder.get("/api/v2/digest")?["digest"]?.string
        #expect(digest != nil)
        await inOrder.close()
        for seed: UInt64 in 1...2 {
            var generator = SplitMix64(state: seed)
            let again = events.filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }
            let shuffled = try await server((events + again).shuffled(using: &generator))
            #expect(try await shuffled.get("/api/v2/digest")?["digest"]?.string == digest, "seed \(seed)")
            if seed == 1 { try await checkPast(shuffled, events, Names(try scenario.expected()["namespaces"])) }
            await shuffled.close()
        }
    }

    /// As of an instant, all events give what those up to then give at present.
    private func checkPast(_ shuffled: GoldenServer, _ events: [[UInt8]], _ names: Names) async throws {
        let times = events.compactMap(Self.time).sorted()
        for time in Set([times.count / 3, times.count * 2 / 3].map { times[$0] }).sorted() {
            let until = try await server(events.filter { Self.time($0).map { $0 <= time } ?? false })
            let past = try await ObservedGraph(shuffled, names, asOf: ByteString(time.description))
            compare("edges as of \(time)", past.edges, try await ObservedGraph(until, names).edges)
            await until.close()
        }
    }

    private func server(_ events: [[UInt8]]) async throws -> GoldenServer {
        let server = try await GoldenServer()
        for event in events { _ = try await server.post(event) }
        return server
    }

    /// Nil for what is no event.
    private static func time(_ event: [UInt8]) -> EventTime? {
        (try? JSONDocument(parsing: event)).flatMap { try? OpenLineageEvent(decoding: $0.root).time }
    }
}

/// The same numbers on every machine for one seed.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
