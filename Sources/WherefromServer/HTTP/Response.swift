package import HTTPTypes
package import JSONBytes

/// What a handler answers: a status, header lines and a body.
package struct Response: Sendable {
    /// The bytes of an answer, at once or piece by piece.
    package enum Body: Sendable {
        case empty
        case bytes([UInt8])
        /// Writes the body piece by piece, for answers that are too large to hold; sent chunked.
        case stream(@Sendable (any ByteSink) async throws -> Void)
    }

    package var status: Int
    package var headers: HTTPFields
    package var body: Body
    /// Whether the answer gets an `ETag` and may become 304.
    package var isTagged = false
    /// Whether the connection is closed after this answer, because the rest of the request is not worth reading.
    package var closesConnection = false

    package init(status: Int = 200, headers: HTTPFields = [:], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer without a body; still sent with `Content-Length: 0` because the Java client reads the entity.
    package static func empty(_ status: Int) -> Response {
        Response(status: status)
    }

    /// A JSON answer.
    /// - Parameter tagged: whether to send an `ETag` and honour `If-None-Match`.
    package static func json(_ writer: JSONWriter, status: Int = 200, tagged: Bool = false) -> Response {
        var response = bytes(writer.bytes, type: "application/json", status: status)
        response.isTagged = tagged
        return response
    }

    /// An answer of `bytes` as they are.
    package static func bytes(_ bytes: [UInt8], type: String, status: Int = 200) -> Response {
        var response = Response(status: status, body: .bytes(bytes))
        response.headers[.contentType] = type
        return response
    }

    /// A plain-text answer.
    package static func text(_ text: String, status: Int = 200) -> Response {
        bytes(Array(text.utf8), type: "text/plain; charset=utf-8", status: status)
    }

    /// An answer that is written piece by piece.
    package static func stream(
        type: String, _ write: @escaping @Sendable (any ByteSink) async throws -> Void
    ) -> Response {
        var response = Response(status: 200, body: .stream(write))
        response.headers[.contentType] = type
        return response
    }

    /// Sets a header line; a name or value that HTTP does not allow is left out.
    package mutating func setHeader(_ name: String, _ value: String) {
        guard let fieldName = HTTPField.Name(name), HTTPField.isValidValue(value) else { return }
        headers[fieldName] = value
    }
}

/// Where a streamed answer goes.
package protocol ByteSink: Sendable {
    /// Sends `bytes`; returns when the connection can take more.
    /// - Throws: if the client has gone away.
    func write(_ bytes: [UInt8]) async throws
}
