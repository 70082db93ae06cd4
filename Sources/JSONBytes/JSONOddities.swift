/// What a document holds that readers of JSON treat differently; none of it makes the document unreadable.
public struct JSONOddities: OptionSet, Hashable, Sendable {
    public var rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// A bare `NaN`, `Infinity` or `-Infinity`, which Python's and Java's writers emit and RFC 8259 does not know.
    public static let nonFiniteNumber = JSONOddities(rawValue: 1 << 0)
    /// An escape of half a surrogate pair, such as `\ud83d` without its second half.
    public static let loneSurrogate = JSONOddities(rawValue: 1 << 1)
    /// `\u0000` in a string or member name; PostgreSQL and C cannot store it in text.
    public static let nulCharacter = JSONOddities(rawValue: 1 << 2)
    /// An object that has two members of one name; the last one counts.
    public static let duplicateKey = JSONOddities(rawValue: 1 << 3)
    /// A number beyond the finite range of a 64-bit float, such as `1e800`.
    public static let hugeNumber = JSONOddities(rawValue: 1 << 4)
}
