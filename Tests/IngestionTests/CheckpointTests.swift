import JSONBytes
import MetadataCatalog
import OpenLineage
import TestDatabases
import Testing

/// A long run is read from a few of its events, and reads as if all of them had been.
struct CheckpointTests {
    @Test("what a long run told by any time is what all its events told", arguments: 0..<UInt64(1))
    func longRun(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let test = try await TestCatalog()
        var start = 0
        let events = Self.events(count: 1_400, using: &generator)
        while start < events.count {
            try await test.post(Array(events[start..<min(start + 100, events.count)]))
            start += 100
        }
        let times = (0..<12).map { _ in Int64.random(in: 0...1_500, using: &generator) } + [5_000]
        for second in times {
            let time = Self.midnight + second * 1_000_000_000
            try await test.catalog.read(asOf: time) { try Self.check($0, time) }
        }
        try await test.catalog.read { reader in
            let run = try #require(try reader.runRows(id: "r").first)
            let read = try reader.observations.tellingEvents(ofRun: run.id, through: .max)
            #expect(read.others > 500 && read.events.count < 900, "\(read.events.count) of 1400 are read")
        }
        test.catalog.close()
    }

    /// 2026-01-02
    private static let midnight: Int64 = 1_767_312_000_000_000_000

    private static func check(_ reader: CatalogReader, _ time: Int64) throws {
        guard let run = try reader.runRows(id: "r").first else { return }
        var fragments: [EventFragment] = []
        var facets = FacetFold()
        for (point, seq) in try reader.observations.events(of: UnitID(.run, run.id), through: time) {
            let record = try #require(try reader.payloads.record(seq))
            fragments.append(EventFragment(record.event, point: point, scope: record.scope))
            if let own = record.event.run?.facets { facets.add(own) }
        }
        let expected = RunFold(fragments)
        let found = try reader.observations.fold(run: run.id, through: time)
        #expect(found.events == expected.events && found.first == expected.first && found.last == expected.last)
        #expect(found.started == expected.started && found.terminal == expected.terminal)
        #expect(found.parent.value == expected.parent.value && found.hasOneParent == expected.hasOneParent)
        #expect(found.emission.value == expected.emission.value)
        #expect(found.structure == expected.structure, "at \(time)")
        let shown = try #require(try reader.run(run.id, depth: .full)).facets
        #expect(shown.map(\.name) == facets.shown.map(\.name))
        #expect(shown.map { Array($0.value.raw) } == facets.shown.map { Array($0.value.raw) })
    }

    /// Events of one run, mostly in order, that say old and new things.
    private static func events(count: Int, using generator: inout SeededGenerator) -> [String] {
        (0..<count).map { index in
            let isLate = Int.random(in: 0..<60, using: &generator) == 0
            let second = isLate ? Int.random(in: 0...index, using: &generator) : index
            let isRare = Int.random(in: 0..<40, using: &generator) == 0
            let event = Histories.tick(
                second, ["START", "RUNNING", "RUNNING", "COMPLETE"].randomElement(using: &generator)!, run: "r",
                inputs: isRare ? ["i\(Int.random(in: 0..<30, using: &generator))"] : ["i1"],
                outputs: isRare ? ["o\(Int.random(in: 0..<9, using: &generator))"] : ["o1"],
                parent: isRare ? ("dag", "p\(Int.random(in: 0..<2, using: &generator))") : nil,
                column: [nil, "a", "b", "-"].randomElement(using: &generator)!,
                lineage: isRare ? "l\(Int.random(in: 0..<4, using: &generator))" : nil,
                snapshot: Int.random(in: 0..<300, using: &generator) == 0)
            let name = "note\(Int.random(in: 0..<5, using: &generator))"
            let value = isRare ? #"{"_deleted":true}"# : #"{"second":\#(second)}"#
            return event.replacing(#""facets":{"#, with: #""facets":{"\#(name)":\#(value),"#, maxReplacements: 1)
                .replacing(",}", with: "}")
        }
    }
}
