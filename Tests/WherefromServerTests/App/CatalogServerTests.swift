import Ingestion
import JSONBytes
import SQLDatabase
import Testing

@testable import WherefromServer

/// The whole server over a real database.
struct CatalogServerTests {
    private static func event(_ name: String) -> String {
        #"{"eventType":"COMPLETE","eventTime":"2026-01-01T00:00:00Z","producer":"https://example.org/p","#
            + #""run":{"runId":"01890f3a-7b0e-7d6c-8a52-93a1d3c1b2a4"},"job":{"namespace":"n","name":"\#(name)"},"#
            + #""inputs":[{"namespace":"d","name":"in"}],"outputs":[{"namespace":"d","name":"out"}]}"#
    }

    @Test("events are stored, repeated ones recognised, and all of it counted; the file opens again")
    func storesEvents() async throws {
        let directory = try TestDirectory()
        let path = directory.path + "/w.db"
        let configuration = ServerConfiguration()
        for round in 0..<2 {
            let parts = try await ServerParts.opening(configuration, SQLiteDatabase(path: path))
            let server = LocalServer(configuration: configuration, parts: parts)
            let body = Array(Self.event("a").utf8)
            #expect(try await server.respond(method: "POST", target: "/api/v1/lineage", body: body).status == 201)
            let batch = Array("[\(Self.event("a")),\(Self.event("b\(round)")),{}]".utf8)
            let answer = try await server.respond(method: "POST", target: "/api/v1/lineage/batch", body: batch)
            let summary = try #require(try JSONDocument(parsing: answer.body).root["summary"])
            #expect(summary["successful"]?.int64 == 2 && summary["failed"]?.int64 == 1)
            #expect(summary["duplicates"]?.int64 == 1)
            let health = try await server.respond(method: "GET", target: "/healthcheck")
            #expect(String(decoding: health.body, as: UTF8.self).hasPrefix(#"{"database":{"healthy":true,"#))
            let metrics = String(
                decoding: try await server.respond(method: "GET", target: "/metrics").body, as: UTF8.self)
            for line in [
                #"marquez_dataset_total{dataset_type="DB_TABLE",namespace_name="d"} 2"#, "wherefrom_queue_depth 0",
                "marquez_job_total \(round + 2)", "wherefrom_rejections_total 1",
                #"wherefrom_events_total{outcome="duplicate"} \#(round + 1)"#,
            ] {
                #expect(metrics.contains(line + "\n"), "\(line)")
            }
            await server.shutdown()
        }
    }

    @Test("a file that is being written may be read but not written by others")
    func secondProcess() async throws {
        let directory = try TestDirectory()
        let path = directory.path + "/w.db"
        let configuration = ServerConfiguration()
        let parts = try await ServerParts.opening(configuration, SQLiteDatabase(path: path))
        await #expect(throws: DatabaseError.self) {
            _ = try await ServerParts.opening(configuration, SQLiteDatabase(path: path))
        }
        let reading = try await ServerParts.opening(
            configuration, SQLiteDatabase(path: path, options: SQLiteOptions(access: .readOnly)))
        let server = LocalServer(configuration: configuration, parts: reading)
        #expect(try await server.respond(method: "GET", target: "/healthcheck").status == 200)
        await #expect(throws: DatabaseError.self) {
            try await server.respond(method: "POST", target: "/api/v1/lineage", body: Array(Self.event("a").utf8))
        }
        await server.shutdown()
        await parts.close()
    }
}
