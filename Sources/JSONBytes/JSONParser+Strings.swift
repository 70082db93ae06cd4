extension JSONParser {
    /// Reads the string whose opening quote stands at `start`; returns the offset behind its closing quote.
    mutating func string(_ bytes: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        var at = start + 1
        var marks: JSONNode.Marks = []
        while true {
            at = StringScan.plainEnd(bytes, at)
            guard at < bytes.count else { throw JSONError(offset: bytes.count, reason: .unexpectedEnd) }
            let byte = bytes[at]
            if byte == ASCII.quote { break }
            if byte == ASCII.backslash {
                marks = .escaped
                at = try escape(bytes, at)
            } else if byte < 0x20 {
                throw JSONError(offset: at, reason: .controlCharacter)
            } else {
                let length = UTF8Bytes.multibyteLength(bytes, at)
                guard length > 0 else { throw JSONError(offset: at, reason: .invalidUTF8) }
                at += length
            }
        }
        append(JSONNode(.string, start: start, end: at + 1, marks: marks))
        return at + 1
    }

    /// Reads the escape whose backslash stands at `start`; both halves of a surrogate pair at once.
    private mutating func escape(_ bytes: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        guard start + 1 < bytes.count else { throw JSONError(offset: bytes.count, reason: .unexpectedEnd) }
        guard bytes[start + 1] == ASCII.u else {
            guard StringEscapes.short(bytes[start + 1]) != nil else {
                throw JSONError(offset: start, reason: .invalidEscape)
            }
            return start + 2
        }
        guard let unit = StringEscapes.unit(bytes, start) else {
            throw JSONError(offset: start, reason: .invalidEscape)
        }
        if unit == 0 { oddities.insert(.nulCharacter) }
        guard unit & 0xF800 == 0xD800 else { return start + 6 }
        if unit < 0xDC00, let low = StringEscapes.unit(bytes, start + 6), low & 0xFC00 == 0xDC00 { return start + 12 }
        oddities.insert(.loneSurrogate)
        return start + 6
    }
}

/// Finds the end of what a string holds without escapes, eight bytes at a time.
enum StringScan {
    /// The offset of the first byte at or behind `start` that is a quote, a backslash, a control or not ASCII;
    /// `bytes.count` if there is none.
    @inline(__always)
    static func plainEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        var at = start
        let raw = bytes.bytes
        while at + 8 <= bytes.count {
            let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
            let stops = stops(word)
            if stops != 0 { return at + stops.trailingZeroBitCount >> 3 }
            at += 8
        }
        while at < bytes.count, isPlain(bytes[at]) { at += 1 }
        return at
    }

    @inline(__always)
    static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x80 && byte != ASCII.quote && byte != ASCII.backslash
    }

    /// The high bit of each byte that ends plain text; bits above the lowest one may be wrong because of borrows.
    @inline(__always)
    private static func stops(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* UInt64(ASCII.quote))
        let backslashes = word ^ (ones &* UInt64(ASCII.backslash))
        let found =
            ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
            | ((word &- (ones &* 0x20)) & ~word) | word
        return found & (ones &* 0x80)
    }
}
