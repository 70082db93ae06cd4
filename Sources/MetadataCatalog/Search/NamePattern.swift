import JSONBytes

/// What a name must contain: text in which `%` stands for any characters and `_` for one, compared without case.
struct NamePattern {
    private let pattern: [UInt8]
    let hasWildcards: Bool
    /// The longest text without wildcards that a name must have.
    let literal: [UInt8]

    init(_ text: ByteString) {
        hasWildcards = text.bytes.contains { $0 == 0x25 || $0 == 0x5F }
        let folded = text.bytes.map(SearchWords.folded)
        pattern = hasWildcards ? [0x25] + folded + [0x25] : folded
        literal = folded.split { $0 == 0x25 || $0 == 0x5F }.max { $0.count < $1.count }.map(Array.init) ?? []
    }

    func matches(_ name: Span<UInt8>) -> Bool {
        hasWildcards ? matchesWildcards(name) : contains(name)
    }

    private func contains(_ name: Span<UInt8>) -> Bool {
        guard let first = pattern.first else { return true }
        guard name.count >= pattern.count else { return false }
        for start in 0...(name.count - pattern.count) where SearchWords.folded(name[start]) == first {
            var index = 1
            while index < pattern.count, SearchWords.folded(name[start + index]) == pattern[index] { index += 1 }
            if index == pattern.count { return true }
        }
        return false
    }

    /// Goes back to the last `%` alone: linear in practice, never exponential.
    private func matchesWildcards(_ name: Span<UInt8>) -> Bool {
        var (at, index) = (0, 0)
        var (star, resume) = (-1, 0)
        while at < name.count {
            if index < pattern.count, pattern[index] == 0x25 {
                (star, resume) = (index, at)
                index += 1
            } else if index < pattern.count, pattern[index] == 0x5F {
                at = Self.next(after: at, in: name)
                index += 1
            } else if index < pattern.count, pattern[index] == SearchWords.folded(name[at]) {
                at += 1
                index += 1
            } else if star >= 0 {
                resume = Self.next(after: resume, in: name)
                at = resume
                index = star + 1
            } else {
                return false
            }
        }
        return pattern[index...].allSatisfy { $0 == 0x25 }
    }

    /// The start of the next character of UTF-8.
    private static func next(after index: Int, in name: Span<UInt8>) -> Int {
        var next = index + 1
        while next < name.count, name[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }
}
