/// How an output column depends on a base column, as a set of bits.
///
/// The low byte holds kinds, the high byte the same kinds with masking: the value does not tell the input.
enum EdgeKinds {
    static let identity: UInt16 = 1
    static let transformation: UInt16 = 2
    static let aggregation: UInt16 = 4
    static let conditional: UInt16 = 8
    static let window: UInt16 = 16
    static let all: UInt16 = 31
    static let direct: UInt16 = 7

    static let maskShift: UInt16 = 8

    static func masked(_ kinds: UInt16) -> UInt16 { kinds << maskShift }

    /// What follows from `inner` happening inside `outer`.
    ///
    /// An INDIRECT outer step wins, then an INDIRECT inner one, else the stronger; masking sticks. As
    /// `TransformationInfo.merge` of OpenLineage's Java client.
    @inline(__always)
    static func compose(_ outer: UInt16, _ inner: UInt16) -> UInt16 {
        if (outer | inner) & 0xFF00 == 0 { return plain(outer, inner) }
        let outerMask = outer >> maskShift
        let innerMask = inner >> maskShift
        let outerPlain = outer & 0xFF
        let innerPlain = inner & 0xFF
        let masked = plain(outerMask, innerMask) | plain(outerMask, innerPlain) | plain(outerPlain, innerMask)
        return plain(outerPlain, innerPlain) | (masked << maskShift)
    }

    @inline(__always)
    private static func plain(_ outer: UInt16, _ inner: UInt16) -> UInt16 {
        if outer == identity { return inner }
        if inner == 0 || outer == 0 { return 0 }
        return UInt16(table[Int(outer) * 32 + Int(inner)])
    }

    /// By outer * 32 + inner. Never freed.
    nonisolated(unsafe) private static let table: UnsafePointer<UInt8> = {
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 1024)
        for outer in 0..<32 {
            for inner in 0..<32 { table[outer * 32 + inner] = combined(UInt8(outer), UInt8(inner)) }
        }
        return UnsafePointer(table)
    }()

    private static func combined(_ outer: UInt8, _ inner: UInt8) -> UInt8 {
        var result: UInt8 = 0
        for first in 0..<5 where outer & (1 << first) != 0 {
            for second in 0..<5 where inner & (1 << second) != 0 {
                if first >= 3 {
                    result |= 1 << first
                } else if second >= 3 {
                    result |= 1 << second
                } else {
                    result |= 1 << max(first, second)
                }
            }
        }
        return result
    }
}

/// How a whole result depends on a base column.
enum IndirectKinds {
    static let filter: UInt16 = 1
    static let join: UInt16 = 2
    static let groupBy: UInt16 = 4
    static let sort: UInt16 = 8
}

/// One base column with the ways in which something depends on it.
struct Edge {
    var column: UInt32
    var kinds: UInt16
}

/// The index of a sorted set of edges; 0 is the empty one.
typealias EdgeSetID = Int32

/// All edge sets of an analysis.
struct EdgeStore {
    private var edges: [Edge] = []
    private var ranges: [(start: UInt32, count: UInt32)] = [(0, 0)]

    func range(_ id: EdgeSetID) -> Range<Int> {
        let range = ranges[Int(id)]
        return Int(range.start)..<Int(range.start + range.count)
    }

    @inline(__always)
    func edge(_ index: Int) -> Edge { edges[index] }

    /// Makes a set of the edges of `scratch` from `mark` on, and removes them there.
    mutating func add(_ scratch: inout [Edge], from mark: Int) -> EdgeSetID {
        let count = scratch.count - mark
        if count == 0 { return 0 }
        let start = edges.count
        if count == 1 {
            edges.append(scratch[mark])
        } else {
            sort(&scratch, from: mark)
            for index in mark..<scratch.count {
                let edge = scratch[index]
                if edges.count > start, edges[edges.count - 1].column == edge.column {
                    edges[edges.count - 1].kinds |= edge.kinds
                } else {
                    edges.append(edge)
                }
            }
        }
        scratch.removeLast(count)
        ranges.append((UInt32(start), UInt32(edges.count - start)))
        return EdgeSetID(ranges.count - 1)
    }

    private func sort(_ scratch: inout [Edge], from mark: Int) {
        guard scratch.count - mark <= 24 else {
            scratch[mark...].sort { $0.column < $1.column }
            return
        }
        var index = mark + 1
        while index < scratch.count {
            let edge = scratch[index]
            var position = index
            while position > mark, scratch[position - 1].column > edge.column {
                scratch[position] = scratch[position - 1]
                position -= 1
            }
            scratch[position] = edge
            index += 1
        }
    }

    mutating func reset() {
        edges.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
        ranges.append((0, 0))
    }
}

/// Numbers pairs of numbers densely.
struct PairTable {
    private(set) var pairs: [(UInt32, UInt32)] = []
    private var slots = [UInt32](repeating: 0, count: 128)

    @inline(__always)
    mutating func id(_ first: UInt32, _ second: UInt32) -> UInt32 {
        let mask = UInt32(truncatingIfNeeded: slots.count - 1)
        var slot = ((first &* 0x9E37_79B1) ^ (second &* 0x85EB_CA77))
        slot = (slot ^ (slot >> 15)) & mask
        while true {
            let entry = slots[Int(slot)]
            if entry == 0 { break }
            let pair = pairs[Int(entry - 1)]
            if pair.0 == first, pair.1 == second { return entry - 1 }
            slot = (slot + 1) & mask
        }
        pairs.append((first, second))
        slots[Int(slot)] = UInt32(pairs.count)
        if pairs.count * 2 > slots.count { grow() }
        return UInt32(pairs.count - 1)
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 4)
        let mask = UInt32(truncatingIfNeeded: slots.count - 1)
        for (index, pair) in pairs.enumerated() {
            var slot = ((pair.0 &* 0x9E37_79B1) ^ (pair.1 &* 0x85EB_CA77))
            slot = (slot ^ (slot >> 15)) & mask
            while slots[Int(slot)] != 0 { slot = (slot + 1) & mask }
            slots[Int(slot)] = UInt32(index + 1)
        }
    }

    mutating func reset() {
        pairs.removeAll(keepingCapacity: true)
        if slots.count > 4096 {
            slots = [UInt32](repeating: 0, count: 128)
        } else {
            for index in slots.indices { slots[index] = 0 }
        }
    }
}
