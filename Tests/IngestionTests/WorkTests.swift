import MetadataCatalog
import SQLDatabase
import TestDatabases
import Testing

/// What an event costs does not grow with the number of events before it.
///
/// Work is counted, not timed: events that the writer reads back from the log, and instructions that the database
/// executes for it. Twice as many events may cost about twice as much.
struct WorkTests {
    /// An estate that grows with `count`, named for what a careless server does more than once there.
    struct Estate: Sendable, CustomTestStringConvertible {
        var name: String
        /// The events for a size.
        var events: @Sendable (_ count: Int) -> [String]
        var testDescription: String { name }
    }

    typealias H = Histories

    static let estates: [Estate] = [
        Estate(name: "a run whose every event carries a lineage facet") { count in
            (0..<count).map { H.tick($0, "RUNNING", run: "r", outputs: ["o"], lineage: "i\($0 % 3)") }
        },
        Estate(name: "a run that emits complete snapshots with column lineage") { count in
            (0..<count).map {
                H.tick($0, "RUNNING", run: "r", inputs: ["i\($0 % 2)"], outputs: ["o"], column: "i", snapshot: true)
            }
        },
        Estate(name: "a run with events of equal times") { count in
            (0..<count).map { H.tick($0 / 4, "RUNNING", run: "r", inputs: ["i\($0 % 5)"], outputs: ["o"]) }
        },
        Estate(name: "a run with every third event late") { count in
            (0..<count).map {
                H.tick($0 % 3 == 0 ? $0 - 5 : $0, "RUNNING", run: "r", inputs: ["i\($0 % 4)"], outputs: ["o"])
            }
        },
    ]

    @Test(arguments: estates)
    func workGrowsWithTheEventsAlone(_ estate: Estate) async throws {
        let small = try await work(estate.events(150))
        let large = try await work(estate.events(300))
        #expect(
            Double(large.instructions - small.instructions) < 1.6 * Double(small.instructions),
            "\(estate.name): \(small.instructions) instructions, then \(large.instructions)")
        #expect(
            large.records - small.records <= small.records * 3 / 2 + 20,
            "\(estate.name): \(small.records) events read back, then \(large.records)")
    }

    private func work(_ events: [String]) async throws -> (records: Int64, instructions: Int64) {
        let test = try await TestCatalog(on: .sqlite)
        var start = 0
        while start < events.count {
            let end = min(start + 10, events.count)
            try await test.post(Array(events[start..<end]))
            start = end
        }
        let instructions = try await test.catalog.database.writeWithoutTransaction { connection in
            (connection as? SQLiteConnection)?.instructionCount ?? 0
        }
        let records = test.catalog.recordsReadBack
        test.catalog.close()
        return (records, instructions)
    }
}

extension Histories {
    /// An event some seconds after midnight of 2026-01-02.
    static func tick(
        _ second: Int, _ type: String, run: String, job: String = "j", inputs: [String] = [], outputs: [String] = [],
        parent: (String, String)? = nil, column: String? = nil, lineage: String? = nil, snapshot: Bool = false,
        streaming: Bool = false
    ) -> String {
        event(
            time(ofSecond: second), type, run: run, job: job, inputs: inputs, outputs: outputs, parent: parent,
            column: column, lineage: lineage, snapshot: snapshot, streaming: streaming)
    }

    private static func time(ofSecond second: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (day, rest) = (second + 86_400).quotientAndRemainder(dividingBy: 86_400)
        return "2026-01-\(two(day + 1))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }
}
