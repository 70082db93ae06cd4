package import JSONBytes
package import MetadataCatalog

/// Where an event came from, for the log and the list of rejections.
package struct IngestSource: Sendable {
    package var keyName: String?
    package var address: String?
    /// Nanoseconds since 1970, UTC.
    package var receivedAt: Int64

    package init(keyName: String? = nil, address: String? = nil, receivedAt: Int64) {
        self.keyName = keyName
        self.address = address
        self.receivedAt = receivedAt
    }
}

/// Which events a caller may write, by the namespace of the event's job or, for a dataset event, of its dataset.
package struct WritePermission: Sendable {
    /// Nil for all namespaces.
    package var namespaces: [NamespacePattern]?

    package init(namespaces: [NamespacePattern]?) {
        self.namespaces = namespaces
    }

    package static let everything = WritePermission(namespaces: nil)

    /// Whether events of `namespace` may be written.
    package func allows(_ namespace: ByteString) -> Bool {
        guard let namespaces else { return true }
        return namespaces.contains { $0.matches(namespace) }
    }
}

/// What became of one event.
package enum EventOutcome: Sendable {
    case accepted(seq: UInt64)
    case duplicate
    case rejected(status: Int, errors: [String], retriable: Bool)
}

/// The queue of events is full.
package struct IngestOverload: Error {
    package var retryAfterSeconds: Int

    package init(retryAfterSeconds: Int = 1) {
        self.retryAfterSeconds = retryAfterSeconds
    }
}

/// A body that holds no events at all.
package struct BodyRejection: Error {
    package var status: Int
    package var errors: [String]

    package init(status: Int, errors: [String]) {
        self.status = status
        self.errors = errors
    }
}

/// Takes events in; returns when they are durable and folded.
package protocol EventSink: Sendable {
    /// Takes one event.
    ///
    /// - Parameter strict: whether to reject what Marquez rejects, facets without their required members included.
    /// - Throws: ``IngestOverload`` while the queue is full.
    func submit(
        single body: [UInt8], source: IngestSource, permission: WritePermission, strict: Bool
    ) async throws -> EventOutcome

    /// Takes a JSON array of events; the outcomes are in their order.
    ///
    /// - Throws: ``IngestOverload`` while the queue is full, ``BodyRejection`` for a body that is no JSON array.
    func submit(
        batch body: [UInt8], source: IngestSource, permission: WritePermission
    ) async throws -> [EventOutcome]
}
