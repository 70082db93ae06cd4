import JSONBytes

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Names of datasets and jobs in one piece of memory, for searches by parts of names; they are never taken away.
///
/// About 100 bytes a name. 100,000 names are looked through in a few milliseconds.
struct NameList: Sendable {
    /// Ascending.
    private(set) var ids: [Int64] = []
    private(set) var kinds: [EntityKind] = []
    private(set) var namespaces: [Int64] = []
    /// Where each name begins, and after the last one the end.
    private var starts: [Int32] = [0]
    private var text: [UInt8] = []
    /// The names in lower case, each with an end mark.
    private var folded: [UInt8] = []

    /// A byte that no text has.
    private static let endMark: UInt8 = 0xFF

    /// The greatest id in the table.
    var last: Int64 { ids.last ?? 0 }

    mutating func append(_ id: Int64, _ kind: EntityKind, namespace: Int64, _ name: [UInt8]) {
        ids.append(id)
        kinds.append(kind)
        namespaces.append(namespace)
        text += name
        text.append(Self.endMark)
        for byte in name { folded.append(SearchWords.folded(byte)) }
        folded.append(Self.endMark)
        starts.append(Int32(clamping: text.count))
    }

    /// Where an id stands in the table; nil if it has no place.
    func position(of id: Int64) -> Int? {
        // Ids are given one after the other.
        if id > 0, id <= Int64(ids.count), ids[Int(id) - 1] == id { return Int(id) - 1 }
        var (low, high) = (0, ids.count)
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < ids.count && ids[low] == id ? low : nil
    }

    func name(at position: Int) -> ByteString {
        ByteString(bytes: Array(text[Int(starts[position])..<(Int(starts[position + 1]) - 1)]))
    }

    /// Compares the bytes of two names: negative, zero or positive, as `memcmp` does.
    func compare(_ left: Int, _ right: Int) -> Int {
        let (a, b) = (Int(starts[left]), Int(starts[right]))
        let (aCount, bCount) = (Int(starts[left + 1]) - 1 - a, Int(starts[right + 1]) - 1 - b)
        let order = text.withUnsafeBytes { bytes in
            bytes.baseAddress.map { memcmp($0 + a, $0 + b, min(aCount, bCount)) } ?? 0
        }
        return order != 0 ? Int(order) : aCount - bCount
    }

    /// Calls `body` with the position of every name that fits.
    func forEach(_ pattern: NamePattern, _ body: (Int) -> Void) {
        let literal = LiteralSearch(pattern.literal)
        guard let literal else {
            for position in ids.indices where matches(pattern, position) { body(position) }
            return
        }
        folded.withUnsafeBufferPointer { bytes in
            var at = 0
            var position = 0
            while let offset = literal.first(in: bytes, from: at) {
                position = self.position(holding: offset, from: position)
                if !pattern.hasWildcards || matches(pattern, position) { body(position) }
                at = Int(starts[position + 1])
            }
        }
    }

    private func matches(_ pattern: NamePattern, _ position: Int) -> Bool {
        let span = folded.span.extracting(Int(starts[position])..<(Int(starts[position + 1]) - 1))
        return pattern.matches(span)
    }

    /// The name in which a byte stands; the search goes on from a position before it in growing steps.
    private func position(holding offset: Int, from position: Int) -> Int {
        var (low, step) = (position, 1)
        while low + step < ids.count, Int(starts[low + step]) <= offset {
            low += step
            step *= 2
        }
        var high = min(low + step, ids.count)
        while low + 1 < high {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= offset { low = middle } else { high = middle }
        }
        return low
    }
}

/// Finds a text in bytes (Boyer, Moore and Horspool): on average it looks at one byte in as many as the text has.
private struct LiteralSearch {
    private let literal: [UInt8]
    /// By how much the text may be moved on when it ends at a byte.
    private var shifts: [Int]

    /// Nil for an empty text.
    init?(_ literal: [UInt8]) {
        if literal.isEmpty { return nil }
        self.literal = literal
        shifts = [Int](repeating: literal.count, count: 256)
        for (index, byte) in literal.dropLast().enumerated() { shifts[Int(byte)] = literal.count - 1 - index }
    }

    func first(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let length = literal.count
        return literal.withUnsafeBufferPointer { literal in
            shifts.withUnsafeBufferPointer { shifts in
                var at = start
                while at + length <= bytes.count {
                    var index = length - 1
                    while bytes[at + index] == literal[index] {
                        if index == 0 { return at }
                        index -= 1
                    }
                    at += shifts[Int(bytes[at + length - 1])]
                }
                return nil
            }
        }
    }
}
