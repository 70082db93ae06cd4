import Crypto

/// A SHA-256 digest, stored inline; ordered by bytes.
public struct Digest256: Hashable, Comparable, Sendable {
    /// The bytes as four big-endian words, so that comparing words compares bytes.
    private var words: (UInt64, UInt64, UInt64, UInt64)

    public static let byteCount = 32

    public init(hashing bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { Digest256(hashing: $0) }
    }

    public init(hashing bytes: ArraySlice<UInt8>) {
        self = bytes.withUnsafeBytes { Digest256(hashing: $0) }
    }

    public init(hashing bytes: UnsafeRawBufferPointer) {
        var builder = DigestBuilder()
        builder.update(bytes)
        self = builder.finalize()
    }

    /// Takes a stored digest; nil unless there are 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(checkedBytes: bytes)
    }

    fileprivate init(checkedBytes bytes: some Sequence<UInt8>) {
        words = (0, 0, 0, 0)
        for (position, byte) in bytes.enumerated() {
            switch position >> 3 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            case 2: words.2 = words.2 << 8 | UInt64(byte)
            default: words.3 = words.3 << 8 | UInt64(byte)
            }
        }
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        for word in [words.0, words.1, words.2, words.3] { withUnsafeBytes(of: word.bigEndian) { bytes += $0 } }
        return bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        let digits = bytes.flatMap { [ASCII.hexDigits[Int($0 >> 4)], ASCII.hexDigits[Int($0 & 0xF)]] }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The first 16 bytes, enough to tell contents apart in half the space, as two big-endian words.
    public var firstWords: (high: UInt64, low: UInt64) { (words.0, words.1) }

    /// Calls `body` with the bytes, without an array of their own.
    public func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        let stored = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
        return try withUnsafeBytes(of: stored) { try body($0.bindMemory(to: UInt8.self).span) }
    }

    public static func == (left: Digest256, right: Digest256) -> Bool { left.words == right.words }

    public static func < (left: Digest256, right: Digest256) -> Bool { left.words < right.words }

    public func hash(into hasher: inout Hasher) {
        // The digest is uniform already; one word is enough to spread it.
        hasher.combine(words.0)
    }
}

extension Digest256: CustomStringConvertible {
    public var description: String { hex }
}

/// Computes a SHA-256 digest piece by piece.
public struct DigestBuilder: Sendable {
    private var function = SHA256()

    public init() {}

    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { function.update(bufferPointer: $0) }
    }

    public mutating func update(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { function.update(bufferPointer: $0) }
    }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        function.update(bufferPointer: bytes)
    }

    public mutating func update(_ digest: Digest256) {
        update(digest.bytes)
    }

    /// The digest of everything so far; more may follow.
    public func finalize() -> Digest256 {
        function.finalize().withUnsafeBytes { Digest256(checkedBytes: $0) }
    }
}
