import JSONBytes

/// Lenient access to the members of a facet: nil for what is missing, null or of another type.
extension JSONValue {
    func text(_ key: StaticString) -> String? { self[key]?.string }

    func name(_ key: StaticString) -> ByteString? { self[key]?.byteString }

    func integer(_ key: StaticString) -> Int64? { self[key]?.int64 }

    /// A finite number; NaN and Infinity, which some producers send, are no measurements.
    func number(_ key: StaticString) -> Double? { self[key]?.finiteDouble }

    func flag(_ key: StaticString) -> Bool? { self[key]?.bool }

    func time(_ key: StaticString) -> EventTime? { self[key]?.byteString.flatMap { EventTime.parse($0)?.time } }

    var finiteDouble: Double? { double.flatMap { $0.isFinite ? $0 : nil } }

    /// The elements of which `make` makes something; nil if the member is no list.
    func list<Element>(_ key: StaticString, _ make: (JSONValue) -> Element?) -> [Element]? {
        guard let list = self[key], list.kind == .array else { return nil }
        return list.elements.compactMap(make)
    }

    /// The members of the object under `key` of which `make` makes something, in source order.
    func entries<Entry>(_ key: StaticString, _ make: (ByteString, JSONValue) -> Entry?) -> [Entry] {
        self[key]?.uniqueMembers.compactMap { make($0.key, $0.value) } ?? []
    }

    /// The members of an object, of equal keys only the last, without those that are null.
    /// - Complexity: O(members), also if all of them bear one key.
    var uniqueMembers: [(key: ByteString, value: JSONValue)] {
        guard document.oddities.contains(.duplicateKey) else { return members.filter { !$0.value.isNull } }
        var lastStart: [ByteString: Int] = [:]
        for (key, value) in members { lastStart[key] = value.range.lowerBound }
        return members.filter { key, value in !value.isNull && lastStart[key] == value.range.lowerBound }
    }

    /// The text of an identity member; numbers and booleans are taken by their spelling, as in events.
    func identityText(_ key: StaticString) -> ByteString? {
        guard let value = self[key] else { return nil }
        return value.byteString ?? value.scalarSpelling
    }

    /// How a number or boolean is spelled; nil for other kinds.
    var scalarSpelling: ByteString? {
        switch kind {
        case .number, .true, .false: ByteString(bytes: Array(raw))
        case .object, .array, .string, .null: nil
        }
    }

    /// `namespace` and `name` of this object as a dataset's.
    var datasetID: DatasetID? {
        guard let namespace = identityText("namespace"), let name = identityText("name") else { return nil }
        return DatasetID(namespace: namespace, name: name)
    }

    /// `namespace` and `name` of this object as a job's.
    var jobID: JobID? {
        guard let namespace = identityText("namespace"), let name = identityText("name") else { return nil }
        return JobID(namespace: namespace, name: name)
    }

    /// `runId` of this object.
    var runID: RunID? { identityText("runId").map { RunID($0) } }
}
