/// The fields in which something was found.
struct SearchFields: OptionSet {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ field: SearchField) { rawValue = 1 << UInt8(field.rawValue) }

    static let name = SearchFields(.name)
    static let namespace = SearchFields(.namespace)
}

/// Datasets and jobs in which a text was found, by id: a byte for each that there is.
struct SearchCandidates {
    private var fields: [UInt8]
    private(set) var count = 0

    /// - Parameter greatest: the greatest id of a dataset or job.
    init(greatest: Int64) { fields = [UInt8](repeating: 0, count: Int(clamping: greatest) + 1) }

    var isEmpty: Bool { count == 0 }

    subscript(_ id: Int64) -> SearchFields {
        id >= 0 && id < Int64(fields.count) ? SearchFields(rawValue: fields[Int(id)]) : []
    }

    mutating func insert(_ found: SearchFields, _ id: Int64) {
        guard id >= 0, id < Int64(fields.count) else { return }
        if fields[Int(id)] == 0 { count += 1 }
        fields[Int(id)] |= found.rawValue
    }

    mutating func remove(_ id: Int64) {
        guard !self[id].isEmpty else { return }
        fields[Int(id)] = 0
        count -= 1
    }

    /// Keeps those that another word was found in too; a hit by name has all words in the name.
    mutating func keepCommon(with other: SearchCandidates) {
        count = 0
        for id in fields.indices where fields[id] != 0 {
            let (own, others) = (SearchFields(rawValue: fields[id]), other[Int64(id)])
            guard !others.isEmpty else {
                fields[id] = 0
                continue
            }
            var united = own.union(others)
            if !own.contains(.name) || !others.contains(.name) { united.remove(.name) }
            fields[id] = united.rawValue
            // A hit that has one word in the name and another elsewhere has none of the fields for itself.
            if united.isEmpty { continue }
            count += 1
        }
    }

    /// Ids in ascending order whose fields satisfy `predicate`.
    func ids(where predicate: (SearchFields) -> Bool) -> [Int64] {
        fields.indices.compactMap { id in
            fields[id] != 0 && predicate(SearchFields(rawValue: fields[id])) ? Int64(id) : nil
        }
    }
}
