/// One value or member name on the tape of a document; 16 bytes.
///
/// Nodes stand in source order. A container is followed by its contents: elements, or names and values in turn.
struct JSONNode {
    /// First byte of the spelling, quotes and brackets included.
    var start: UInt32
    /// Behind the last byte of the spelling.
    var end: UInt32
    /// Container: index of the first node behind its contents. Member name: hash of its decoded bytes. Else 0.
    var link: UInt32
    /// Kind (3 bits), marks (3 bits), count of elements or members (26 bits).
    private var tag: UInt32

    init(_ kind: JSONValue.Kind, start: Int, end: Int, marks: Marks = []) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        link = 0
        tag = UInt32(kind.rawValue) | UInt32(marks.rawValue) << 3
    }

    struct Marks: OptionSet {
        var rawValue: UInt8
        /// String: has escapes, its bytes differ from the decoded bytes.
        static let escaped = Marks(rawValue: 1)
        /// Object: has members of one name.
        static let duplicates = Marks(rawValue: 2)
        /// Number: `NaN`, `Infinity` or `-Infinity`.
        static let nonFinite = Marks(rawValue: 4)
    }

    static let countBits = 26

    var kind: JSONValue.Kind { JSONValue.Kind(rawValue: UInt8(truncatingIfNeeded: tag & 7)) ?? .null }
    var isContainer: Bool { tag & 7 <= 1 }
    var isObject: Bool { tag & 7 == 0 }
    var isNull: Bool { tag & 7 == 6 }

    var marks: Marks {
        get { Marks(rawValue: UInt8(truncatingIfNeeded: (tag >> 3) & 7)) }
        set { tag = tag & ~0x38 | UInt32(newValue.rawValue) << 3 }
    }

    var count: Int {
        get { Int(tag >> 6) }
        set { tag = tag & 0x3F | UInt32(truncatingIfNeeded: newValue) << 6 }
    }

    /// The bytes between the quotes of a string.
    var content: Range<Int> { Int(start) + 1..<Int(end) - 1 }

    var range: Range<Int> { Int(start)..<Int(end) }

    /// The index of the first node behind this one and its contents, if this one stands at `index`.
    func next(_ index: Int) -> Int { isContainer ? Int(link) : index + 1 }
}
