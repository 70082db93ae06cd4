/// The one spelling of a value that is hashed and compared.
///
/// Members are sorted by the bytes of their names, the last of several with one name counts, members whose value is
/// null are left out (null elements of arrays stay), strings have the fewest escapes, numbers stand as sent, and there
/// are no spaces. The form is valid JSON wherever the source was, reads back to the same form, and is never longer
/// than the source.
public struct CanonicalForm: Sendable {
    public let bytes: [UInt8]
    private let document: JSONDocument
    private let firstNode: Int
    /// By node from `firstNode` on: where its canonical bytes stand; empty for what was left out.
    private let ranges: [Range<UInt32>]

    /// Makes the form of `value` and remembers where everything inside it stands.
    public init(of value: JSONValue) {
        document = value.document
        firstNode = value.index
        var encoder = CanonicalEncoder(document: value.document, remembersRangesOf: value)
        bytes = encoder.encode(value)
        ranges = encoder.ranges
    }

    /// The canonical bytes of a value inside the one that this form was made of; nil if it is outside or was left out.
    public func slice(of value: JSONValue) -> ArraySlice<UInt8>? {
        let index = value.index - firstNode
        guard value.document === document, ranges.indices.contains(index), !ranges[index].isEmpty else { return nil }
        return bytes[Int(ranges[index].lowerBound)..<Int(ranges[index].upperBound)]
    }

    public static func bytes(of value: JSONValue) -> [UInt8] {
        var encoder = CanonicalEncoder(document: value.document, remembersRangesOf: nil)
        return encoder.encode(value)
    }

    public static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
        bytes += self.bytes(of: value)
    }
}
