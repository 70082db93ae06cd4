/// A view of one value in a document: a reference and an index, cheap to copy.
///
/// Accessors never fail: they answer nil, or nothing, if the value is of another kind.
public struct JSONValue: Sendable {
    public enum Kind: UInt8, Sendable {
        case object, array, string, number, `true`, `false`, null
    }

    public let document: JSONDocument
    let index: Int

    init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
    }

    var node: JSONNode { document.nodes[index] }

    public var kind: Kind { node.kind }

    /// Where the value stands in ``JSONDocument/bytes``: its verbatim spelling.
    public var range: Range<Int> { node.range }

    /// The value as it was spelled.
    public var raw: ArraySlice<UInt8> { document.bytes[range] }
}

// MARK: Scalars

extension JSONValue {
    /// The decoded bytes of a string, nil for other kinds.
    public var byteString: ByteString? {
        let node = node
        guard node.kind == .string else { return nil }
        guard node.marks.contains(.escaped) else { return ByteString(bytes: Array(document.bytes[node.content])) }
        let bytes = document.bytes
        return ByteString(bytes: StringEscapes.decoded(bytes.span.extracting(node.content)))
    }

    /// A string as text, nil for other kinds; lone surrogates become U+FFFD.
    public var string: String? {
        let node = node
        guard node.kind == .string else { return nil }
        guard node.marks.contains(.escaped) else {
            return String(decoding: document.bytes[node.content], as: UTF8.self)
        }
        return byteString?.string
    }

    /// Calls `body` with the decoded bytes of a string (WTF-8), without a copy if it has no escapes; nil for other kinds.
    ///
    /// The pointer must not leave `body`.
    public func withStringBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        let node = node
        guard node.kind == .string else { return nil }
        let bytes = document.bytes
        return NameOrder.withDecoded(node, bytes.span) { $0.withUnsafeBufferPointer(body) }
    }

    /// Whether this is the string `text`, compared by bytes.
    public func isString(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { text in withStringBytes { UTF8Bytes.areEqual(text.span, $0.span) } ?? false }
    }

    /// An integral number that fits, however it is spelled (`12`, `12.0`, `1.2e1`); nil for all else.
    ///
    /// Spellings with fraction or exponent are read as 64-bit floats and count within ±2^53.
    public var int64: Int64? {
        guard kind == .number else { return nil }
        let bytes = document.bytes
        let text = bytes.span.extracting(range)
        if let integer = NumberText.integer(text) { return integer }
        guard let double = NumberText.double(text), abs(double) <= 0x1p53 else { return nil }
        return Int64(exactly: double)
    }

    /// The nearest 64-bit float of a number; NaN or infinite if it is spelled so, infinite beyond the finite range.
    public var double: Double? {
        guard kind == .number else { return nil }
        let bytes = document.bytes
        return NumberText.double(bytes.span.extracting(range))
    }

    public var bool: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    public var isNull: Bool { kind == .null }
}
