/// Hash of a member name's decoded bytes.
enum NameHash {
    static func of(_ name: JSONNode, _ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let content = UnsafeBufferPointer(rebasing: bytes[name.content])
        guard name.marks.contains(.escaped) else { return of(content) }
        return StringEscapes.decoded(content).withUnsafeBufferPointer { of($0) }
    }

    private static func of(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let raw = UnsafeRawBufferPointer(text)
        var hash = UInt64(truncatingIfNeeded: raw.count)
        var at = 0
        while at + 8 <= raw.count {
            hash = mixed(hash, raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            at += 8
        }
        var rest: UInt64 = 0
        while at < raw.count {
            rest = rest << 8 | UInt64(raw[at])
            at += 1
        }
        return UInt32(truncatingIfNeeded: mixed(hash, rest) >> 32)
    }

    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 29
    }
}

/// Order of member names by their decoded bytes.
enum NameOrder {
    static func compare(_ left: JSONNode, _ right: JSONNode, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        withDecoded(left, bytes) { left in withDecoded(right, bytes) { UTF8Bytes.order(left, $0) } }
    }

    /// Calls `body` with the decoded bytes of a string, without a copy if it has no escapes.
    @inline(__always)
    static func withDecoded<Result>(
        _ string: JSONNode, _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let content = UnsafeBufferPointer(rebasing: bytes[string.content])
        guard string.marks.contains(.escaped) else { return body(content) }
        return StringEscapes.decoded(content).withUnsafeBufferPointer { body($0) }
    }
}
