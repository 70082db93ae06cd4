package import JSONBytes
package import OpenLineage

/// A place in the one order of all events: event time, then rank of the event type, then digest.
///
/// The digest is cut to the 16 bytes that the catalog keeps, so that points from memory and from storage compare alike.
package struct OrderPoint: Hashable, Comparable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    package var time: Int64
    /// Rank of the event type: START < RUNNING < OTHER < absent < ABORT < COMPLETE < FAIL.
    package var rank: UInt8
    package var digest: Digest128

    package init(time: Int64, rank: UInt8, digest: Digest128) {
        self.time = time
        self.rank = rank
        self.digest = digest
    }

    package static func < (left: OrderPoint, right: OrderPoint) -> Bool {
        if left.time != right.time { return left.time < right.time }
        if left.rank != right.rank { return left.rank < right.rank }
        return left.digest < right.digest
    }

    /// The last point of an instant: `point <= .end(of: t)` is `point.time <= t`.
    package static func end(of time: Int64) -> OrderPoint {
        OrderPoint(time: time, rank: .max, digest: Digest128(high: .max, low: .max))
    }

    package var eventType: EventType { EventType(rawValue: rank) ?? .absent }
}

/// The first 16 bytes of a SHA-256.
package struct Digest128: Hashable, Comparable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package init(_ digest: Digest256) {
        let words = digest.firstWords
        self.init(high: words.high, low: words.low)
    }

    package init(hashing bytes: [UInt8]) {
        self.init(Digest256(hashing: bytes))
    }

    package init(hashing bytes: ArraySlice<UInt8>) {
        self.init(Digest256(hashing: bytes))
    }

    /// - Parameter bytes: at least 16 bytes; missing ones count as zero.
    package init(bytes: some Sequence<UInt8>) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var count = 0
        for byte in bytes.prefix(16) {
            if count < 8 { high = (high << 8) | UInt64(byte) } else { low = (low << 8) | UInt64(byte) }
            count += 1
        }
        if count < 8 { high <<= UInt64(8 * (8 - count)) }
        if count < 16 { low <<= UInt64(8 * (16 - max(count, 8))) }
        self.init(high: high, low: low)
    }

    package var bytes: [UInt8] {
        var result = [UInt8]()
        result.reserveCapacity(16)
        for shift in stride(from: 56, through: 0, by: -8) {
            result.append(UInt8(truncatingIfNeeded: high >> UInt64(shift)))
        }
        for shift in stride(from: 56, through: 0, by: -8) {
            result.append(UInt8(truncatingIfNeeded: low >> UInt64(shift)))
        }
        return result
    }

    /// Calls `body` with the bytes, without an array of their own.
    package func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        try withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { try body($0.bindMemory(to: UInt8.self).span) }
    }

    package static func < (left: Digest128, right: Digest128) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}
