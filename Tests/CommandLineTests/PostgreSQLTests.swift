import Foundation
import JSONBytes
import MetadataCatalog
import OpenLineage
import SQLDatabase
import TestDatabases
import Testing

@testable import wherefrom

/// The verbs on a PostgreSQL database.
@Suite(.enabled(if: PrivatePostgreSQL.isInstalled, "PostgreSQL is not installed"))
struct PostgreSQLTests {
    private func withLocal<T>(
        _ database: String, writes: Bool, _ body: (APIClient) async throws -> T
    ) async throws -> T {
        let transport = try await LocalTransport.open(database: database, writes: writes)
        do {
            let result = try await body(APIClient(transport: transport))
            await transport.close()
            return result
        } catch {
            await transport.close()
            throw error
        }
    }

    private func load(_ database: String) async throws {
        try await withLocal(database, writes: true) { client in
            var sender = BatchSender(client: client)
            var splitter = EventSplitter()
            try await splitter.consume(DemoStory.events(now: EventTime(nanoseconds: 1_773_000_000_000_000_000))) {
                try await sender.add($0, from: "demo")
            }
            try await sender.flush()
            _ = try await client.answer(
                APIRequest("POST", "/api/v2/keys", body: Array(#"{"name":"k","scopes":["write"]}"#.utf8)))
        }
    }

    @Test func aCatalogIsCopiedThereAndBack() async throws {
        let folder = try TemporaryFolder()
        let first = try DatabaseAddress("sqlite:\(folder.path)/a.db")
        let server = try DatabaseAddress(try await PrivatePostgreSQL.shared().emptyDatabase())
        let last = try DatabaseAddress("sqlite:\(folder.path)/b.db")
        try await load("sqlite:\(folder.path)/a.db")
        let there = try await CatalogCopy(from: first, to: server).run { _, _ in }
        #expect(there.records > 100)
        let back = try await CatalogCopy(from: server, to: last).run { _, _ in }
        #expect(back == there)
        let keys = try await withLocal("sqlite:\(folder.path)/b.db", writes: false) { client in
            try await client.document(APIRequest("GET", "/api/v2/keys")).root["keys"].map { Array($0.elements) } ?? []
        }
        #expect(keys.map { $0["name"]?.string ?? "" } == ["k"])
        let failure = await #expect(throws: CommandFailure.self) {
            try await CatalogCopy(from: first, to: server).run { _, _ in }
        }
        #expect(failure?.message.contains("holds a catalog already") == true)
    }

    @Test func verbsAnswerFromAServerOfThatDatabase() async throws {
        let database = try await PrivatePostgreSQL.shared().emptyDatabase()
        try await load(database)
        let (status, lineage) = try await withLocal(database, writes: false) { client in
            (
                try await client.document(APIRequest("GET", "/api/v2/status")),
                try await client.document(APIRequest("GET", "/api/v1/events/lineage", query: [("limit", "1")]))
            )
        }
        #expect(status.root["database"]?["kind"]?.string == "postgresql")
        #expect(status.root["database"]?["durability"]?["fsync"]?.string == "on")
        #expect(status.root["replication"]?["lag"]?.compactText == "0")
        #expect(lineage.root["events"].map { Array($0.elements) }?.count == 1)
    }

    @Test func aServerThatIsAwayIsToldWithItsWords() async throws {
        let failure = await #expect(throws: CommandFailure.self) {
            _ = try await LocalTransport.open(database: "postgres://u:secret@127.0.0.1:1/db", writes: false)
        }
        #expect(failure?.message.contains("cannot be reached") == true)
        #expect(failure?.hint?.contains("127.0.0.1:1/db") == true)
        #expect(failure?.hint?.contains("secret") == false)
        #expect(failure?.code == .couldNotRun)
    }
}

extension JSONValue {
    fileprivate var compactText: String {
        var writer = JSONWriter()
        writer.raw(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
