/// Turns bytes into the tape of a ``JSONDocument`` in one pass, without recursion.
struct JSONParser: ~Copyable {
    private(set) var nodes: NodeTape
    var oddities: JSONOddities = []
    private(set) var isCompact = true
    private let depthMax: Int
    private var enclosing: [Container] = []

    /// An object or array whose end was not seen yet.
    private struct Container {
        var node: Int
        var isObject: Bool
        var count = 0
        /// One bit per hash of a member name; a bit that is set twice says that names may repeat.
        var nameBits: UInt64 = 0
        var namesMayRepeat = false
    }

    init(depthMax: Int, reserving nodeCount: Int) {
        self.depthMax = depthMax
        nodes = NodeTape(reserving: nodeCount)
        enclosing.reserveCapacity(16)
    }

    mutating func parse(_ bytes: Span<UInt8>) throws(JSONError) {
        let hasByteOrderMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        var at = hasByteOrderMark ? 3 : 0
        var container = Container(node: -1, isObject: false)
        reading: while true {
            at = try skipSpace(bytes, at)
            switch bytes[at] {
            case ASCII.openBrace:
                try open(&container, isObject: true, at)
                at = try skipSpace(bytes, at + 1)
                if bytes[at] != ASCII.closeBrace {
                    at = try name(bytes, at, &container)
                    continue reading
                }
                at = close(&container, bytes, at)
            case ASCII.openBracket:
                try open(&container, isObject: false, at)
                at = try skipSpace(bytes, at + 1)
                if bytes[at] != ASCII.closeBracket { continue reading }
                at = close(&container, bytes, at)
            default:
                at = try scalar(bytes, at)
            }
            container.count += 1
            while container.node >= 0 {
                at = try skipSpace(bytes, at)
                let byte = bytes[at]
                if byte == ASCII.comma {
                    at += 1
                    if container.isObject { at = try name(bytes, skipSpace(bytes, at), &container) }
                    continue reading
                }
                guard byte == (container.isObject ? ASCII.closeBrace : ASCII.closeBracket) else {
                    throw JSONError(offset: at, reason: .expectedCommaOrEnd)
                }
                at = close(&container, bytes, at)
                container.count += 1
            }
            return try finish(bytes, at)
        }
    }
}

extension JSONParser {
    /// The offset of the next byte that is no white space.
    /// - Throws: ``JSONError/Reason/unexpectedEnd`` if there is none.
    @inline(__always)
    private mutating func skipSpace(_ bytes: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        guard start < bytes.count else { throw JSONError(offset: bytes.count, reason: .unexpectedEnd) }
        if bytes[start] > ASCII.space { return start }
        let at = Self.behindSpace(bytes, start)
        if at > start { isCompact = false }
        guard at < bytes.count else { throw JSONError(offset: bytes.count, reason: .unexpectedEnd) }
        return at
    }

