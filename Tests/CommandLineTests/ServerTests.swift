import ArgumentParser
import Foundation
import Ingestion
import JSONBytes
import Testing
import WherefromServer

@testable import wherefrom

/// The verbs against the real HTTP server, with a sink and keys in memory beneath it.
struct ServerTests {
    @Test func serveAnswersAndStopsAndIngestGoesThroughHTTP() async throws {
        let sink = CountingSink()
        try await serve(sink) { url in
            let transport = try HTTPTransport(url: url, apiKey: nil, timeoutSeconds: 20)
            var sender = BatchSender(client: APIClient(transport: transport))
            for number in 0..<1_234 {
                try await sender.add(PendingEvent(bytes: Array("{\"n\":\(number)}".utf8), place: "x:\(number)"))
            }
            try await sender.flush()
            await transport.close()
            #expect(sender.summary.accepted == 1_233)
            #expect(sender.summary.rejections == [.init(place: "x:7", reason: "seven is refused")])
        }
        #expect(sink.count == 1_234)
    }

    @Test func overloadIsWaitedFor() async throws {
        let sink = CountingSink(overloads: 2)
        try await serve(sink) { url in
            let transport = try HTTPTransport(url: url, apiKey: nil, timeoutSeconds: 20)
            var sender = BatchSender(client: APIClient(transport: transport))
            try await sender.add(PendingEvent(bytes: Array("{\"n\":1}".utf8), place: "x"))
            try await sender.flush()
            await transport.close()
            #expect(sender.summary.accepted == 1)
        }
    }

    @Test func aPortInUseIsToldPlainly() async throws {
        try await serve(CountingSink()) { url in
            let port = url.split(separator: ":").last.map(String.init) ?? ""
            let failure = await #expect(throws: CommandFailure.self) {
                try await ServerLauncher.run(
                    try Self.settings(["port": port]),
                    makeParts: { _, _ in .init(sink: CountingSink(), keyStore: NoKeys()) }
                ) { _ in .stop }
            }
            #expect(failure?.message.contains("Port \(port) of 127.0.0.1 is in use") == true)
            #expect(failure?.code == .couldNotRun)
        }
    }

    @Test func basePathIsPartOfTheAddress() async throws {
        try await serve(CountingSink(), flags: ["base-path": "/lineage"]) { url in
            #expect(url.hasSuffix("/lineage"))
            let transport = try HTTPTransport(url: url, apiKey: nil, timeoutSeconds: 20)
            let answer = try await transport.send(APIRequest("GET", "/ping"))
            await transport.close()
            #expect(answer.status == 200)
        }
    }

    @Test func settingsReachTheServer() throws {
        let configuration = try Self.settings([
            "host": "0.0.0.0", "port": "1", "admin-port": "2", "base-path": "x", "database": "sqlite:y.db",
            "require-api-key": "true", "private": "true", "trusted-hosts": "a,b", "allowed-origins": "https://c",
            "max-body-bytes": "2048", "queue-events": "3", "queue-bytes": "4096", "log-level": "debug",
            "log-format": "json",
        ]).serverConfiguration
        #expect(configuration.host == "0.0.0.0" && configuration.port == 1 && configuration.adminPort == 2)
        #expect(configuration.basePath == "/x" && configuration.database == "sqlite:y.db")
        #expect(configuration.requireAPIKey && configuration.privateReads)
        #expect(configuration.trustedHosts == ["a", "b"] && configuration.allowedOrigins == ["https://c"])
        #expect(configuration.maxBodyBytes == 2_048)
        #expect(configuration.queueEventsMax == 3 && configuration.queueBytesMax == 4_096)
        #expect("\(configuration.logLevel)" == "debug" && "\(configuration.logFormat)" == "json")
        #expect(try Self.settings(["port": "0"]).serverConfiguration.database == "sqlite:wherefrom.db")
    }

    @Test(arguments: [
        ("0.0.0.0", "http://127.0.0.1:7"), ("::", "http://127.0.0.1:7"), ("::1", "http://[::1]:7"),
        ("db.example.org", "http://db.example.org:7"),
    ])
    func addressesAreReachable(_ host: String, _ url: String) throws {
        #expect(try Self.settings(["host": host]).url(port: 7) == url)
    }

    @Test func aFileIsAskedWithoutASocket() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("x.db", Data())
        let sink = CountingSink()
        let route = Route(.get, "/api/v2/export", scope: .read, summary: "test") { _ in
            .stream(type: "application/x-ndjson") { sink in
                for number in 0..<3 { try await sink.write(Array("{\"n\":\(number)}\n".utf8)) }
            }
        }
        let transport = try await LocalTransport.open(database: "sqlite:\(path)", writes: false) { _, access in
            #expect(access == .readOnly)
            return ServerParts(sink: sink, keyStore: NoKeys(), routes: [route])
        }
        let client = APIClient(transport: transport)
        let received = Recorder()
        try await client.stream(APIRequest("GET", "/api/v2/export")) { _ in received.add(.zero) }
        #expect(received.durations.count == 3)
        let keys = try await client.document(APIRequest("GET", "/api/v2/keys"))
        #expect(keys.root["keys"]?.count == 0)
        await #expect(throws: CommandFailure.self) {
            _ = try await client.answer(APIRequest("GET", "/api/v2/nothing"))
        }
        await transport.close()
    }

    @Test func readingAFileThatIsNotThereIsToldAndCreatesNothing() async throws {
        let folder = try TemporaryFolder()
        await #expect(throws: CommandFailure.self) {
            _ = try await LocalTransport.open(database: "sqlite:\(folder.path)/x.db", writes: false)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/x.db"))
    }

    private static func settings(_ flags: [String: String]) throws -> ServeSettings {
        try ServeSettings(flags: ["log-level": "critical"].merging(flags) { $1 }, environment: [:], file: nil)
    }

    private func serve(
        _ sink: CountingSink, flags: [String: String] = [:], _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let settings = try Self.settings(["port": "0"].merging(flags) { $1 })
        try await ServerLauncher.run(
            settings, makeParts: { _, _ in ServerParts(sink: sink, keyStore: NoKeys()) }
        ) { url in
            try await body(url)
            return .stop
        }
    }
}

/// Counts events and refuses the one with `n` 7; `lock` guards the counters.
private final class CountingSink: EventSink, @unchecked Sendable {
    private let lock = NSLock()
    private var events = 0
    private var overloads: Int

    init(overloads: Int = 0) { self.overloads = overloads }

    var count: Int { lock.withLock { events } }

    func submit(
        single body: [UInt8], source: IngestSource, permission: WritePermission, strict: Bool
    ) async throws -> EventOutcome {
        .accepted(seq: 1)
    }

    func submit(
        batch body: [UInt8], source: IngestSource, permission: WritePermission
    ) async throws -> [EventOutcome] {
        try lock.withLock {
            if overloads > 0 {
                overloads -= 1
                throw IngestOverload()
            }
            let elements = Array(try JSONDocument(parsing: body).root.elements)
            events += elements.count
            return elements.map {
                $0["n"]?.int64 == 7
                    ? .rejected(status: 422, errors: ["seven is refused"], retriable: false) : .accepted(seq: 1)
            }
        }
    }
}

private struct NoKeys: KeyStore {
    func key(hash: Digest256) async throws -> APIKey? { nil }
    func keys() async throws -> [APIKey] { [] }
    func add(_ key: APIKey) async throws {}
    func revoke(name: String, at time: Int64) async throws -> APIKey? { nil }
    func noteUse(_ uses: [(name: String, time: Int64)]) async throws {}
}
