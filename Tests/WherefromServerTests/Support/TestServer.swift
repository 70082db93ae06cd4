import HTTPTypes
import Ingestion
import JSONBytes
import Logging
import MetadataCatalog
import Testing

@testable import WherefromServer

/// A server with fakes beneath it, asked without a socket.
struct TestServer: Sendable {
    let sink: FakeSink
    let store: MemoryKeyStore
    let assembly: ServerAssembly

    init(
        routes: [Route] = [], sink: FakeSink = FakeSink(), store: MemoryKeyStore = MemoryKeyStore(),
        configure: (inout ServerConfiguration) -> Void = { _ in }
    ) {
        var configuration = ServerConfiguration()
        configuration.logLevel = .critical
        configure(&configuration)
        self.sink = sink
        self.store = store
        assembly = ServerAssembly(
            configuration: configuration, parts: ServerParts(sink: sink, keyStore: store, routes: routes),
            logger: configuration.makeLogger())
    }

    /// Sends one request as from `peer` and returns the answer.
    func send(
        _ method: String, _ target: String, headers: [String: String] = [:], body: [UInt8] = [],
        host: String? = "localhost:5000", peer: String = "127.0.0.1"
    ) async throws -> Answer {
        var fields = HTTPFields()
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        if !body.isEmpty, fields[.contentLength] == nil { fields[.contentLength] = String(body.count) }
        return try await send(
            IncomingRequest(
                method: method, target: target, headers: fields, authority: host, body: BytesBody(body),
                origin: .connection { peer }))
    }

    func send(_ request: IncomingRequest) async throws -> Answer {
        let response = try await assembly.pipeline.respond(to: request)
        switch response.body {
        case .empty: return Answer(response: response, bytes: [])
        case .bytes(let bytes): return Answer(response: response, bytes: bytes)
        case .stream(let write):
            let sink = CollectingSink()
            try await write(sink)
            return Answer(response: response, bytes: sink.bytes)
        }
    }
}

/// What came back.
struct Answer: Sendable {
    let response: Response
    let bytes: [UInt8]

    var status: Int { response.status }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { response.headers[$0] }
    }

    func json() throws -> JSONValue {
        try JSONDocument(parsing: bytes).root
    }
}