    private static func behindSpace(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        var at = start
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return at
            }
        }
        return at
    }

    private func finish(_ bytes: Span<UInt8>, _ at: Int) throws(JSONError) {
        let end = Self.behindSpace(bytes, at)
        guard end == bytes.count else { throw JSONError(offset: end, reason: .trailingBytes) }
    }

    private mutating func open(_ container: inout Container, isObject: Bool, _ at: Int) throws(JSONError) {
        guard enclosing.count < depthMax else { throw JSONError(offset: at, reason: .tooDeep) }
        enclosing.append(container)
        container = Container(node: nodes.count, isObject: isObject)
        nodes.append(JSONNode(isObject ? .object : .array, start: at, end: at))
    }

    /// Completes the node of `container`, whose last byte stands at `at`, and goes on in the one around it.
    private mutating func close(
        _ container: inout Container, _ bytes: Span<UInt8>, _ at: Int
    ) -> Int {
        let end = at + 1
        nodes[container.node].end = UInt32(truncatingIfNeeded: end)
        nodes[container.node].link = UInt32(truncatingIfNeeded: nodes.count)
        nodes[container.node].count = container.count
        if container.namesMayRepeat && hasRepeatedNames(container.node, bytes) {
            nodes[container.node].marks.insert(.duplicates)
            oddities.insert(.duplicateKey)
        }
        container = enclosing.removeLast()
        return end
    }

    /// Reads a member name and its colon.
    @inline(__always)
    private mutating func name(
        _ bytes: Span<UInt8>, _ start: Int, _ container: inout Container
    ) throws(JSONError) -> Int {
        guard bytes[start] == ASCII.quote else { throw JSONError(offset: start, reason: .expectedKey) }
        var at = try string(bytes, start)
        let index = nodes.count - 1
        let hash = NameHash.of(nodes[index], bytes)
        nodes[index].link = hash
        let bit: UInt64 = 1 << UInt64(hash >> 26)
        if container.nameBits & bit != 0 { container.namesMayRepeat = true }
        container.nameBits |= bit
        at = try skipSpace(bytes, at)
        guard bytes[at] == ASCII.colon else { throw JSONError(offset: at, reason: .expectedColon) }
        return at + 1
    }

    @inline(__always)
    private mutating func scalar(_ bytes: Span<UInt8>, _ at: Int) throws(JSONError) -> Int {
        switch bytes[at] {
        case ASCII.quote: try string(bytes, at)
        case ASCII.minus, ASCII.zero...ASCII.nine: try number(bytes, at)
        case ASCII.t: try word(bytes, at, "true", .true)
        case ASCII.f: try word(bytes, at, "false", .false)
        case ASCII.n: try word(bytes, at, "null", .null)
        case ASCII.upperN: try word(bytes, at, "NaN", .number)
        case ASCII.upperI: try word(bytes, at, "Infinity", .number)
        default: throw JSONError(offset: at, reason: .expectedValue)
        }
    }

    mutating func append(_ node: JSONNode) {
        nodes.append(node)
    }

    mutating func word(
        _ bytes: Span<UInt8>, _ start: Int, _ word: StaticString, _ kind: JSONValue.Kind
    ) throws(JSONError) -> Int {
        let end = start + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw JSONError(offset: start, reason: .invalidLiteral) }
        let matches = word.withUTF8Buffer { UTF8Bytes.areEqual($0.span, bytes.extracting(start..<end)) }
        guard matches else { throw JSONError(offset: start, reason: .invalidLiteral) }
        if kind == .number { oddities.insert(.nonFiniteNumber) }
        nodes.append(JSONNode(kind, start: start, end: end, marks: kind == .number ? .nonFinite : []))
        return end
    }

    /// Hands the tape over.
    consuming func finished() -> NodeTape { nodes }

    /// Whether two members of the object at `object` have one name.
    private func hasRepeatedNames(_ object: Int, _ bytes: Span<UInt8>) -> Bool {
        if nodes[object].count <= 32, !hasRepeatedHashes(object) { return false }
        var names: [JSONNode] = []
        names.reserveCapacity(nodes[object].count)
        var index = object + 1
        while index < nodes.count {
            names.append(nodes[index])
            index = nodes[index + 1].next(index + 1)
        }
        // Sorted by hash and then by bytes, so that names made to collide cost no more than others.
        names.sort { left, right in
            if left.link != right.link { return left.link < right.link }
            return NameOrder.compare(left, right, bytes) < 0
        }
        return zip(names, names.dropFirst()).contains { left, right in
            left.link == right.link && NameOrder.compare(left, right, bytes) == 0
        }
    }

    /// Whether two members of the object at `object`, which has few, have names of one hash.
    private func hasRepeatedHashes(_ object: Int) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: nodes[object].count) { hashes in
            var index = object + 1
            var count = 0
            while index < nodes.count, count < hashes.count {
                let hash = nodes[index].link
                for earlier in 0..<count where hashes[earlier] == hash { return true }
                hashes[count] = hash
                count += 1
                index = nodes[index + 1].next(index + 1)
            }
            return false
        }
    }
}
