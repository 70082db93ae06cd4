import Foundation
import JSONBytes
import OpenLineage
import SQLDatabase
import Testing

@testable import wherefrom

/// The verbs over a database of their own, with nothing replaced.
struct DatabaseTests {
    @Test func rebuildMakesTheSameCatalogFromTheLogAndKeepsTheKeys() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/w.db"
        let now = EventTime(nanoseconds: 1_773_000_000_000_000_000)
        let summary = try await withLocal(path, writes: true) { client in
            for name in ["gone", "kept"] {
                let body = #"{"name":"\#(name)","scopes":["write"]}"#
                _ = try await client.answer(APIRequest("POST", "/api/v2/keys", body: Array(body.utf8)))
            }
            _ = try await client.answer(APIRequest("DELETE", "/api/v2/keys/gone"))
            var sender = BatchSender(client: client)
            var splitter = EventSplitter()
            try await splitter.consume(DemoStory.events(now: now)) { try await sender.add($0, from: "demo") }
            try await sender.flush()
            return sender.summary
        }
        #expect(summary.accepted > 100 && summary.rejected == 0)

        let before = try SQLiteDatabase(path: path)
        try await before.write { connection in
            try connection.execute(
                "INSERT INTO payload_dictionary SELECT 2, bytes FROM payload_dictionary WHERE id = 1")
        }
        before.close()
        let outcome = try await Rebuild(path: path).run { _, _ in }
        #expect(outcome.records == Int64(summary.accepted))
        #expect(outcome.before == outcome.after && outcome.kept == nil)
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(!FileManager.default.fileExists(atPath: path + ".rebuild"))
        let database = try SQLiteDatabase(path: path)
        let trained = try database.withReader {
            try $0.first("SELECT COUNT(*) FROM log WHERE dictionary = 2") { $0.int(0) }
        }
        database.close()
        #expect(trained == outcome.records)
        let keys = try await withLocal(path, writes: false) { client in
            try await client.document(APIRequest("GET", "/api/v2/keys"))
        }
        let listed = keys.root["keys"].map { Array($0.elements) } ?? []
        #expect(listed.map { $0["name"]?.string ?? "" } == ["gone", "kept"])
        #expect(listed.map { $0["revoked"]?.isNull ?? true } == [false, true])

        // What is there already stays a duplicate, also for the rebuilt catalog.
        let again = try await withLocal(path, writes: true) { client in
            var sender = BatchSender(client: client)
            var splitter = EventSplitter()
            try await splitter.consume(DemoStory.events(now: now)) { try await sender.add($0, from: "demo") }
            try await sender.flush()
            return sender.summary
        }
        #expect(again.accepted == 0 && again.duplicates == summary.accepted)
    }

    @Test func aFileHeldByAWriterCanBeReadAndNotWritten() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/w.db"
        try await withLocal(path, writes: true) { client in
            _ = client
            let failure = await #expect(throws: CommandFailure.self) {
                _ = try await LocalTransport.open(database: "sqlite:\(path)", writes: true)
            }
            #expect(failure?.message.contains("being written by another process") == true)
            #expect(failure?.hint?.contains("--url") == true && failure?.code == .couldNotRun)
            let reader = try await LocalTransport.open(database: "sqlite:\(path)", writes: false)
            #expect(try await reader.send(APIRequest("GET", "/api/v2/keys")).status == 200)
            await reader.close()
        }
    }

    private func withLocal<T>(
        _ path: String, writes: Bool, _ body: (APIClient) async throws -> T
    ) async throws -> T {
        let transport = try await LocalTransport.open(database: "sqlite:\(path)", writes: writes)
        do {
            let result = try await body(APIClient(transport: transport))
            await transport.close()
            return result
        } catch {
            await transport.close()
            throw error
        }
    }
}
