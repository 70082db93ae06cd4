import HTTPTypes
import Logging
import SQLDatabase
import WherefromServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The API of a database file, answered in this process by the handlers that a server has.
struct LocalTransport: Transport {
    let place: String
    private let server: LocalServer

    /// Opens the file that `database` names.
    ///
    /// - Parameter writes: whether requests may change something. Then nobody else may hold the file, and it is created
    ///   if it is missing; else it must exist and may be held by a running server.
    /// - Throws: ``CommandFailure``.
    static func open(
        database: String, writes: Bool, makeParts: PartsMaker = Composition.parts
    ) async throws -> LocalTransport {
        let address = try DatabaseAddress(database)
        if let path = address.path, !writes, !FileManager.default.fileExists(atPath: path) {
            throw CommandFailure(
                "There is no database \(TerminalText.escape(path)).",
                hint: "`wherefrom serve` and `wherefrom ingest` create one.")
        }
        var configuration = ServerConfiguration()
        configuration.database = database
        configuration.logLevel = .error
        do {
            let parts = try await makeParts(configuration, writes ? .readWrite : .readOnly)
            return LocalTransport(
                place: address.shown, server: LocalServer(configuration: configuration, parts: parts))
        } catch let error as DatabaseError {
            throw explain(error)
        }
    }

    private static func explain(_ error: DatabaseError) -> CommandFailure {
        if case .lockedByAnotherProcess = error {
            return CommandFailure(
                error.description, hint: "If it is a server, let it do the work: use --url instead of --database.")
        }
        return CommandFailure(error)
    }

    func send(_ request: APIRequest) async throws -> APIAnswer {
        try await respond(request, sink: nil)
    }

    func stream(
        _ request: APIRequest, _ receive: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws -> APIAnswer {
        try await respond(request, sink: ForwardingSink(receive: receive), receive)
    }

    func close() async {
        await server.shutdown()
    }

    private func respond(
        _ request: APIRequest, sink: ForwardingSink?,
        _ receive: (@Sendable ([UInt8]) async throws -> Void)? = nil
    ) async throws -> APIAnswer {
        var headers = HTTPFields()
        for (name, value) in request.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        if request.body != nil { headers[.contentType] = "application/json" }
        let answer: (status: Int, headers: HTTPFields, body: [UInt8])
        do {
            answer = try await server.respond(
                method: request.method, target: request.target, headers: headers, body: request.body ?? [], to: sink)
        } catch let error as DatabaseError {
            throw Self.explain(error)
        }
        var names: [String: String] = [:]
        for field in answer.headers { names[field.name.canonicalName] = field.value }
        let head = APIHead(status: answer.status, headers: names)
        // Short answers come whole even where a stream was asked for.
        if let receive, head.isSuccess, !answer.body.isEmpty {
            try await receive(answer.body)
            return APIAnswer(head: head, body: [])
        }
        return APIAnswer(head: head, body: answer.body)
    }
}

/// Hands streamed bytes on.
private struct ForwardingSink: ByteSink {
    let receive: @Sendable ([UInt8]) async throws -> Void

    func write(_ bytes: [UInt8]) async throws {
        try await receive(bytes)
    }
}
