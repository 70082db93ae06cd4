import JSONBytes

/// Asks the API and turns its refusals into messages for people.
struct APIClient: Sendable {
    let transport: any Transport

    /// Returns the document that a request is answered with.
    /// - Throws: ``CommandFailure`` for every status but 2xx, and for an answer that is not JSON.
    func document(_ request: APIRequest) async throws -> JSONDocument {
        try parse(try await answer(request).body)
    }

    /// Returns the answer to a request that must succeed.
    func answer(_ request: APIRequest) async throws -> APIAnswer {
        let answer = try await transport.send(request)
        guard answer.head.isSuccess else { throw failure(answer) }
        return answer
    }

    /// Hands over the body of a request that must succeed, piece by piece.
    func stream(_ request: APIRequest, _ receive: @escaping @Sendable ([UInt8]) async throws -> Void) async throws {
        let answer = try await transport.stream(request, receive)
        guard answer.head.isSuccess else { throw failure(answer) }
    }

    func parse(_ body: [UInt8]) throws -> JSONDocument {
        do {
            return try JSONDocument(parsing: body)
        } catch {
            throw CommandFailure(
                "What answers at \(transport.place) does not speak this API (its answer is no JSON).",
                hint: "Another program may listen there; `wherefrom doctor` looks closer.")
        }
    }

    /// The words for an answer that is no success: RFC 9457 from `/api/v2`, `{code, message}` from `/api/v1`.
    func failure(_ answer: APIAnswer) -> CommandFailure {
        let root = (try? JSONDocument(parsing: answer.body))?.root
        let detail = root?["detail"]?.string ?? root?["message"]?.string ?? root?["title"]?.string
        let isUnknownPath = root?["type"]?.string?.hasSuffix("unknown-path") ?? (answer.status == 404 && detail == nil)
        if isUnknownPath {
            return CommandFailure(
                "\(transport.place) does not know this question.",
                hint: "It may be another program, or an older version: `wherefrom version --url` tells.")
        }
        var hints: [String] = []
        if let hint = root?["hint"]?.string { hints.append(TerminalText.escape(hint)) }
        let candidates = root?["candidates"]?.elements.compactMap { $0.string ?? $0["nodeId"]?.string } ?? []
        if !candidates.isEmpty {
            hints.append("Did you mean:")
            hints += candidates.prefix(10).map { "  " + TerminalText.escape($0) }
        }
        if hints.isEmpty { hints += Self.hint(for: answer.status) }
        let message = detail.map(TerminalText.escape) ?? "\(transport.place) answered with status \(answer.status)."
        return CommandFailure(
            message, hint: hints.isEmpty ? nil : hints.joined(separator: "\n"),
            code: answer.status == 404 || answer.status == 410 ? .negative : .couldNotRun)
    }

    private static func hint(for status: Int) -> [String] {
        switch status {
        case 401: ["Give a key with --api-key or WHEREFROM_API_KEY; `wherefrom keys create` makes one."]
        case 403: ["The key's scopes or namespaces do not cover this; `wherefrom keys list` shows them."]
        case 405, 501: ["The server may be older than this program: compare `wherefrom version`."]
        case 503: ["The server is busy; try again in a moment."]
        default: []
        }
    }
}
