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

    static let jobs: [Estate] = [
        Estate(name: "runs whose parent tells its own parent after them") { count in
            (0..<count / 4).flatMap { index in
                let (second, parent) = (index * 10, ("app", "m\(index)"))
                return [
                    H.tick(second + 1, "START", run: "s\(index)", job: "app.insert", inputs: ["a"], parent: parent),
                    H.tick(second + 3, "COMPLETE", run: "s\(index)", job: "app.insert", outputs: ["b"], parent: parent),
                    H.tick(second + 2, "START", run: "m\(index)", job: "app", parent: ("dag.task", "t\(index)")),
                    H.tick(second, "START", run: "t\(index)", job: "dag.task", parent: ("dag", "d\(index)")),
                ]
            }
        },
        Estate(name: "runs whose parent comes with a late START, each with a dataset of its own") { count in
            (0..<count / 2).flatMap { index in
                [
                    H.tick(index * 10 + 5, "COMPLETE", run: "c\(index)", job: "task", outputs: ["b\(index)"]),
                    H.tick(index * 10, "START", run: "c\(index)", job: "task", parent: ("dag", "p\(index)")),
                ]
            }
        },
        Estate(name: "runs that never end") { count in
            (0..<count).map { H.tick($0, "START", run: "r\($0)", inputs: ["a"], outputs: ["b"]) }
        },
        Estate(name: "runs that fail while others never end") { count in
            (0..<count / 3).flatMap { index in
                [
                    H.tick(index * 3, "START", run: "dead\(index)", inputs: ["a"], outputs: ["b"]),
                    H.tick(index * 3 + 1, "START", run: "r\(index)", inputs: ["a"], outputs: ["b"]),
                    H.tick(index * 3 + 2, "FAIL", run: "r\(index)"),
                ]
            }
        },
        Estate(name: "children that never end under parents that do") { count in
            (0..<count / 3).flatMap { index in
                [
                    H.tick(index * 3, "START", run: "p\(index)", job: "dag"),
                    H.tick(index * 3 + 1, "START", run: "c\(index)", inputs: ["a"], parent: ("dag", "p\(index)")),
                    H.tick(index * 3 + 2, "COMPLETE", run: "p\(index)", job: "dag"),
                ]
            }
        },
        Estate(name: "a START of 1970 in a job whose runs come late") { count in
            [H.event("1970-01-01T00:00:00Z", "START", run: "old", job: "j"), H.tick(0, "COMPLETE", run: "old")]
                + lateStarts(count)
        },
        Estate(name: "runs whose START comes after their COMPLETE") { lateStarts($0) },
        Estate(name: "a parent with many children, some late") { count in
            [H.tick(0, "START", run: "p", job: "dag")]
                + (0..<count / 2).flatMap { index in
                    let events = [
                        H.tick(index * 2 + 1, "START", run: "c\(index)", inputs: ["a"], parent: ("dag", "p")),
                        H.tick(
                            index * 2 + 2, "COMPLETE", run: "c\(index)", outputs: ["b\(index % 4)"],
                            parent: ("dag", "p")),
                    ]
                    return index.isMultiple(of: 3) ? events.reversed() : events
                }
                + [H.tick(count + 9, "COMPLETE", run: "p", job: "dag")]
        },
        Estate(name: "two parents with many children, by turns") { count in
            (0..<count).map {
                H.tick($0, "COMPLETE", run: "c\($0)", outputs: ["b\($0 % 3)"], parent: ("dag", "p\($0 % 2)"))
            }
        },
        Estate(name: "runs with a dataset of their own each") { count in
            (0..<count / 2).flatMap { index in
                [
                    H.tick(index * 2, "START", run: "r\(index)", inputs: ["a"]),
                    H.tick(index * 2 + 1, "COMPLETE", run: "r\(index)", inputs: ["a"], outputs: ["b\(index)"]),
                ]
            }
        },
        Estate(name: "late runs with a dataset of their own each") { count in
            (0..<count).map {
                H.tick($0 % 3 == 0 ? $0 * 10 - 15 : $0 * 10, "COMPLETE", run: "r\($0)", outputs: ["b\($0)"])
            }
        },
        Estate(name: "a job of which one run has an event in 2099") { count in
            [H.event("2099-01-01T00:00:00Z", "RUNNING", run: "r0", job: "j")]
                + (0..<count / 2).flatMap { index in
                    [
                        H.tick(index * 2, "START", run: "r\(index)", inputs: ["a"]),
                        H.tick(index * 2 + 1, "COMPLETE", run: "r\(index)", outputs: ["b"]),
                    ]
                }
        },
        Estate(name: "a long run of which one event is of 2099") { count in
            [H.event("2099-01-01T00:00:00Z", "RUNNING", run: "r", job: "j", inputs: ["z"])]
                + (0..<count).map { H.tick($0, "RUNNING", run: "r", inputs: ["i\($0 % 5)"], outputs: ["o"]) }
        },
        Estate(name: "JobEvents, every third late") { count in
            (0..<count).map { index in
                H.declared(index % 3 == 0 ? index - 4 : index, inputs: ["a\(index % 2)"], outputs: ["b"])
            }
        },
        Estate(name: "a stream that starts anew again and again") { count in
            (0..<count).map {
                H.tick($0, $0 % 2 == 0 ? "START" : "RUNNING", run: "r\($0 / 2)", outputs: ["o"], streaming: true)
            }
        },
    ]

    private static func lateStarts(_ count: Int) -> [String] {
        (0..<count / 2).flatMap { index in
            [
                H.tick(index * 10 + 5, "COMPLETE", run: "r\(index)", inputs: ["a"], outputs: ["b"]),
                H.tick(index * 10 + 1, "START", run: "r\(index)"),
            ]
        }
    }

    @Test(arguments: estates + jobs)
    func workGrowsWithTheEventsAlone(_ estate: Estate) async throws {
        let small = try await work(estate.events(150))
        let large = try await work(estate.events(300))
        let (first, both) = (small.instructions.values.reduce(0, +), large.instructions.values.reduce(0, +))
        let grown = large.instructions.map { ($0.value - 2 * (small.instructions[$0.key] ?? 0), $0.key) }.max {
            $0 < $1
        }
        #expect(
            Double(both - first) < 1.6 * Double(first),
            "\(estate.name): \(first) instructions, then \(both); most for \(grown?.1 ?? "")")
        #expect(
            large.records - small.records <= small.records * 3 / 2 + 20,
            "\(estate.name): \(small.records) events read back, then \(large.records)")
    }

    private func work(_ events: [String]) async throws -> (records: Int64, instructions: [String: Int64]) {
        let test = try await TestCatalog(on: .sqlite)
        var start = 0
        while start < events.count {
            let end = min(start + 10, events.count)
            try await test.post(Array(events[start..<end]))
            start = end
        }
        let instructions = try await test.catalog.database.writeWithoutTransaction { connection in
            (connection as? SQLiteConnection)?.instructionCounts ?? [:]
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

    static func declared(_ second: Int, inputs: [String], outputs: [String]) -> String {
        """
        {"eventTime":"\(time(ofSecond: second))","producer":"p","job":{"namespace":"ns","name":"j"},
        "inputs":[\(inputs.map { "{\"namespace\":\"ns\",\"name\":\"\($0)\"}" }.joined(separator: ","))],
        "outputs":[\(outputs.map { "{\"namespace\":\"ns\",\"name\":\"\($0)\"}" }.joined(separator: ","))]}
        """
    }

    private static func time(ofSecond second: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (day, rest) = (second + 86_400).quotientAndRemainder(dividingBy: 86_400)
        return "2026-01-\(two(day + 1))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }
}
