/// Why bytes are no JSON document, and where.
public struct JSONError: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        case unexpectedEnd
        case expectedValue
        case expectedKey
        case expectedColon
        case expectedCommaOrEnd
        case trailingBytes
        case invalidLiteral
        case invalidNumber
        case invalidEscape
        case controlCharacter
        case invalidUTF8
        /// More containers inside each other than the reader allows.
        case tooDeep
        /// More bytes than ``JSONDocument/bytesMax``.
        case tooLarge
    }

    /// The byte at which reading stopped, counted from 0.
    public var offset: Int
    public var reason: Reason

    public init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }
}

extension JSONError: CustomStringConvertible {
    /// Safe for clients and logs: nothing of the document is quoted.
    public var description: String { "invalid JSON at byte \(offset): \(reason.text)" }
}

extension JSONError.Reason {
    fileprivate var text: String {
        switch self {
        case .unexpectedEnd: "the text ends too early"
        case .expectedValue: "a value is missing"
        case .expectedKey: "a member name in double quotes is missing"
        case .expectedColon: "':' is missing after a member name"
        case .expectedCommaOrEnd: "',' or the end of the object or array is missing"
        case .trailingBytes: "something follows the value"
        case .invalidLiteral: "a word that is not JSON"
        case .invalidNumber: "a number that is not spelled as JSON wants it"
        case .invalidEscape: "an escape that is not JSON"
        case .controlCharacter: "a control character in a string must be escaped"
        case .invalidUTF8: "bytes that are not UTF-8"
        case .tooDeep: "too many objects and arrays inside each other"
        case .tooLarge: "the text is too long"
        }
    }
}
