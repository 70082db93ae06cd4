/// Escapes in JSON strings, from and to bytes.
enum StringEscapes {
    /// The byte that `\` and `letter` stand for; nil if there is no such escape of two characters.
    static func short(_ letter: UInt8) -> UInt8? {
        switch letter {
        case ASCII.quote, ASCII.backslash, ASCII.slash: letter
        case ASCII.b: 0x08
        case ASCII.t: 0x09
        case ASCII.n: 0x0A
        case ASCII.f: 0x0C
        case ASCII.r: 0x0D
        default: nil
        }
    }

    /// The UTF-16 unit of the escape `\uXXXX` at `at`, nil if there is none.
    static func unit(_ bytes: Span<UInt8>, _ at: Int) -> UInt16? {
        guard at + 6 <= bytes.count, bytes[at] == ASCII.backslash, bytes[at + 1] == ASCII.u else { return nil }
        var unit: UInt16 = 0
        for index in at + 2..<at + 6 {
            guard let digit = hexDigit(bytes[index]) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case ASCII.zero...ASCII.nine: byte - ASCII.zero
        case 0x61...0x66: byte - 0x61 + 10
        case 0x41...0x46: byte - 0x41 + 10
        default: nil
        }
    }

    /// The decoded bytes (WTF-8) of what stands between the quotes of a checked string.
    static func decoded(_ content: Span<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(content.count)
        var at = 0
        while at < content.count {
            var end = at
            while end < content.count, content[end] != ASCII.backslash { end += 1 }
            result.append(content.extracting(at..<end))
            at = end
            if at < content.count { at = decodeOne(content, at, &result) }
        }
        return result
    }

    private static func decodeOne(
        _ content: Span<UInt8>, _ at: Int, _ result: inout [UInt8]
    ) -> Int {
        guard let unit = unit(content, at) else {
            if at + 1 < content.count, let byte = short(content[at + 1]) { result.append(byte) }
            return at + 2
        }
        if unit & 0xFC00 == 0xD800, let low = self.unit(content, at + 6), low & 0xFC00 == 0xDC00 {
            appendScalar(0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF)), to: &result)
            return at + 12
        }
        appendScalar(UInt32(unit), to: &result)
        return at + 6
    }

    /// Appends the UTF-8 form of a code point; of a surrogate its three-byte form.
    private static func appendScalar(_ code: UInt32, to result: inout [UInt8]) {
        func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: code >> shift & 0x3F) }
        switch code {
        case ..<0x80: result.append(UInt8(truncatingIfNeeded: code))
        case ..<0x800: result += [0xC0 | UInt8(truncatingIfNeeded: code >> 6), tail(0)]
        case ..<0x10000: result += [0xE0 | UInt8(truncatingIfNeeded: code >> 12), tail(6), tail(0)]
        default: result += [0xF0 | UInt8(truncatingIfNeeded: code >> 18), tail(12), tail(6), tail(0)]
        }
    }

    /// Appends the content of a JSON string that stands for `text`, with the fewest escapes; always valid JSON.
    ///
    /// Lone surrogates become escapes (`\ud83d`), bytes that belong to no UTF-8 sequence become U+FFFD.
    static func append(_ text: Span<UInt8>, to result: inout [UInt8]) {
        var at = 0
        while at < text.count {
            let end = StringScan.plainEnd(text, at)
            if end > at { result.append(text.extracting(at..<end)) }
            at = end
            guard at < text.count else { return }
            let byte = text[at]
            if byte < 0x80 {
                appendEscape(byte, to: &result)
                at += 1
            } else {
                at = appendMultibyte(text, at, to: &result)
            }
        }
    }

    private static func appendMultibyte(
        _ text: Span<UInt8>, _ at: Int, to result: inout [UInt8]
    ) -> Int {
        let length = UTF8Bytes.multibyteLength(text, at)
        if length > 0 {
            result.append(text.extracting(at..<at + length))
            return at + length
        }
        if let surrogate = UTF8Bytes.surrogate(text, at) {
            appendUnit(surrogate, to: &result)
            return at + 3
        }
        result.append(contentsOf: [0xEF, 0xBF, 0xBD])
        return at + 1
    }

    private static func appendEscape(_ byte: UInt8, to result: inout [UInt8]) {
        let letter: UInt8? =
            switch byte {
            case ASCII.quote, ASCII.backslash: byte
            case 0x08: ASCII.b
            case 0x09: ASCII.t
            case 0x0A: ASCII.n
            case 0x0C: ASCII.f
            case 0x0D: ASCII.r
            default: nil
            }
        if let letter {
            result.append(ASCII.backslash)
            result.append(letter)
        } else {
            appendUnit(UInt16(byte), to: &result)
        }
    }

    private static func appendUnit(_ unit: UInt16, to result: inout [UInt8]) {
        result.append(ASCII.backslash)
        result.append(ASCII.u)
        for shift: UInt16 in [12, 8, 4, 0] {
            result.append(ASCII.hexDigits[Int(unit >> shift & 0xF)])
        }
    }
}
