import MetadataCatalog
import TestDatabases
import Testing

/// Any order and duplication of the same events gives the same catalog.
struct OrderFreedomTests {
    /// A history with a name; events are JSON texts.
    struct History: Sendable, CustomTestStringConvertible {
        var name: String
        var events: [String]

        var testDescription: String { name }
    }

    @Test(arguments: Histories.all)
    func permutationsGiveOneDigest(_ history: History) async throws {
        try await check(history, rounds: 12)
    }

    @Test(.enabled(if: SharedFixtures.root != nil, "the shared fixtures are absent"))
    func realEventsGiveOneDigestInAnyOrder() async throws {
        for path in ["captured/feast.ndjson", "captured/gx.ndjson", "captured/dbt_duckdb.ndjson"] {
            let events = try SharedFixtures.lines("fixtures/" + path)
            try await check(History(name: path, events: events), rounds: 3)
        }
        let airflow = try SharedFixtures.lines("fixtures/captured/airflow_3.1.8.ndjson")
        try await check(History(name: "airflow", events: airflow), rounds: 4)
        for folder in ["CLL", "spark_dataproc_bigquery_shakespare", "spark_dataproc_simple_producer_test"] {
            let events = try SharedFixtures.folder("fixtures/openlineage/scenarios/" + folder)
            try await check(History(name: folder, events: events), rounds: 4)
        }
        let apples = try SharedFixtures.folder("fixtures/openlineage/marquez/apples")
        try await check(History(name: "apples", events: apples), rounds: 8)
    }

    private func check(_ history: History, rounds: Int) async throws {
        let expected = try await state(history.events, inOne: true)
        #expect(!expected.isEmpty)
        // The orders were tried on SQLite; on another database some of them are enough.
        let rounds = TestDatabase.current == .sqlite ? rounds : max(2, rounds / 4)
        for seed in 0..<UInt64(rounds) {
            var generator = SeededGenerator(seed: seed)
            var events = history.events.shuffled(using: &generator)
            let extra = events.prefix(Int.random(in: 0...min(4, events.count), using: &generator))
            events.append(contentsOf: extra)
            events.shuffle(using: &generator)
            let found = try await state(events, inOne: seed.isMultiple(of: 2))
            let difference = TestCatalog.difference(expected, found)
            #expect(difference == nil, "\(history.name), seed \(seed): \(difference ?? "")")
            if difference != nil { return }
        }
    }

    @Test(.enabled(if: PrivatePostgreSQL.isInstalled, "PostgreSQL is not installed"), arguments: Histories.all)
    func allDatabasesGiveOneDigest(_ history: History) async throws {
        let expected = try await state(history.events, inOne: true, on: .sqlite)
        let found = try await state(history.events.reversed(), inOne: false, on: .postgresql)
        #expect(expected == found, "\(history.name)")
    }

    private func state(
        _ events: [String], inOne: Bool, on database: TestDatabase = .current
    ) async throws -> [String] {
        let catalog = try await TestCatalog(on: database)
        if inOne { try await catalog.post(events) } else { try await catalog.postOneByOne(events) }
        let state = try await catalog.state()
        catalog.catalog.close()
        return state
    }
}
