import GraphEngine
import MetadataCatalog
import SQLDatabase
import TestDatabases
import Testing

/// Several servers over one PostgreSQL database.
@Suite(.enabled(if: PrivatePostgreSQL.isInstalled, "PostgreSQL is not installed"))
struct ReplicaTests {
    private static func server(_ address: String) async throws -> TestCatalog {
        var options = PostgreSQLOptions()
        options.readers = 2
        return try await TestCatalog(over: PostgreSQLDatabase(address: address, options: options))
    }

    /// The edges that the graph in memory has.
    private static func edges(_ server: TestCatalog) async throws -> [String] {
        try await server.catalog.read { reader in
            try reader.withGraph { graph in
                var lines: [String] = []
                graph.forEachEdge { lines.append("\($0)") }
                return lines.sorted()
            }
        }
    }

    @Test func whatOneServerStoresAnotherAnswers() async throws {
        let address = try await PrivatePostgreSQL.shared().emptyDatabase()
        let a = try await Self.server(address)
        let b = try await Self.server(address)
        for history in Histories.all {
            try await a.post(history.events)
            #expect(try await b.digest() == a.digest(), "\(history.name)")
            #expect(try await Self.edges(b) == Self.edges(a), "\(history.name)")
            #expect(b.catalog.graph.position == a.catalog.graph.position)
        }
        let late = try await Self.server(address)
        #expect(try await Self.edges(late) == Self.edges(a))
        for server in [a, b, late] { server.catalog.close() }
    }

    @Test(arguments: Histories.all.indices)
    func serversTakeTurnsWithoutALoss(_ index: Int) async throws {
        let history = Histories.all[index]
        let expected = try await TestCatalog(on: .sqlite)
        try await expected.post(history.events)
        let address = try await PrivatePostgreSQL.shared().emptyDatabase()
        let servers = [try await Self.server(address), try await Self.server(address)]
        var generator = SeededGenerator(seed: UInt64(index))
        for event in (history.events + history.events.prefix(5)).shuffled(using: &generator) {
            try await servers.randomElement(using: &generator)?.postOneByOne([event])
        }
        for server in servers {
            #expect(try await server.state() == expected.state())
            #expect(try await server.catalog.read { try $0.verifyLog().firstBroken } == nil)
        }
        #expect(try await Self.edges(servers[0]) == Self.edges(servers[1]))
        for server in servers { server.catalog.close() }
    }

    @Test func writersAtTheSameTimeKeepOneLog() async throws {
        let address = try await PrivatePostgreSQL.shared().emptyDatabase()
        let servers = [try await Self.server(address), try await Self.server(address), try await Self.server(address)]
        let events = (0..<240).map {
            Histories.tick($0 / 4, "COMPLETE", run: "r\($0)", inputs: ["i\($0 % 5)"], outputs: ["o\($0 % 3)"])
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, server) in servers.enumerated() {
                group.addTask {
                    // The parts overlap: what two servers are sent at one time is stored once.
                    let own = events.enumerated().filter { $0.offset % 3 == index || $0.offset % 7 == 0 }.map(\.element)
                    for start in stride(from: 0, to: own.count, by: 8) {
                        try await server.post(Array(own[start..<min(start + 8, own.count)]))
                    }
                }
            }
            try await group.waitForAll()
        }
        let expected = try await TestCatalog(on: .sqlite)
        try await expected.post(events)
        for server in servers {
            #expect(try await server.digest() == expected.digest())
            let head = try await server.catalog.read { try $0.logHead().seq }
            #expect(head == Int64(events.count))
            #expect(try await server.catalog.read { try $0.verifyLog().firstBroken } == nil)
            #expect(try await Self.edges(server) == Self.edges(servers[0]))
        }
        for server in servers { server.catalog.close() }
    }

    @Test(arguments: [2, 9])
    func anotherHistoryIsLoadedAnew(_ continuation: Int) async throws {
        let postgres = try PrivatePostgreSQL.shared()
        let address = try await postgres.emptyDatabase()
        let standby = try await postgres.emptyDatabase()
        let a = try await Self.server(address)
        let b = try await Self.server(standby)
        func events(_ range: Range<Int>, _ output: String) -> [String] {
            range.map { Histories.tick($0, "COMPLETE", run: "r\($0)", inputs: ["i"], outputs: ["\(output)\($0)"]) }
        }
        for event in events(0..<4, "o") {
            try await a.postOneByOne([event])
            try await b.postOneByOne([event])
        }
        // The primary goes on, then a standby that never heard of it takes over and goes on in its own way.
        try await a.postOneByOne(events(4..<10, "lost"))
        try await b.postOneByOne(events(4..<4 + continuation, "kept"))
        _ = try await Self.edges(a)
        let (digest, edges) = (try await b.digest(), try await Self.edges(b))
        b.catalog.close()
        try await postgres.exchange(address, standby)
        #expect(try await a.digest() == digest)
        #expect(try await Self.edges(a) == edges)
        try await a.postOneByOne(events(20..<22, "after"))
        let expected = try await TestCatalog(on: .sqlite)
        try await expected.post(events(0..<4, "o") + events(4..<4 + continuation, "kept") + events(20..<22, "after"))
        #expect(try await a.state() == expected.state())
        a.catalog.close()
    }
}
