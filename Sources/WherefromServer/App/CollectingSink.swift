import NIOConcurrencyHelpers

/// Keeps what is written to it.
package final class CollectingSink: ByteSink {
    private let box = NIOLockedValueBox<[UInt8]>([])

    package init() {}

    package var bytes: [UInt8] { box.withLockedValue { $0 } }

    package func write(_ bytes: [UInt8]) async throws {
        box.withLockedValue { $0 += bytes }
    }
}
