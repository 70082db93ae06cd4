import MetadataCatalog
import SQLDatabase

/// Something that was sent and not taken.
package struct Rejection: Sendable, Equatable {
    /// Receipt time, ns since 1970 UTC.
    package var received: Int64
    package var status: Int
    package var reason: String
    package var address: String?
    package var keyName: String?
    /// The first bytes of what was sent.
    package var head: [UInt8]

    package init(received: Int64, status: Int, reason: String, address: String?, keyName: String?, head: [UInt8]) {
        self.received = received
        self.status = status
        self.reason = reason
        self.address = address
        self.keyName = keyName
        self.head = head
    }
}

/// The newest rejections, so that a producer whose events do not appear can see why.
///
/// Kept in memory, bounded, and never in the way of accepted events. `@unchecked Sendable`: `lock` guards the list.
package final class RejectionList: @unchecked Sendable {
    package static let countMax = 1000
    package static let headBytesMax = 1024

    private let lock = Lock()
    private var kept: [Rejection] = []
    private var count = 0

    package init() {}

    /// Rejections since the start, those no longer kept included.
    package var total: Int { lock.withLock { count } }

    /// The newest first.
    package func newest(_ limit: Int) -> [Rejection] { lock.withLock { Array(kept.suffix(limit).reversed()) } }

    package func add(_ rejection: Rejection) async {
        lock.withLock {
            count += 1
            kept.append(rejection)
            if kept.count > Self.countMax * 2 { kept.removeFirst(kept.count - Self.countMax) }
        }
    }
}
