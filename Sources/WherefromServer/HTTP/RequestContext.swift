import HTTPTypes
package import JSONBytes
package import Logging

/// A request on its way through a handler.
package struct RequestContext: Sendable {
    package let method: HTTPMethod
    /// The pattern of the route that was found.
    package let pattern: String
    /// Who asks.
    package let principal: Principal
    /// As sent by the client in `X-Request-Id` if it was a plain token, else made here.
    package let requestID: String
    /// When the head of the request was read: nanoseconds since 1970, UTC.
    package let receivedAt: Int64
    let request: IncomingRequest
    let parameters: [(name: String, value: ByteString)]
    let queryItems: QueryItems
    let bodyReader: BodyReader
    let baseLogger: Logger

    /// A logger that names this request.
    package var logger: Logger {
        var logger = baseLogger
        logger[metadataKey: "request"] = .string(requestID)
        return logger
    }

    /// The segment that the pattern calls `name`, decoded once; may be empty.
    ///
    /// - Precondition: the pattern has such a segment.
    package func path(_ name: String) -> ByteString {
        guard let found = parameters.first(where: { $0.name == name }) else {
            preconditionFailure("route \(pattern) has no segment {\(name)}")
        }
        return found.value
    }

    /// The value of a header line; nil if it was not sent.
    package func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { request.headers[$0] }
    }

    /// The address of the peer, without port; nil for requests of this process.
    package var remoteAddress: String? { request.origin.address }

    /// The body, decompressed; empty if there is none. May be called once.
    ///
    /// - Throws: ``HTTPError``; ``TransportFailure`` if the connection broke.
    package func body() async throws -> [UInt8] {
        try await bodyReader.collect()
    }

    /// The body as JSON.
    ///
    /// - Throws: as `body()`, and ``HTTPError`` 400 for a body that is no JSON.
    package func jsonBody() async throws -> JSONValue {
        let bytes = try await body()
        do {
            return try JSONDocument(parsing: bytes).root
        } catch {
            throw HTTPError.badRequest("The request body is not valid JSON: \(error)", id: "invalid-json")
        }
    }

    /// A JSON answer; see ``Response/json(_:status:tagged:)``.
    package func json(_ writer: JSONWriter, status: Int = 200, tagged: Bool = false) -> Response {
        .json(writer, status: status, tagged: tagged)
    }
}
