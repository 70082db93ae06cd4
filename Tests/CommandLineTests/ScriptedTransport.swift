import Foundation

@testable import wherefrom

/// Answers requests by a closure and remembers them; `lock` guards both.
final class ScriptedTransport: Transport, @unchecked Sendable {
    let place = "http://scripted"
    private let lock = NSLock()
    private var handler: (APIRequest) throws -> APIAnswer
    private var received: [APIRequest] = []

    init(_ handler: @escaping (APIRequest) throws -> APIAnswer) {
        self.handler = handler
    }

    var requests: [APIRequest] { lock.withLock { received } }

    func send(_ request: APIRequest) async throws -> APIAnswer {
        try lock.withLock {
            received.append(request)
            return try handler(request)
        }
    }

    func stream(_ request: APIRequest, _ receive: @escaping @Sendable ([UInt8]) async throws -> Void) async throws
        -> APIAnswer
    {
        let answer = try await send(request)
        if answer.head.isSuccess { try await receive(answer.body) }
        return answer
    }

    func close() async {}
}

extension APIAnswer {
    init(_ status: Int, _ text: String = "", headers: [String: String] = [:]) {
        self.init(head: APIHead(status: status, headers: headers), body: Array(text.utf8))
    }
}

/// Durations that somebody would have slept; `lock` guards them.
final class Recorder: @unchecked Sendable {
    private let lock = NSLock()
    private var recorded: [Duration] = []

    var durations: [Duration] { lock.withLock { recorded } }

    func add(_ duration: Duration) {
        lock.withLock { recorded.append(duration) }
    }
}
