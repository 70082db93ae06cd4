package import HTTPTypes
package import JSONBytes

/// An answer other than success, thrown by handlers and written in the shape that the path's clients expect.
///
/// Under `/api/v2` the body is a problem of RFC 9457; elsewhere Marquez's `{"code","message"}`, and
/// `{"errors":[…]}` beside them where Marquez answers with a list.
package struct HTTPError: Error, Sendable {
    package var status: Int
    /// Stable kebab-case id of what went wrong, `urn:wherefrom:<id>` in a problem's `type`.
    package var id: String
    /// One sentence for the client; never holds SQL, payloads or paths of this machine.
    package var message: String
    /// The single faults, where a list of them is answered.
    package var errors: [String] = []
    /// What the client can do about it.
    package var hint: String?
    /// Node ids that may have been meant.
    package var candidates: [ByteString] = []
    /// Header lines to send along, such as `Retry-After`.
    package var headers: HTTPFields = [:]
    /// Whether the rest of the request is left unread.
    package var closesConnection = false

    package init(_ status: Int, id: String, _ message: String, hint: String? = nil) {
        self.status = status
        self.id = id
        self.message = message
        self.hint = hint
    }
}

extension HTTPError {
    /// 404: `what` names the thing and its name, as in `Dataset 'x'`.
    package static func notFound(_ what: String, id: String = "not-found") -> HTTPError {
        HTTPError(404, id: id, "\(what) not found.")
    }

    /// 400 with one sentence.
    package static func badRequest(_ message: String, id: String = "bad-request", hint: String? = nil) -> HTTPError {
        HTTPError(400, id: id, message, hint: hint)
    }

    /// 400 in the form Marquez uses for query parameters that break a rule: `{"errors":[…]}`.
    package static func invalidParameters(_ errors: [String]) -> HTTPError {
        var error = HTTPError(400, id: "invalid-parameter", errors.joined(separator: "; "))
        error.errors = errors
        return error
    }

    /// 422 with the faults of a body that is JSON but not what the route takes.
    package static func unprocessable(_ errors: [String]) -> HTTPError {
        var error = HTTPError(422, id: "invalid-body", errors.joined(separator: "; "))
        error.errors = errors
        return error
    }

    /// 409: the request contradicts what is stored or cannot be told apart.
    package static func conflict(_ message: String, id: String = "conflict") -> HTTPError {
        HTTPError(409, id: id, message)
    }

    /// 410: `asOf` lies before what retention kept.
    package static func gone(_ message: String, id: String = "before-retention-horizon") -> HTTPError {
        HTTPError(410, id: id, message)
    }

    /// 403 with the reason.
    package static func forbidden(_ message: String, id: String, hint: String? = nil) -> HTTPError {
        HTTPError(403, id: id, message, hint: hint)
    }

    /// 413 for a body beyond `limit` bytes; the connection closes since reading the rest would serve nobody.
    package static func bodyTooLarge(limit: Int) -> HTTPError {
        var error = HTTPError(
            413, id: "body-too-large", "The request body is larger than \(limit) bytes.",
            hint: "Send fewer events per request, or raise --max-body-bytes.")
        error.closesConnection = true
        return error
    }

    /// 503 with `Retry-After`: the only status on which all OpenLineage clients try again.
    package static func overloaded(
        _ message: String = "The server has more events waiting than it takes.", retryAfterSeconds: Int = 1
    ) -> HTTPError {
        var error = HTTPError(503, id: "overloaded", message, hint: "Send the same request again later.")
        error.headers[.retryAfter] = String(retryAfterSeconds)
        return error
    }
}

extension HTTPError {
    /// How errors are written, decided by the path alone.
    package enum Shape: Sendable {
        case marquez
        case problem
    }

    /// The answer that this error becomes.
    package func response(in shape: Shape) -> Response {
        var writer = JSONWriter(reserving: 256)
        switch shape {
        case .marquez: writeMarquez(to: &writer)
        case .problem: writeProblem(to: &writer)
        }
        let type = shape == .problem ? "application/problem+json" : "application/json"
        var response = Response.bytes(writer.bytes, type: type, status: status)
        for field in headers { response.headers.append(field) }
        response.closesConnection = closesConnection
        return response
    }

    private func writeMarquez(to writer: inout JSONWriter) {
        writer.beginObject()
        if !errors.isEmpty {
            writer.key("errors")
            writer.beginArray()
            for error in errors { writer.value(error) }
            writer.endArray()
        }
        writer.member("code", status)
        writer.member("message", message)
        writeExtras(to: &writer)
        writer.endObject()
    }

    private func writeProblem(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", "urn:wherefrom:" + id)
        writer.member("title", HTTPResponse.Status(named: status).reasonPhrase)
        writer.member("status", status)
        writer.member("detail", message)
        if !errors.isEmpty {
            writer.key("errors")
            writer.beginArray()
            for error in errors { writer.value(error) }
            writer.endArray()
        }
        writeExtras(to: &writer)
        writer.endObject()
    }

    private func writeExtras(to writer: inout JSONWriter) {
        if let hint { writer.member("hint", hint) }
        if !candidates.isEmpty {
            writer.key("candidates")
            writer.beginArray()
            for candidate in candidates { writer.value(candidate) }
            writer.endArray()
        }
    }
}
