import JSONBytes
import MetadataCatalog
import OpenLineage
import SQLDatabase
import Testing

/// What counts as of a past instant is what a catalog says that got only the events up to it.
struct PastTests {
    @Test(arguments: Histories.all)
    func statesOfThePastAreThoseOfAShorterHistory(_ history: OrderFreedomTests.History) async throws {
        for seed in 0..<UInt64(3) { try await check(history, seed: seed) }
    }

    @Test(arguments: 0..<UInt64(12))
    func randomHistoriesAreOrderFreeAndExactInThePast(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed &+ 1000)
        let history = OrderFreedomTests.History(
            name: "random \(seed)", events: RandomHistory.events(count: 28, using: &generator))
        let whole = try await TestCatalog()
        try await whole.post(history.events)
        let expected = try await whole.state()
        let shuffled = try await TestCatalog()
        try await shuffled.postOneByOne(history.events.shuffled(using: &generator))
        let found = try await shuffled.state()
        let difference = TestCatalog.difference(expected, found)
        #expect(difference == nil, "seed \(seed): \(difference ?? "")")
        try await check(history, seed: seed)
    }

    private func check(_ history: OrderFreedomTests.History, seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let whole = try await TestCatalog()
        try await whole.postOneByOne(history.events.shuffled(using: &generator))
        let times = try history.events.map { text in
            try OpenLineageEvent(decoding: JSONDocument(parsing: Array(text.utf8)).root).time.nanoseconds
        }
        for minute in [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 14] {
            let time = EventTime.parse(Histories.time(0))!.time.nanoseconds + Int64(minute) * 60_000_000_000 + 1
            let prefix = try await TestCatalog()
            let events = zip(history.events, times).filter { $0.1 <= time }.map(\.0)
            if !events.isEmpty { try await prefix.post(events) }
            let expected = try await Self.lineage(prefix.catalog, through: nil)
            let found = try await Self.lineage(whole.catalog, through: time)
            let difference = TestCatalog.difference(expected, found)
            #expect(difference == nil, "\(history.name), seed \(seed), minute \(minute): \(difference ?? "")")
            prefix.catalog.close()
        }
        whole.catalog.close()
    }

    /// What counts for each job, and the registers of every entity, as readable lines.
    private static func lineage(_ catalog: Catalog, through time: Int64?) async throws -> [String] {
        try await catalog.read(asOf: time) { reader in
            let entities = try reader.connection.rows(
                """
                SELECT entity.id, entity.kind, namespace.name, entity.name FROM entity
                    JOIN namespace ON namespace.id = entity.namespace ORDER BY namespace.name, entity.name
                """
            ) { ($0.int(0), $0.int(1), ByteString(bytes: $0.blob(2)), ByteString(bytes: $0.blob(3))) }
            var lines: [String] = []
            for (id, kind, namespace, name) in entities {
                if kind == 2 {
                    var folded: [Int64: Structure] = [:]
                    let contributions = try reader.observations.contributions(
                        ofJob: id, name: JobID(namespace: namespace, name: name), through: reader.time
                    ) { structure in
                        if structure.isEmpty { return 0 }
                        let number = folded.first { $0.value == structure }?.key ?? -Int64(folded.count + 1)
                        folded[number] = structure
                        return number
                    }
                    let texts = try contributions.map { contribution in
                        let structure = try folded[contribution.structure] ?? reader.structure(contribution.structure)
                        let inputs = structure.inputs.map(\.name.string)
                        let outputs = structure.outputs.map(\.name.string)
                        return "\(name) \(contribution.layer) \(inputs)->\(outputs) \(structure.derivations.count) "
                            + "at \(contribution.lastSeen)"
                    }
                    lines += Set(texts).sorted()
                }
                let registers = try reader.observations.registers(of: id, through: reader.time)
                if kind == 1 {
                    lines += registers.map {
                        "\(name) \(String(decoding: $0.key.prefix(1), as: UTF8.self)) \($0.point.time) \($0.valueHash.bytes)"
                    }.sorted()
                }
            }
            return lines
        }
    }
}
