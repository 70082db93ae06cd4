extension JSONValue {
    /// The number of members (duplicates counted) or elements; 0 for scalars.
    public var count: Int {
        let node = node
        return node.isContainer ? node.count : 0
    }

    /// The member named `key`, the last one if there are several; nil if there is none or this is no object.
    /// - Complexity: O(members).
    public subscript(_ key: StaticString) -> JSONValue? {
        key.withUTF8Buffer { member($0.span) }
    }

    /// The member named `key`, the last one if there are several; nil if there is none or this is no object.
    /// - Complexity: O(members).
    public func member(_ key: ByteString) -> JSONValue? {
        member(key.bytes.span)
    }

    /// The members in source order, duplicates included; empty if this is no object.
    public var members: Members { Members(object: self) }

    /// The elements in order; empty if this is no array.
    public var elements: Elements { Elements(array: self) }

    private func member(_ key: Span<UInt8>) -> JSONValue? {
        let object = node
        guard object.isObject else { return nil }
        let stopsAtFirst = !object.marks.contains(.duplicates)
        let bytes = document.bytes
        var found: Int?
        var at = index + 1
        let end = Int(object.link)
        while at < end {
            let name = document.nodes[at]
            if name.marks.contains(.escaped) || name.content.count == key.count,
                NameOrder.withDecoded(name, bytes.span, { UTF8Bytes.areEqual($0, key) })
            {
                found = at + 1
                if stopsAtFirst { break }
            }
            at = document.nodes[at + 1].next(at + 1)
        }
        return found.map { JSONValue(document: document, index: $0) }
    }

    /// The members of an object in source order.
    public struct Members: Sequence, IteratorProtocol, Sendable {
        private let document: JSONDocument
        private var index: Int
        private let end: Int

        init(object: JSONValue) {
            let node = object.node
            document = object.document
            index = object.index + 1
            end = node.isObject ? Int(node.link) : 0
        }

        /// The name and value of the next member, without decoding the name.
        mutating func nextPair() -> (name: JSONValue, value: JSONValue)? {
            guard index < end else { return nil }
            let name = JSONValue(document: document, index: index)
            let value = JSONValue(document: document, index: index + 1)
            index = value.node.next(index + 1)
            return (name, value)
        }

        public mutating func next() -> (key: ByteString, value: JSONValue)? {
            guard let (name, value) = nextPair() else { return nil }
            return (name.byteString ?? "", value)
        }
    }

    /// The elements of an array in order.
    public struct Elements: Sequence, IteratorProtocol, Sendable {
        private let document: JSONDocument
        private var index: Int
        private let end: Int
        public let underestimatedCount: Int

        init(array: JSONValue) {
            let node = array.node
            let isArray = node.kind == .array
            document = array.document
            index = array.index + 1
            end = isArray ? Int(node.link) : 0
            underestimatedCount = isArray ? node.count : 0
        }

        public mutating func next() -> JSONValue? {
            guard index < end else { return nil }
            let element = JSONValue(document: document, index: index)
            index = element.node.next(index)
            return element
        }
    }
}
