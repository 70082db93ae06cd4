import JSONBytes

/// Finds which of a document's oddities lie inside one value of it.
struct JSONOddityScan {
    private(set) var found: JSONOddities = []
    private let wanted: JSONOddities

    init(of value: JSONValue, for wanted: JSONOddities) {
        self.wanted = wanted
        // A document of one event needs no search.
        if value.range == value.document.root.range {
            found = wanted
        } else {
            visit(value)
        }
    }

    /// Recursion is bounded by the parser's limit of nesting.
    private mutating func visit(_ value: JSONValue) {
        switch value.kind {
        case .object:
            var keys: Set<ByteString> = []
            for (key, member) in value.members {
                visit(text: key)
                if wanted.contains(.duplicateKey), !keys.insert(key).inserted { found.insert(.duplicateKey) }
                visit(member)
            }
        case .array: value.elements.forEach { visit($0) }
        case .string: value.byteString.map { visit(text: $0) }
        case .number: visit(number: value)
        case .true, .false, .null: break
        }
    }

    private mutating func visit(text: ByteString) {
        guard !wanted.isDisjoint(with: [.nulCharacter, .loneSurrogate]) else { return }
        let bytes = text.bytes
        if bytes.contains(0) { found.insert(.nulCharacter) }
        for (index, byte) in bytes.enumerated() where byte == 0xed && index + 1 < bytes.count {
            // U+D800...U+DFFF in the three-byte form start with ED A0...ED BF.
            if bytes[index + 1] >= 0xa0 { found.insert(.loneSurrogate) }
        }
    }

    private mutating func visit(number value: JSONValue) {
        if value.raw.contains(where: { $0 == UInt8(ascii: "N") || $0 == UInt8(ascii: "I") }) {
            found.insert(.nonFiniteNumber)
        } else if value.double.map({ !$0.isFinite }) ?? false {
            found.insert(.hugeNumber)
        }
    }
}
