import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The API of a running server.
struct HTTPTransport: Transport {
    let place: String

    private let client: HTTPClient
    private let apiKey: String?
    private let timeout: TimeAmount
    private static let answerBytesMax = 1 << 30

    /// - Parameters:
    ///   - url: `http://` or `https://`, with a path if the server is mounted under one.
    ///   - timeoutSeconds: longest wait for one answer to begin and between two pieces of it.
    /// - Throws: ``CommandFailure`` for text that is no such URL.
    init(url: String, apiKey: String?, timeoutSeconds: Int) throws {
        place = try Self.normalise(url)
        self.apiKey = apiKey
        timeout = .seconds(Int64(timeoutSeconds))
        var configuration = HTTPClient.Configuration(
            timeout: .init(connect: .seconds(5), read: .seconds(Int64(timeoutSeconds))))
        configuration.redirectConfiguration = .follow(max: 3, allowCycles: false)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func send(_ request: APIRequest) async throws -> APIAnswer {
        try await perform(request) { response in
            let body = try await response.body.collect(upTo: Self.answerBytesMax)
            return APIAnswer(head: Self.head(of: response), body: Array(body.readableBytesView))
        }
    }

    func stream(_ request: APIRequest, _ receive: @escaping @Sendable ([UInt8]) async throws -> Void) async throws
        -> APIAnswer
    {
        try await perform(request) { response in
            let head = Self.head(of: response)
            guard head.isSuccess else {
                let body = try await response.body.collect(upTo: 1 << 20)
                return APIAnswer(head: head, body: Array(body.readableBytesView))
            }
            for try await piece in response.body { try await receive(Array(piece.readableBytesView)) }
            return APIAnswer(head: head, body: [])
        }
    }

    func close() async {
        try? await client.shutdown()
    }

    private func perform(
        _ request: APIRequest, _ read: (HTTPClientResponse) async throws -> APIAnswer
    ) async throws -> APIAnswer {
        var message = HTTPClientRequest(url: place + request.target)
        message.method = HTTPMethod(rawValue: request.method)
        message.headers.add(name: "User-Agent", value: "wherefrom/\(ProgramVersion.current)")
        if let apiKey { message.headers.add(name: "Authorization", value: "Bearer \(apiKey)") }
        for (name, value) in request.headers { message.headers.replaceOrAdd(name: name, value: value) }
        if let body = request.body {
            if !message.headers.contains(name: "Content-Type") {
                message.headers.add(name: "Content-Type", value: "application/json")
            }
            message.body = .bytes(ByteBuffer(bytes: body))
        }
        do {
            return try await read(try await client.execute(message, deadline: .distantFuture))
        } catch let failure as CommandFailure {
            throw failure
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Self.explain(error, place: place)
        }
    }

    private static func head(of response: HTTPClientResponse) -> APIHead {
        var headers: [String: String] = [:]
        for (name, value) in response.headers { headers[name.lowercased()] = value }
        return APIHead(status: Int(response.status.code), headers: headers)
    }

    static func normalise(_ url: String) throws -> String {
        var text = url
        if !text.contains("://") { text = "http://" + text }
        while text.hasSuffix("/") { text.removeLast() }
        let lowered = text.lowercased()
        let isPlain = !text.utf8.contains { $0 <= 0x20 || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        guard lowered.hasPrefix("http://") || lowered.hasPrefix("https://"), isPlain, !lowered.hasSuffix(":") else {
            throw CommandFailure(
                "\(TerminalText.escape(url)) is no address of a server.",
                hint: "Use --url with something like http://127.0.0.1:5000.")
        }
        // The API's own path is added to every request.
        for suffix in ["/api/v1/lineage", "/api/v1", "/api/v2", "/api"] where text.hasSuffix(suffix) {
            return String(text.dropLast(suffix.count))
        }
        return text
    }

    /// Says what happened and what to do, without the library's words.
    static func explain(_ error: any Error, place: String) -> CommandFailure {
        let start = "Start one with `wherefrom serve`, or say where it is with --url or WHEREFROM_URL."
        if let error = error as? HTTPClientError {
            switch error {
            case .connectTimeout:
                return CommandFailure("No server answers at \(place) (connection timed out).", hint: start)
            case .readTimeout, .deadlineExceeded:
                return CommandFailure(
                    "The server at \(place) did not answer in time.",
                    hint: "It may be busy; wait longer with --timeout SECONDS.")
            case .invalidURL, .emptyHost, .emptyScheme:
                return CommandFailure("\(TerminalText.escape(place)) is no address of a server.", hint: start)
            case .remoteConnectionClosed:
                return CommandFailure(
                    "The server at \(place) closed the connection before it had answered.",
                    hint: "It may be stopping; what it had acknowledged is kept.")
            default:
                return CommandFailure("Talking to \(place) failed: \(TerminalText.escape(error.description)).")
            }
        }
        let text = "\(error)"
        if text.contains("ECONNREFUSED") || text.lowercased().contains("connection refused") {
            return CommandFailure("No server listens at \(place) (connection refused).", hint: start)
        }
        if text.contains("getaddrinfo") || text.contains("NIOConnectionError") {
            return CommandFailure("\(place) cannot be reached.", hint: start)
        }
        return CommandFailure("Talking to \(place) failed: \(TerminalText.escape(text)).")
    }
}
