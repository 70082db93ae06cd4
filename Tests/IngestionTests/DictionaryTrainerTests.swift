import MetadataCatalog
import SQLDatabase
import Testing

struct DictionaryTrainerTests {
    @Test func aStoreTrainsOnItsOwnEventsAndReadsOldAndNewOnes() async throws {
        let catalog = try await TestCatalog()
        let trainer = DictionaryTrainer(catalog: catalog.catalog, firstRecords: 600)
        try await catalog.post((0..<300).map(Self.event))
        #expect(try await trainer.runIfDue() == .notDue)
        try await catalog.post((300..<700).map(Self.event))
        #expect(try await trainer.runIfDue() == .adopted(number: 2))
        #expect(try await trainer.runIfDue() == .notDue, "the next training waits for tenfold growth")
        try await catalog.post((700..<720).map(Self.event))
        let used = try await catalog.catalog.read { reader in
            try reader.connection.rows("SELECT dictionary FROM log ORDER BY seq") { $0.int(0) }
        }
        #expect(used.first == 1)
        #expect(used.last == 2)
        for seq in [1, 700, 720] as [Int64] {
            let payload = try await catalog.catalog.read { try $0.payloads.payload(seq) }
            #expect(payload == Array(Self.event(Int(seq) - 1).utf8))
        }
    }

    /// Events with words that the shipped dictionary has never seen.
    private static func event(_ index: Int) -> String {
        let words = (0..<12).map {
            "\"qx\(index % 7)zvlorimandrel\($0)\":\"wumbletronic-\($0)-\(index % 13)-unobtanium\""
        }
        return """
            {"eventTime":"2026-01-01T00:00:00Z","producer":"urn:qzx","run":{"runId":"r\(index)",\
            "facets":{"qzxCustom":{\(words.joined(separator: ","))}}},"job":{"namespace":"n","name":"j\(index % 5)"}}
            """
    }
}
