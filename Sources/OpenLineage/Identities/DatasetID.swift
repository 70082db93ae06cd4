public import JSONBytes

/// The identity of a dataset: its namespace and name exactly as an event spelled them.
///
/// Two identities are equal if their bytes are; nothing is folded, trimmed or resolved here. Both parts may be empty,
/// and both may contain any character, `:` and `/` included, which is why identities are never joined and split again.
/// - Source: OpenLineage 2-0-2, `Dataset`.
public struct DatasetID: Hashable, Comparable, Sendable {
    public var namespace: ByteString
    public var name: ByteString

    public init(namespace: ByteString, name: ByteString) {
        self.namespace = namespace
        self.name = name
    }

    /// Orders by the bytes of the namespace, then by those of the name.
    public static func < (left: DatasetID, right: DatasetID) -> Bool {
        left.namespace == right.namespace ? left.name < right.name : left.namespace < right.namespace
    }
}

/// The identity of a job: its namespace and name exactly as an event spelled them.
///
/// See ``DatasetID`` for what equality means.
/// - Source: OpenLineage 2-0-2, `Job`.
public struct JobID: Hashable, Comparable, Sendable {
    public var namespace: ByteString
    public var name: ByteString

    public init(namespace: ByteString, name: ByteString) {
        self.namespace = namespace
        self.name = name
    }

    /// Orders by the bytes of the namespace, then by those of the name.
    public static func < (left: JobID, right: JobID) -> Bool {
        left.namespace == right.namespace ? left.name < right.name : left.namespace < right.namespace
    }
}

extension DatasetID: CustomStringConvertible {
    /// The identity as `namespace/name`, both percent-encoded, for example `postgres%3A%2F%2Fh%3A5432/db.public.t`.
    ///
    /// All bytes outside `A-Z a-z 0-9 - . _ ~` are encoded, so the only `/` stands between the parts;
    /// ``init(_:)-(StringProtocol)`` reads the text back to the same bytes.
    public var description: String { PercentText.join(namespace, name) }

    /// Reads the form that ``description`` writes; nil if `text` is not of that form.
    public init?(_ text: some StringProtocol) {
        guard let (namespace, name) = PercentText.split(text) else { return nil }
        self.init(namespace: namespace, name: name)
    }
}

extension JobID: CustomStringConvertible {
    /// The identity as `namespace/name`, both percent-encoded, as in ``DatasetID/description``.
    public var description: String { PercentText.join(namespace, name) }

    /// Reads the form that ``description`` writes; nil if `text` is not of that form.
    public init?(_ text: some StringProtocol) {
        guard let (namespace, name) = PercentText.split(text) else { return nil }
        self.init(namespace: namespace, name: name)
    }
}

/// Percent-encoding of identity parts (RFC 3986, unreserved characters stay).
enum PercentText {
    static func join(_ namespace: ByteString, _ name: ByteString) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(namespace.count + name.count + 16)
        append(namespace.bytes, to: &text)
        text.append(UInt8(ascii: "/"))
        append(name.bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    static func split(_ text: some StringProtocol) -> (ByteString, ByteString)? {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let namespace = decode(parts[0]), let name = decode(parts[1]) else { return nil }
        return (ByteString(bytes: namespace), ByteString(bytes: name))
    }

    private static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
        for byte in bytes {
            if byte.isUnreservedInURI {
                text.append(byte)
            } else {
                text.append(UInt8(ascii: "%"))
                text.append(Hex.upper[Int(byte >> 4)])
                text.append(Hex.upper[Int(byte & 15)])
            }
        }
    }

    private static func decode(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var rest = bytes.makeIterator()
        while let byte = rest.next() {
            if byte == UInt8(ascii: "%") {
                guard let high = rest.next().flatMap(Hex.value), let low = rest.next().flatMap(Hex.value) else {
                    return nil
                }
                result.append(high << 4 | low)
            } else if byte.isUnreservedInURI {
                result.append(byte)
            } else {
                return nil
            }
        }
        return result
    }
}

/// Hexadecimal digits.
enum Hex {
    static let upper: [UInt8] = Array("0123456789ABCDEF".utf8)
    static let lower: [UInt8] = Array("0123456789abcdef".utf8)

    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    var isASCIILetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }

    /// The byte with `A`…`Z` turned into `a`…`z`.
    var asciiLowercased: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self }

    var isUnreservedInURI: Bool {
        isASCIILetter || isASCIIDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
            || self == UInt8(ascii: "_") || self == UInt8(ascii: "~")
    }
}

extension ByteString {
    /// Whether the bytes are `word` if the case of ASCII letters is ignored; `word` is in upper case.
    func isWord(_ word: String) -> Bool {
        count == word.utf8.count
            && bytes.elementsEqual(word.utf8, by: { $0 == $1 || $0.isASCIILetter && $0 & ~0x20 == $1 })
    }
}
