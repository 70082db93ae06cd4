package import HTTPTypes

/// A request before it is routed, whichever way it came in: over a socket or from the same process.
package struct IncomingRequest: Sendable {
    /// The method as sent; may be one that no route has.
    package var method: String
    /// Path and query, still encoded, as in the request line.
    package var target: String
    package var headers: HTTPFields
    /// What the `Host` line says.
    package var authority: String?
    package var body: any BodySource
    package var origin: Origin

    /// Who is at the other end.
    package enum Origin: Sendable {
        /// The process itself, as in a command that opened the database; may do everything.
        case process
        /// A connection, with the address of the peer if it has one; computed only where it is needed.
        case connection(@Sendable () -> String?)

        package var isProcess: Bool {
            if case .process = self { true } else { false }
        }

        /// The address of the peer, as text without port.
        package var address: String? {
            switch self {
            case .process: nil
            case .connection(let address): address()
            }
        }
    }

    package init(
        method: String, target: String, headers: HTTPFields = [:], authority: String? = nil,
        body: any BodySource = EmptyBody(), origin: Origin
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.authority = authority
        self.body = body
        self.origin = origin
    }
}

/// The bytes of a request as they arrive.
package protocol BodySource: Sendable {
    /// Hands each piece to `consume` in order, until the end or until `consume` throws.
    ///
    /// - Throws: what `consume` throws, or ``TransportFailure``.
    func forEachPiece(_ consume: (UnsafeRawBufferPointer) throws -> Void) async throws
}

/// The connection broke in the middle of a request; nobody is left to answer, save with what HTTP itself prescribes.
package struct TransportFailure: Error {
    package let underlying: any Error

    package init(underlying: any Error) { self.underlying = underlying }
}

/// No bytes.
package struct EmptyBody: BodySource {
    package init() {}

    package func forEachPiece(_ consume: (UnsafeRawBufferPointer) throws -> Void) async throws {}
}

/// Bytes that are there already.
package struct BytesBody: BodySource {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package func forEachPiece(_ consume: (UnsafeRawBufferPointer) throws -> Void) async throws {
        try bytes.withUnsafeBytes { try consume($0) }
    }
}
