extension JSONWriter {
    /// Writes a value of a document: without spaces, numbers and strings spelled as sent, always valid JSON.
    ///
    /// `NaN` and its like become null. Of several members with one name only the last is written, so that every reader
    /// sees the one that counts here.
    public mutating func raw(_ json: JSONValue) {
        let document = json.document
        let isFaithful = document.isCompact && document.oddities.isDisjoint(with: [.nonFiniteNumber, .duplicateKey])
        if isFaithful { return rawBytes(json.raw) }
        switch json.kind {
        case .object: rawObject(json)
        case .array:
            beginArray()
            for element in json.elements { raw(element) }
            endArray()
        case .number where json.node.marks.contains(.nonFinite): null()
        default: rawBytes(json.raw)
        }
    }

    private mutating func rawObject(_ object: JSONValue) {
        let counting = object.node.marks.contains(.duplicates) ? object.countingMembers() : nil
        beginObject()
        var members = object.members
        while let (name, value) = members.nextPair() {
            if let counting, !counting.contains(value.index) { continue }
            rawKey(name)
            raw(value)
        }
        endObject()
    }

    private mutating func rawKey(_ name: JSONValue) {
        rawBytes(name.raw)
        colon()
    }
}

extension JSONValue {
    /// The nodes of the values that count: of members with one name the last.
    func countingMembers() -> Set<Int> {
        var latest: [ByteString: Int] = [:]
        for (key, value) in members { latest[key] = value.index }
        return Set(latest.values)
    }
}
