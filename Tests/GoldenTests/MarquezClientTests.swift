import Foundation
import JSONBytes
import Testing

/// The requests of the unmodified client `marquez-python`, sent again in their order.
///
/// `Scenarios/marquez_python/scenario.md` has the reasons.
@Suite(.enabled(if: Scenario.shared != nil, "no ../shared beside the repository; WHEREFROM_SHARED may name it"))
struct MarquezClientTests {
    private struct Recorded {
        let time: Double
        let method: String
        let path: String
        let body: [UInt8]
    }

    private func recorded(_ file: String) throws -> [Recorded] {
        let shared = try #require(Scenario.shared)
        let bytes = Array(try Data(contentsOf: shared.appending(path: "captured/\(file)")))
        return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            let root = try JSONDocument(parsing: Array(line)).root
            let body = root["body"].map { $0.isNull ? [] : Array($0.raw) } ?? []
            return Recorded(
                time: root["ts"]?.double ?? 0, method: root["method"]?.string ?? "GET",
                path: root["path"]?.string ?? "", body: body)
        }
    }

    /// A version that the recorded server made up; ours has others.
    private static let foreignVersion = "18fff16b-cf86-4667-9b2d-07fff4956a13"

    @Test("every call of the client is answered as Marquez answers it, and leads to the declared graph")
    func sweep() async throws {
        let calls = try recorded("marquez_python_writes.raw.ndjson") + recorded("marquez_python_gets.raw.ndjson")
        #expect(calls.count == 37)
        let server = try await GoldenServer()
        for call in calls.sorted(by: { $0.time < $1.time }) {
            let answer = try await server.send(call.method, call.path, call.body)
            let what = "\(call.method) \(call.path): \(String(decoding: answer.body, as: UTF8.self))"
            #expect(answer.status == Self.status(of: call), "\(what)")
            _ = try JSONDocument(parsing: answer.body)
        }
        try await check(server)
        await server.close()
    }

    private static func status(of call: Recorded) -> Int {
        if call.path.contains(foreignVersion) { return 404 }
        return call.method == "POST" && call.path.hasSuffix("/runs") ? 201 : 200
    }

    private func check(_ server: GoldenServer) async throws {
        let text = #"{"m":"s3://mz/ns one"}"#
        let names = Names(try JSONDocument(parsing: Array(text.utf8)).root)
        let graph = try await ObservedGraph(server, names)
        #expect(
            graph.edges == ["[m:my/job.one] -> m:stream1 declared", "m:a/b c.parquet -> [m:my/job.one] declared"])
        #expect(graph.datasets == ["m:a/b c.parquet", "m:stream1"])
        let space = "/api/v1/namespaces/s3%3A%2F%2Fmz%2Fns%20one"
        for (run, state) in [
            ("176d8f20-cfb8-4d46-a44a-b08b14088806", "COMPLETED"), ("1f6a07da-1943-4459-bf86-35b95a7d478f", "FAILED"),
            ("3a275393-5b9d-42e5-9e15-add6f291843e", "ABORTED"),
        ] {
            #expect(try await server.get("/api/v1/jobs/runs/\(run)")?["state"]?.string == state)
        }
        let run = try await server.get("/api/v1/jobs/runs/176d8f20-cfb8-4d46-a44a-b08b14088806")
        #expect(run?["nominalStartTime"]?.string == "2026-01-01T00:00:00Z")
        #expect(run?["args"]?["k"]?.string == "v")
        let dataset = try await server.get("\(space)/datasets/a%2Fb%20c.parquet")
        #expect(dataset?["physicalName"]?.string == "public.t")
        #expect(dataset?["sourceName"]?.string == "src")
        #expect(dataset?.texts("tags") == ["SENSITIVE", "newtag"])
        #expect(dataset?.values(at: "fields/0/tags").first?.elements.compactMap(\.string) == ["NEWTAG", "PII"])
        let stream = try await server.get("\(space)/datasets/stream1")
        #expect(stream?["type"]?.string == "STREAM")
        #expect(stream?["schemaLocation"]?.string == "http://example.com/schema.avsc")
        let job = try await server.get("\(space)/jobs/my%2Fjob.one")
        #expect(job?["location"]?.string == "https://example.com/x.py")
        #expect(job?["type"]?.string == "BATCH")
        #expect(try await server.get(space)?["ownerName"]?.string == "owner")
    }
}
