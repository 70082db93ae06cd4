import Foundation
import Ingestion
import JSONBytes
import MetadataCatalog
import OpenLineage
import SQLDatabase
import Testing

/// Whatever the order of events, the spellings in which some come again, the restarts in between and the clock by which
/// some were still in the future when they came: the catalog is the same in the end.
struct RandomHistoryTests {
    /// Those that `WHEREFROM_SEEDS` says, such as 100-200, else a few.
    static let seeds: Range<UInt64> = {
        let bounds = (ProcessInfo.processInfo.environment["WHEREFROM_SEEDS"] ?? "0-30").split(separator: "-")
        return (UInt64(bounds.first ?? "") ?? 0)..<(UInt64(bounds.last ?? "") ?? 30)
    }()

    @Test(arguments: Self.seeds)
    func orderSpellingRestartsAndClocksLeaveNoTrace(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed &+ 7000)
        let events = RandomHistory.events(count: Int.random(in: 8...30, using: &generator), using: &generator)
        // Some of the events still lie in the future at the end of half of the histories.
        let end =
            seed.isMultiple(of: 2) ? TestCatalog.now : Self.time(ofMinute: Int.random(in: -4...9, using: &generator))

        let plain = try Server(now: end)
        try await plain.open()
        for event in events { try await plain.post(event) }
        let expected = try await plain.state()

        let other = try Server(now: Self.time(ofMinute: -20))
        try await other.open()
        var shuffled = events.shuffled(using: &generator)
        for event in events.shuffled(using: &generator).prefix(6) {
            shuffled.insert(
                RandomHistory.respelled(event, using: &generator),
                at: Int.random(in: 0...shuffled.count, using: &generator))
        }
        for event in shuffled {
            if Int.random(in: 0..<6, using: &generator) == 0 {
                let step = Int64.random(in: 0...6, using: &generator) * 60_000_000_000
                other.clock.now = min(end, other.clock.now + step)
            }
            if Int.random(in: 0..<6, using: &generator) == 0 { try await other.restart() }
            try await other.post(event)
        }
        other.clock.now = end
        try await other.tick()
        let found = try await other.state()
        let difference = TestCatalog.difference(expected, found)
        #expect(difference == nil, "seed \(seed): \(difference ?? "")")
        for (server, order) in [(plain, "one order"), (other, "another order")] {
            let wrong = try await server.wrongJobs()
            #expect(wrong == [], "seed \(seed), in \(order): \(wrong)")
        }
        plain.close()
        other.close()
    }

    static func time(ofMinute minute: Int) -> Int64 {
        // 2026-01-01T00:00:00Z
        1_767_225_600_000_000_000 + Int64(minute) * 60_000_000_000
    }

    /// A catalog in a file that can be closed and opened again; used by one task at a time.
    final class Server {
        let clock: TestClock
        private let directory: URL
        private var catalog: Catalog?
        private var ingestor: Ingestor?

        init(now: Int64) throws {
            clock = TestClock(now)
            directory = FileManager.default.temporaryDirectory.appending(path: "wherefrom-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: directory) }

        func open() async throws {
            let clock = clock
            let opened = try await Catalog.open(
                SQLiteDatabase(path: directory.appending(path: "catalog.db").path), clock: Catalog.Clock { clock.now })
            catalog = opened
            ingestor = Ingestor(catalog: opened, rejections: RejectionList())
        }

        func restart() async throws {
            close()
            try await open()
        }

        func close() {
            catalog?.close()
            catalog = nil
            ingestor = nil
        }

        func post(_ event: String) async throws {
            let isScoped = event.contains("example.com/" + RandomHistory.scopedProducer)
            let outcome = try await ingestor?.submit(
                single: Array(event.utf8), source: IngestSource(receivedAt: TestCatalog.now),
                permission: isScoped ? WritePermission(namespaces: [NamespacePattern("ns")]) : .everything,
                strict: false)
            if case .rejected(_, let errors, _) = outcome { Issue.record("\(errors): \(event)") }
        }

        func tick() async throws { try await catalog?.tick() }

        /// Jobs whose stored contributions are not those that follow from all their runs.
        func wrongJobs() async throws -> [String] {
            try await catalog?.read { reader in
                let jobs = try reader.connection.rows(
                    """
                    SELECT entity.id, namespace.name, entity.name FROM entity
                        JOIN namespace ON namespace.id = entity.namespace WHERE entity.kind = 2
                    """
                ) { ($0.int(0), JobID(namespace: ByteString(bytes: $0.blob(1)), name: ByteString(bytes: $0.blob(2)))) }
                return try jobs.compactMap { id, name in
                    let stored =
                        try reader.connection.first(
                            "SELECT bytes FROM job_state WHERE job = ?1", [.integer(id)]
                        ) { try StoredContributions(decoding: $0.blob(0)).contributions } ?? []
                    let exact = try reader.observations.contributions(ofJob: id, name: name, through: reader.time) {
                        let hash = Digest128(hashing: $0.encoded())
                        return try reader.connection.first(
                            "SELECT id FROM structure WHERE hash = ?1", [.blob(hash.bytes)]
                        ) { $0.int(0) } ?? ($0.isEmpty ? 0 : -1)
                    }
                    return stored == exact ? nil : "\(name.name): \(stored) instead of \(exact)"
                }
            } ?? []
        }

        func state() async throws -> [String] { try await catalog?.read { try CatalogDigest.lines($0) } ?? [] }
    }
}
