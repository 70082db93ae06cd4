extension JSONParser {
    /// Reads the number that starts at `start` with a minus or a digit.
    /// - Source: RFC 8259, section 6.
    mutating func number(_ bytes: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        var at = start
        if bytes[at] == ASCII.minus {
            at += 1
            if at < bytes.count, bytes[at] == ASCII.upperI { return try word(bytes, start, "-Infinity", .number) }
        }
        guard at < bytes.count else { throw JSONError(offset: bytes.count, reason: .unexpectedEnd) }
        at = bytes[at] == ASCII.zero ? at + 1 : try digits(bytes, at)
        if at < bytes.count, bytes[at] == ASCII.dot { at = try digits(bytes, at + 1) }
        var mayBeHuge = at - start > 300
        if at < bytes.count, bytes[at] | 0x20 == ASCII.e {
            let exponent = at + 1
            let isSigned = exponent < bytes.count && (bytes[exponent] == ASCII.plus || bytes[exponent] == ASCII.minus)
            at = try digits(bytes, exponent + (isSigned ? 1 : 0))
            mayBeHuge = mayBeHuge || at - exponent > 2
        }
        if at < bytes.count, bytes[at] == ASCII.zero || (bytes[at] > ASCII.zero && bytes[at] <= ASCII.nine) {
            throw JSONError(offset: start, reason: .invalidNumber)
        }
        if mayBeHuge, NumberText.double(bytes.extracting(start..<at))?.isInfinite ?? true {
            oddities.insert(.hugeNumber)
        }
        append(JSONNode(.number, start: start, end: at))
        return at
    }

    /// The offset behind one or more digits.
    @inline(__always)
    private func digits(_ bytes: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        var at = start
        while at < bytes.count, bytes[at] &- ASCII.zero < 10 { at += 1 }
        guard at > start else {
            throw JSONError(offset: at, reason: at < bytes.count ? .invalidNumber : .unexpectedEnd)
        }
        return at
    }
}

/// The value of a number's checked spelling.
enum NumberText {
    /// The value if it is spelled without fraction and exponent and fits.
    static func integer(_ text: Span<UInt8>) -> Int64? {
        let isNegative = text.count > 0 && text[0] == ASCII.minus
        var value: Int64 = 0
        for position in (isNegative ? 1 : 0)..<max(text.count, 1) {
            let digit = text[position] &- ASCII.zero
            guard digit < 10 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowOfSum) =
                isNegative
                ? product.subtractingReportingOverflow(Int64(digit)) : product.addingReportingOverflow(Int64(digit))
            guard !overflow, !overflowOfSum else { return nil }
            value = sum
        }
        return value
    }

    /// The nearest 64-bit float; infinite beyond its range, nil if the text is no number.
    static func double(_ text: Span<UInt8>) -> Double? {
        // Integers of up to 15 digits are exact; zero is left to the general case for the sake of -0.
        if text.count < 16, let integer = integer(text), integer != 0 { return Double(integer) }
        let letter = text[text[0] == ASCII.minus && text.count > 1 ? 1 : 0]
        if letter == ASCII.upperN { return .nan }
        if letter == ASCII.upperI { return text[0] == ASCII.minus ? -.infinity : .infinity }
        return text.withUnsafeBufferPointer { Double(String(decoding: $0, as: UTF8.self)) }
    }
}
