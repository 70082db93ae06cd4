import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ingestion
import JSONBytes
import Logging
import MetadataCatalog
import NIOConcurrencyHelpers
import NIOCore
import ServiceLifecycle
import Testing

@testable import WherefromServer

/// What only sockets show.
struct LiveTests {
    private static let event = ByteBuffer(string: "{}")

    @Test("events arrive over a connection that stays open, and an empty answer says that it is empty")
    func keepAlive() async throws {
        let server = TestServer()
        try await server.assembly.application().test(.live) { client in
            for _ in 0..<3 {
                let answer = try await client.execute(uri: "/api/v1/lineage", method: .post, body: Self.event)
                #expect(answer.status == .created)
                #expect(answer.headers[.contentLength] == "0")
                #expect(answer.body.readableBytes == 0)
            }
            let missing = try await client.execute(uri: "/api/v1/nothing%2F", method: .get)
            #expect(missing.status == .notFound)
        }
        #expect(server.sink.calls.count == 3)
        #expect(server.sink.calls.allSatisfy { $0.source.address == "127.0.0.1" || $0.source.address == "::1" })
    }

    @Test("a body of a megabyte arrives whole")
    func largeBody() async throws {
        let server = TestServer()
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        try await server.assembly.application().test(.live) { client in
            let answer = try await client.execute(
                uri: "/api/v1/lineage", method: .post, body: ByteBuffer(bytes: bytes))
            #expect(answer.status == .created)
        }
        #expect(server.sink.calls.map(\.body) == [bytes])
    }

    @Test("a body over the limit is answered with 413, after which the connection closes")
    func oversizedBody() async throws {
        let server = TestServer { $0.maxBodyBytes = 1000 }
        try await server.assembly.application().test(.live) { client in
            let answer = try await client.execute(
                uri: "/api/v1/lineage", method: .post, body: ByteBuffer(repeating: 32, count: 100_000))
            #expect(answer.status == .contentTooLarge)
            #expect(answer.headers[.connection] == "close")
        }
        #expect(server.sink.calls.isEmpty)
    }

    @Test("HEAD keeps the connection usable")
    func head() async throws {
        try await TestServer().assembly.application().test(.live) { client in
            let head = try await client.execute(uri: "/ping", method: .head)
            #expect(head.status == .ok)
            #expect(head.headers[.contentLength] == "5")
            let ping = try await client.execute(uri: "/ping", method: .get)
            #expect(String(buffer: ping.body) == "pong\n")
        }
    }

    @Test("SIGTERM's way out: requests in progress are finished, the database is closed after them")
    func drain() async throws {
        let began = AsyncStream.makeStream(of: Void.self)
        let release = AsyncStream.makeStream(of: Void.self)
        let journal = NIOLockedValueBox<[String]>([])
        let sink = FakeSink { _ in
            began.continuation.yield()
            for await _ in release.stream { break }
            journal.withLockedValue { $0.append("committed") }
            return [.accepted(seq: 1)]
        }
        var configuration = ServerConfiguration()
        configuration.port = 0
        configuration.logLevel = .critical
        let parts = ServerParts(
            sink: sink, keyStore: MemoryKeyStore(), close: { journal.withLockedValue { $0.append("closed") } })
        let application = WherefromApplication(
            configuration: configuration, parts: parts, logger: configuration.makeLogger())
        let ready = AsyncStream.makeStream(of: Int.self)
        let group = ServiceGroup(
            services: [ApplicationService { try await application.run(signals: []) { ready.continuation.yield($0) } }],
            logger: configuration.makeLogger())
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var ports = ready.stream.makeAsyncIterator()
            let port = try #require(await ports.next())
            try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
                async let answer = client.post("/api/v1/lineage", headers: [:], body: Self.event)
                for await _ in began.stream { break }
                await group.triggerGracefulShutdown()
                release.continuation.yield()
                let status = try await answer.status
                #expect(status == .created)
            }
            try await tasks.waitForAll()
        }
        #expect(journal.withLockedValue { $0 } == ["committed", "closed"])
    }

    @Test("a port in use is said in plain words")
    func portInUse() async throws {
        try await TestServer().assembly.application().test(.live) { client in
            var configuration = ServerConfiguration()
            configuration.port = try #require(client.port)
            configuration.host = "localhost"
            configuration.logLevel = .critical
            let second = WherefromApplication(
                configuration: configuration, parts: ServerParts(sink: FakeSink(), keyStore: MemoryKeyStore()),
                logger: configuration.makeLogger())
            let error = await #expect(throws: ServerStartError.self) { try await second.run(signals: []) }
            #expect(error?.description.contains("in use by another program") == true)
        }
    }
}

/// Runs the application inside a group of services that a test can end.
private struct ApplicationService: Service {
    let body: @Sendable () async throws -> Void

    func run() async throws { try await body() }
}
