/// Writes canonical forms; recursion is bounded by ``JSONDocument/depthLimit``.
struct CanonicalEncoder {
    private(set) var ranges: [Range<UInt32>] = []
    private let document: JSONDocument
    private let firstNode: Int
    private var output = FixedOutput(UnsafeMutableBufferPointer(start: nil, count: 0))
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
        let bytes = document.bytes
        // The form is never longer than the source: escapes only shrink, nothing is added.
        return Array(unsafeUninitializedCapacity: value.range.count) { memory, count in
            output = FixedOutput(memory)
            document.nodes.withSpan { append(value.index, bytes.span, $0) }
            count = output.count
        }
    }

    private mutating func append(_ index: Int, _ text: Span<UInt8>, _ nodes: Span<JSONNode>) {
        let start = output.count
        let node = nodes[index]
        switch node.kind {
        case .object: appendObject(index, text, nodes)
        case .array: appendArray(index, text, nodes)
        case .string: appendString(node, text)
        default: output.append(text.extracting(node.range))
        }
        if !ranges.isEmpty {
            ranges[index - firstNode] =
                UInt32(truncatingIfNeeded: start)..<UInt32(truncatingIfNeeded: output.count)
        }
    }

    private mutating func appendString(_ node: JSONNode, _ text: Span<UInt8>) {
        guard node.marks.contains(.escaped) else {
            return output.append(text.extracting(node.range))
        }
        output.append(ASCII.quote)
        var content: [UInt8] = []
        NameOrder.withDecoded(node, text) { StringEscapes.append($0, to: &content) }
        output.append(content.span)
        output.append(ASCII.quote)
    }

    private mutating func appendArray(_ index: Int, _ text: Span<UInt8>, _ nodes: Span<JSONNode>) {
        output.append(ASCII.openBracket)
        let end = Int(nodes[index].link)
        var element = index + 1
        while element < end {
            if element > index + 1 { output.append(ASCII.comma) }
            append(element, text, nodes)
            element = nodes[element].next(element)
        }
        output.append(ASCII.closeBracket)
    }

    private mutating func appendObject(_ index: Int, _ text: Span<UInt8>, _ nodes: Span<JSONNode>) {
        output.append(ASCII.openBrace)
        let base = pending.count
        collectMembers(index, text, nodes)
        let hasDuplicates = nodes[index].marks.contains(.duplicates)
        let end = pending.count
        var isFirst = true
        for position in base..<end {
            let name = pending[position].name
            if nodes[name + 1].isNull { continue }
            if hasDuplicates, position + 1 < end, haveSameName(pending[position], pending[position + 1], text, nodes) {
                continue
            }
            if !isFirst { output.append(ASCII.comma) }
            isFirst = false
            appendString(nodes[name], text)
            output.append(ASCII.colon)
            append(name + 1, text, nodes)
        }
        pending.removeLast(end - base)
        output.append(ASCII.closeBrace)
    }

    /// Appends the members of the object at `index` to `pending`, sorted by name and then by place.
    private mutating func collectMembers(_ index: Int, _ text: Span<UInt8>, _ nodes: Span<JSONNode>) {
        let base = pending.count
        let end = Int(nodes[index].link)
        var name = index + 1
        var isSorted = true
        while name < end {
            let member = Member(prefix: prefix(nodes[name], text), name: name)
            if isSorted, pending.count > base, isBefore(member, pending[pending.count - 1], text, nodes) {
                isSorted = false
            }
            pending.append(member)
            name = nodes[name + 1].next(name + 1)
        }
        if !isSorted { sortMembers(from: base, text, nodes) }
    }

    private mutating func sortMembers(from base: Int, _ text: Span<UInt8>, _ nodes: Span<JSONNode>) {
        guard pending.count - base <= 24 else {
            let sorted = pending[base...].sorted { isBefore($0, $1, text, nodes) }
            return pending.replaceSubrange(base..., with: sorted)
        }
        for position in base + 1..<pending.count {
            let member = pending[position]
            var hole = position
            while hole > base, isBefore(member, pending[hole - 1], text, nodes) {
                pending[hole] = pending[hole - 1]
                hole -= 1
            }
            pending[hole] = member
        }
    }

    private func isBefore(
        _ left: Member, _ right: Member, _ text: Span<UInt8>, _ nodes: Span<JSONNode>
    ) -> Bool {
        if left.prefix != right.prefix { return left.prefix < right.prefix }
        let order = NameOrder.compare(nodes[left.name], nodes[right.name], text)
        return order == 0 ? left.name < right.name : order < 0
    }

    private func haveSameName(
        _ left: Member, _ right: Member, _ text: Span<UInt8>, _ nodes: Span<JSONNode>
    ) -> Bool {
        left.prefix == right.prefix && NameOrder.compare(nodes[left.name], nodes[right.name], text) == 0
    }

    /// The first eight bytes of a name as a number of the same order.
    private func prefix(_ name: JSONNode, _ text: Span<UInt8>) -> UInt64 {
        NameOrder.withDecoded(name, text) { name in
            if name.count >= 8 { return UInt64(bigEndian: name.bytes.unsafeLoadUnaligned(as: UInt64.self)) }
            var prefix: UInt64 = 0
            for position in 0..<8 {
                prefix = prefix << 8 | (position < name.count ? UInt64(name[position]) : 0)
            }
            return prefix
        }
    }
}
