/// The bytes of a name, compared by bytes.
///
/// The bytes are WTF-8: UTF-8, in which a lone surrogate of a JSON escape is kept as its three-byte form, so that two
/// names that differ in what was sent stay different. Unicode normalisation never happens.
public struct ByteString: Hashable, Comparable, Sendable {
    public var bytes: [UInt8]

    public init(_ string: some StringProtocol) {
        bytes = Array(string.utf8)
    }

    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    public init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// The text; every lone surrogate and every other sequence that is not UTF-8 becomes U+FFFD.
    public var string: String {
        if let string = String(validating: bytes, as: UTF8.self) { return string }
        return String(decoding: UTF8Bytes.repaired(bytes.span), as: UTF8.self)
    }

    public var isEmpty: Bool { bytes.isEmpty }

    /// Number of bytes.
    public var count: Int { bytes.count }

    public func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    public static func == (left: ByteString, right: ByteString) -> Bool {
        UTF8Bytes.areEqual(left.bytes.span, right.bytes.span)
    }

    public static func < (left: ByteString, right: ByteString) -> Bool {
        UTF8Bytes.order(left.bytes.span, right.bytes.span) < 0
    }
}

extension ByteString: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral literal: StaticString) {
        bytes = literal.withUTF8Buffer { Array($0) }
    }

    public var description: String { string }
}
