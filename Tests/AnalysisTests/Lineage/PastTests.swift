import Analysis
import Ingestion
import JSONBytes
import MetadataCatalog
import OpenLineage
import Testing

/// An answer about the past is the answer of a catalog that knows nothing newer.
struct PastTests {
    @Test("as of each instant equals a catalog of the events up to it", arguments: 0..<16, [false, true])
    func asOfEqualsFreshCatalog(_ seed: Int, _ isShuffled: Bool) async throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let history = RandomHistory(events: 30, using: &generator)
        let inOrder = history.events.sorted { $0.minute < $1.minute }.map(\.text)
        // What is handed in out of order must not matter either.
        let whole = try await Estate(isShuffled ? inOrder.shuffled(using: &generator) : inOrder)
        for minute in [3, 8, 15, 22, 29, 40] {
            let known = history.events.filter { $0.minute <= minute }
            guard !known.isEmpty else { continue }
            let fresh = try await Estate(known.map(\.text))
            for dataset in RandomHistory.datasets {
                let past = Set(try await answer(whole, dataset, asOf: Events.time(minute)))
                let present = Set(try await answer(fresh, dataset, asOf: nil))
                let text = "\(dataset) at minute \(minute)"
                #expect(past.subtracting(present).sorted() == [], "only in the past: \(text)")
                #expect(present.subtracting(past).sorted() == [], "not in the past: \(text)")
            }
        }
    }

    private func answer(_ estate: Estate, _ dataset: String, asOf: String?) async throws -> [String] {
        do {
            var query = LineageQuery()
            query.withColumns = true
            query.withGaps = false
            let report = try await estate.report(.text(ByteString("dataset:ns:\(dataset)")), query, asOf: asOf)
            let times = report.edges.map { edge in
                "\(edge.from.short) > \(edge.to.short) \(edge.job?.name.string ?? "") "
                    + "\(edge.firstSeen ?? 0) \(edge.lastSeen ?? 0)"
            }
            let aliases = report.nodes.map { "\($0.id.short) = \($0.aliases.map(\.name.string))" }
            return report.nodeLines + report.lines + times.sorted() + aliases.sorted()
        } catch is NodeNotFound {
            return ["nothing"]
        }
    }
}

/// A history of runs, declarations and links among a few names.
struct RandomHistory {
    struct Event {
        var minute: Int
        var text: String
    }

    static let datasets = ["a", "b", "c", "d", "e"]
    var events: [Event] = []

    init(events count: Int, using generator: inout SeededGenerator) {
        let names = Self.datasets
        for index in 0..<count {
            let minute = Int.random(in: 0..<40, using: &generator)
            let job = ["j", "k", "l"].randomElement(using: &generator)!
            let run = "\(job)\(Int.random(in: 0..<4, using: &generator))"
            let type = ["START", "RUNNING", "COMPLETE", "COMPLETE", "FAIL"].randomElement(using: &generator)!
            let input = names.randomElement(using: &generator)!
            var output = names.randomElement(using: &generator)!
            let inputs = Bool.random(using: &generator) ? [input] : []
            switch Int.random(in: 0..<10, using: &generator) {
            case 0:
                self.events.append(
                    Event(minute: minute, text: Events.job(job, minute, inputs: inputs, outputs: [output])))
                continue
            case 1:
                let source = names.randomElement(using: &generator)!
                if source != output {
                    self.events.append(Event(minute: minute, text: Events.declared("\(output):from=\(source)", minute)))
                }
                continue
            case 2: output += ":alias=\(index % 3 == 0 ? "-" : "z")"
            case 3, 4: output += ":columns=x<\(input).y"
            default: break
            }
            // Told by all events of a run or by none: a name that comes late is a matter of its own.
            let parent = run.hasSuffix("2") ? ("p", "p1") : nil
            self.events.append(
                Event(
                    minute: minute,
                    text: Events.run(run, type, minute, job: job, inputs: inputs, outputs: [output], parent: parent)))
        }
    }
}

/// A small generator with a seed that is printed when a test fails.
struct SeededGenerator: RandomNumberGenerator {
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
