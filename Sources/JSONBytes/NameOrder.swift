/// Hash of a member name's decoded bytes.
enum NameHash {
    static func of(_ name: JSONNode, _ bytes: Span<UInt8>) -> UInt32 {
        let content = bytes.extracting(name.content)
        guard name.marks.contains(.escaped) else {
            let start = name.content.lowerBound
            guard content.count <= 8, start + 8 <= bytes.count else { return of(content) }
            // Most names are short: one load, the rest masked away.
            let word = bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
            return short(UInt64(littleEndian: word), content.count)
        }
        return of(StringEscapes.decoded(content).span)
    }

    /// The hash of the first `count` bytes (0...8) of `word`, the lowest first.
    private static func short(_ word: UInt64, _ count: Int) -> UInt32 {
        let rest = count == 0 ? 0 : word << UInt64(64 - 8 * count)
        return UInt32(truncatingIfNeeded: mixed(UInt64(truncatingIfNeeded: count), rest) >> 32)
    }

    private static func of(_ text: Span<UInt8>) -> UInt32 {
        let raw = text.bytes
        if text.count <= 8 {
            var word: UInt64 = 0
            for position in (0..<text.count).reversed() { word = word << 8 | UInt64(text[position]) }
            return short(word, text.count)
        }
        var hash = UInt64(truncatingIfNeeded: text.count)
        var at = 0
        while at + 8 <= text.count {
            hash = mixed(hash, raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
            at += 8
        }
        let rest = raw.unsafeLoadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self)
        return UInt32(truncatingIfNeeded: mixed(hash, rest) >> 32)
    }

    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 29
    }
}

/// Order of member names by their decoded bytes.
enum NameOrder {
    static func compare(_ left: JSONNode, _ right: JSONNode, _ bytes: Span<UInt8>) -> Int {
        withDecoded(left, bytes) { left in withDecoded(right, bytes) { UTF8Bytes.order(left, $0) } }
    }

    /// Calls `body` with the decoded bytes of a string, without a copy if it has no escapes.
    @inline(__always)
    static func withDecoded<Result>(
        _ string: JSONNode, _ bytes: Span<UInt8>, _ body: (Span<UInt8>) -> Result
    ) -> Result {
        let content = bytes.extracting(string.content)
        guard string.marks.contains(.escaped) else { return body(content) }
        return body(StringEscapes.decoded(content).span)
    }
}
