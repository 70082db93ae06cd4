/// Writes canonical forms; recursion is bounded by ``JSONDocument/depthLimit``.
struct CanonicalEncoder {
    private(set) var ranges: [Range<UInt32>] = []
    private let document: JSONDocument
    private let firstNode: Int
    private var output: [UInt8] = []
    /// Members of the objects around the current value that are still to be written.
    private var pending: [Member] = []

    private struct Member {
        /// The first eight bytes of the name, so that most comparisons need no look at it.
        var prefix: UInt64
        var name: Int
    }

    init(document: JSONDocument, remembersRangesOf value: JSONValue?) {
        self.document = document
        firstNode = value?.index ?? 0
        if let value {
            let end = value.node.next(value.index)
            ranges = Array(repeating: 0..<0, count: end - value.index)
        }
    }

    mutating func encode(_ value: JSONValue) -> [UInt8] {
        output.reserveCapacity(value.range.count)
        document.bytes.withUnsafeBufferPointer { bytes in
            document.nodes.withUnsafeBufferPointer { nodes in
                append(value.index, Source(bytes: bytes, nodes: nodes))
            }
        }
        return output
    }

    /// What the encoder reads: text and tape of the document.
    private struct Source {
        var bytes: UnsafeBufferPointer<UInt8>
        var nodes: UnsafeBufferPointer<JSONNode>

        func member(_ name: Int) -> Member {
            Member(prefix: prefix(nodes[name]), name: name)
        }

        func isBefore(_ left: Member, _ right: Member) -> Bool {
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            let order = NameOrder.compare(nodes[left.name], nodes[right.name], bytes)
            return order == 0 ? left.name < right.name : order < 0
        }

        func haveSameName(_ left: Member, _ right: Member) -> Bool {
            left.prefix == right.prefix && NameOrder.compare(nodes[left.name], nodes[right.name], bytes) == 0
        }

        private func prefix(_ name: JSONNode) -> UInt64 {
            NameOrder.withDecoded(name, bytes) { text in
                if text.count >= 8 {
                    return UInt64(bigEndian: UnsafeRawBufferPointer(text).loadUnaligned(as: UInt64.self))
                }
                var prefix: UInt64 = 0
                for position in 0..<8 {
                    prefix = prefix << 8 | (position < text.count ? UInt64(text[position]) : 0)
                }
                return prefix
            }
        }
    }

    private mutating func append(_ index: Int, _ source: Source) {
        let start = output.count
        let node = source.nodes[index]
        switch node.kind {
        case .object: appendObject(index, source)
        case .array: appendArray(index, source)
        case .string: appendString(node, source)
        default: output.append(contentsOf: UnsafeBufferPointer(rebasing: source.bytes[node.range]))
        }
        if !ranges.isEmpty {
            ranges[index - firstNode] =
                UInt32(truncatingIfNeeded: start)..<UInt32(truncatingIfNeeded: output.count)
        }
    }

    private mutating func appendString(_ node: JSONNode, _ source: Source) {
        guard node.marks.contains(.escaped) else {
            return output.append(contentsOf: UnsafeBufferPointer(rebasing: source.bytes[node.range]))
        }
        output.append(ASCII.quote)
        NameOrder.withDecoded(node, source.bytes) { StringEscapes.append($0, to: &output) }
        output.append(ASCII.quote)
    }

    private mutating func appendArray(_ index: Int, _ source: Source) {
        output.append(ASCII.openBracket)
        let end = Int(source.nodes[index].link)
        var element = index + 1
        while element < end {
            if element > index + 1 { output.append(ASCII.comma) }
            append(element, source)
            element = source.nodes[element].next(element)
        }
        output.append(ASCII.closeBracket)
    }

    private mutating func appendObject(_ index: Int, _ source: Source) {
        output.append(ASCII.openBrace)
        let base = pending.count
        collectMembers(index, source)
        let hasDuplicates = source.nodes[index].marks.contains(.duplicates)
        let end = pending.count
        var isFirst = true
        for position in base..<end {
            let name = pending[position].name
            if source.nodes[name + 1].isNull { continue }
            if hasDuplicates, position + 1 < end, source.haveSameName(pending[position], pending[position + 1]) { continue }
            if !isFirst { output.append(ASCII.comma) }
            isFirst = false
            appendString(source.nodes[name], source)
            output.append(ASCII.colon)
            append(name + 1, source)
        }
        pending.removeLast(end - base)
        output.append(ASCII.closeBrace)
    }

    /// Appends the members of the object at `index` to `pending`, sorted by name and then by place.
    private mutating func collectMembers(_ index: Int, _ source: Source) {
        let base = pending.count
        let end = Int(source.nodes[index].link)
        var name = index + 1
        var isSorted = true
        while name < end {
            let member = source.member(name)
            if isSorted, pending.count > base, source.isBefore(member, pending[pending.count - 1]) { isSorted = false }
            pending.append(member)
            name = source.nodes[name + 1].next(name + 1)
        }
        if !isSorted { sortMembers(from: base, source) }
    }

    private mutating func sortMembers(from base: Int, _ source: Source) {
        guard pending.count - base <= 24 else {
            let sorted = pending[base...].sorted(by: source.isBefore)
            return pending.replaceSubrange(base..., with: sorted)
        }
        for position in base + 1..<pending.count {
            let member = pending[position]
            var hole = position
            while hole > base, source.isBefore(member, pending[hole - 1]) {
                pending[hole] = pending[hole - 1]
                hole -= 1
            }
            pending[hole] = member
        }
    }
}
