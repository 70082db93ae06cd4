public import JSONBytes

/// The 128 bits of a UUID, ordered by their bytes.
public struct UUIDBytes: Hashable, Comparable, Sendable {
    /// The first eight bytes, big-endian.
    public var high: UInt64
    /// The last eight bytes, big-endian.
    public var low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Takes exactly 16 bytes in network order; nil for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(high: 0, low: 0)
        for (index, byte) in bytes.enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
    }

    /// The 16 bytes in network order.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for half in [high, low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: half >> shift))
            }
        }
        return bytes
    }

    public static func < (left: UUIDBytes, right: UUIDBytes) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}

extension UUIDBytes: CustomStringConvertible {
    /// The 36 characters of RFC 9562 as bytes, lower case with hyphens.
    public var textBytes: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
            text.append(Hex.lower[Int(byte >> 4)])
            text.append(Hex.lower[Int(byte & 15)])
        }
        return text
    }

    /// The 36 characters of RFC 9562, lower case with hyphens.
    public var description: String { String(decoding: textBytes, as: UTF8.self) }

    /// Reads every spelling that clients send, in either case: hyphenated, 32 hexadecimal digits, `{…}` and `urn:uuid:…`.
    ///
    /// - Returns: nil for anything else; the version and variant bits are not looked at.
    public init?(spelledAs text: ByteString) {
        self.init(spelledAs: text.bytes)
    }

    /// Reads every spelling that clients send; see ``init(spelledAs:)-(ByteString)``.
    public init?(spelledAs text: some StringProtocol) {
        self.init(spelledAs: Array(text.utf8))
    }

    init?(spelledAs bytes: [UInt8]) {
        guard bytes.count >= 32, bytes.count <= 45 else { return nil }
        var digits = bytes[...]
        if digits.count == 45 {
            guard digits.prefix(9).elementsEqual("urn:uuid:".utf8, by: { $0.asciiLowercased == $1 }) else { return nil }
            digits = digits.dropFirst(9)
        } else if digits.first == UInt8(ascii: "{") {
            guard digits.last == UInt8(ascii: "}") else { return nil }
            digits = digits.dropFirst().dropLast()
        }
        guard digits.count == 32 || digits.count == 36 else { return nil }
        let hyphenated = digits.count == 36
        var high: UInt64 = 0
        var low: UInt64 = 0
        var digitCount = 0
        for (offset, byte) in digits.enumerated() {
            if hyphenated, offset == 8 || offset == 13 || offset == 18 || offset == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let value = Hex.value(byte) else { return nil }
            if digitCount < 16 { high = high << 4 | UInt64(value) } else { low = low << 4 | UInt64(value) }
            digitCount += 1
        }
        self.init(high: high, low: low)
    }
}
