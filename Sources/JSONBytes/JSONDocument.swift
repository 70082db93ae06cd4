/// A JSON text that was read once and checked whole; immutable.
///
/// The bytes are kept as they came, so that spelling, order and duplicates survive. Beside them stands a tape of
/// 16 bytes per value and member name; an event of 3 KB has about 250. Nothing is decoded before it is asked for.
public final class JSONDocument: Sendable {
    /// The longest text that is read, in bytes: the tape addresses and counts with few bits.
    public static let bytesMax = 1 << (JSONNode.countBits + 1)

    /// The greatest `depthMax`; canonical form and writer recurse once per level.
    public static let depthLimit = 512

    /// The text as received.
    public let bytes: [UInt8]
    public let oddities: JSONOddities
    let nodes: NodeTape
    /// No white space stands between tokens.
    let isCompact: Bool

    /// Reads a text: RFC 8259, and the bare words `NaN`, `Infinity` and `-Infinity` as well as a leading byte order mark.
    ///
    /// UTF-8 is checked everywhere. What is readable but odd is reported in ``oddities``.
    /// - Parameter depthMax: how many objects and arrays may stand inside each other, 1...``depthLimit`` (clamped).
    /// - Throws: the first error and its offset.
    /// - Complexity: O(bytes); an object with n members that look alike costs O(n log n).
    public init(parsing bytes: [UInt8], depthMax: Int = 256) throws(JSONError) {
        guard bytes.count < Self.bytesMax else { throw JSONError(offset: Self.bytesMax, reason: .tooLarge) }
        var parser = JSONParser(depthMax: min(max(depthMax, 1), Self.depthLimit), reserving: bytes.count / 12 + 8)
        try parser.parse(bytes.span)
        self.bytes = bytes
        oddities = parser.oddities
        isCompact = parser.isCompact
        nodes = parser.finished()
    }

    public var root: JSONValue { JSONValue(document: self, index: 0) }
}
