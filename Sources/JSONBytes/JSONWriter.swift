/// Writes JSON as bytes: always valid, without spaces.
///
/// Commas are the writer's business. Numbers that are not finite become null, lone surrogates escapes.
/// Several values in a row make a sequence with commas; ``newline()`` between them makes it lines (NDJSON).
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// - Parameter reserving: expected size in bytes.
    public init(reserving: Int = 1024) {
        bytes.reserveCapacity(reserving)
    }

    public mutating func beginObject() { begin(ASCII.openBrace) }

    public mutating func endObject() { end(ASCII.closeBrace) }

    public mutating func beginArray() { begin(ASCII.openBracket) }

    public mutating func endArray() { end(ASCII.closeBracket) }

    public mutating func key(_ key: StaticString) {
        separate()
        key.withUTF8Buffer { appendQuoted($0.span) }
        bytes.append(ASCII.colon)
        needsComma = false
    }

    // Literals take the overload above; names are literals as well, and the call would be ambiguous.
    @_disfavoredOverload
    public mutating func key(_ key: ByteString) {
        separate()
        appendQuoted(key.bytes.span)
        bytes.append(ASCII.colon)
        needsComma = false
    }

    public mutating func null() {
        rawBytes(Self.nullText)
    }

    /// Appends bytes that are known to be one valid JSON value.
    public mutating func rawBytes(_ json: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// Ends a line between two values of a sequence.
    public mutating func newline() {
        bytes.append(0x0A)
        needsComma = false
    }

    /// Forgets what was written, keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    mutating func beginRaw() { separate() }

    mutating func endRaw() { needsComma = true }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(_ text: Span<UInt8>) { bytes.append(text) }

    /// Follows a name that was written as a raw value.
    mutating func colon() {
        bytes.append(ASCII.colon)
        needsComma = false
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(ASCII.comma) }
    }

    static let nullText: [UInt8] = Array("null".utf8)
    private static let trueText: [UInt8] = Array("true".utf8)
    private static let falseText: [UInt8] = Array("false".utf8)
}

// MARK: Scalars

extension JSONWriter {
    public mutating func value(_ value: String) {
        separate()
        var value = value
        value.withUTF8 { appendQuoted($0.span) }
        needsComma = true
    }

    public mutating func value(_ value: ByteString) {
        separate()
        appendQuoted(value.bytes.span)
        needsComma = true
    }

    public mutating func value(_ value: Int) { self.value(Int64(value)) }

    public mutating func value(_ value: Int64) {
        separate()
        if value < 0 { bytes.append(ASCII.minus) }
        appendDigits(value.magnitude)
        needsComma = true
    }

    public mutating func value(_ value: UInt64) {
        separate()
        appendDigits(value)
        needsComma = true
    }

    /// The shortest spelling that reads back as the same number; null if it is not finite.
    public mutating func value(_ value: Double) {
        guard value.isFinite else { return null() }
        rawBytes(value.description.utf8)
    }

    public mutating func value(_ value: Bool) {
        rawBytes(value ? Self.trueText : Self.falseText)
    }

    private mutating func appendDigits(_ value: UInt64) {
        if value < 10 { return bytes.append(ASCII.zero + UInt8(truncatingIfNeeded: value)) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = value
            var start = digits.count
            while rest > 0 {
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                start -= 1
                digits[start] = ASCII.zero + UInt8(truncatingIfNeeded: digit)
                rest = quotient
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    private mutating func appendQuoted(_ text: Span<UInt8>) {
        bytes.append(ASCII.quote)
        StringEscapes.append(text, to: &bytes)
        bytes.append(ASCII.quote)
    }
}
