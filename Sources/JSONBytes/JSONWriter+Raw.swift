extension JSONWriter {
    /// Writes a value of a document: without spaces, numbers and strings spelled as sent, always valid JSON.
    ///
    /// `NaN` and its like become null. Of several members with one name only the last is written, so that every reader
    /// sees the one that counts here.
    public mutating func raw(_ json: JSONValue) {
        let oddities = json.document.oddities
        if oddities.contains(.duplicateKey) {
            rawWithoutDuplicates(json)
        } else if json.document.isCompact && !oddities.contains(.nonFiniteNumber) {
            rawBytes(json.raw)
        } else {
            beginRaw()
            let text = json.document.bytes
            json.document.nodes.withSpan { appendTokens(json.index, text.span, $0) }
            endRaw()
        }
    }

    /// Copies the value at `index` token by token: leaves whole, between them all but white space.
    private mutating func appendTokens(_ index: Int, _ text: Span<UInt8>, _ nodes: Span<JSONNode>) {
        let end = nodes[index].next(index)
        let nullText = Self.nullText
        var at = Int(nodes[index].start)
        for position in index..<end where !nodes[position].isContainer {
            let leaf = nodes[position]
            appendPunctuation(text.extracting(at..<Int(leaf.start)))
            if leaf.kind == .number && leaf.marks.contains(.nonFinite) {
                append(nullText.span)
            } else {
                append(text.extracting(leaf.range))
            }
            at = Int(leaf.end)
        }
        appendPunctuation(text.extracting(at..<Int(nodes[index].end)))
    }

    private mutating func appendPunctuation(_ gap: Span<UInt8>) {
        for position in gap.indices where gap[position] > ASCII.space {
            append(gap[position])
        }
    }

    private mutating func rawWithoutDuplicates(_ json: JSONValue) {
        switch json.kind {
        case .object:
            let counting = json.node.marks.contains(.duplicates) ? json.countingMembers() : nil
            beginObject()
            var members = json.members
            while let (name, value) = members.nextPair() {
                if let counting, !counting.contains(value.index) { continue }
                rawBytes(name.raw)
                colon()
                rawWithoutDuplicates(value)
            }
            endObject()
        case .array:
            beginArray()
            for element in json.elements { rawWithoutDuplicates(element) }
            endArray()
        case .number where json.node.marks.contains(.nonFinite): null()
        default: rawBytes(json.raw)
        }
    }
}

extension JSONValue {
    /// The nodes of the values that count: of members with one name the last.
    fileprivate func countingMembers() -> Set<Int> {
        var latest: [ByteString: Int] = [:]
        for (key, value) in members { latest[key] = value.index }
        return Set(latest.values)
    }
}
