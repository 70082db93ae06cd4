/// The tables of a script.
struct TableStore {
    struct Entry {
        var names: [UInt32]
        var isLocation = false
        var isInput = false
        var isOutput = false
        /// Its rows are followed to where they came from; it is neither input nor output.
        var isTemporary = false
        /// A statement of the script has read it.
        var isRead = false
        /// A statement of the script has written it.
        var isWritten = false
        /// What a script has put into it, or -1.
        var relation: RelationID = -1
        var catalog: Int32 = -2
        var next: Int32 = -1
    }

    private(set) var entries: [Entry] = []
    private var heads: [UInt32: Int32] = [:]
    private var linear = true

    subscript(_ id: Int32) -> Entry {
        get { entries[Int(id)] }
        set { entries[Int(id)] = newValue }
    }

    mutating func id(_ names: [UInt32], isLocation: Bool = false) -> Int32 {
        guard let last = names.last else { return -1 }
        if linear {
            for index in entries.indices where entries[index].names == names { return Int32(index) }
            if entries.count >= 24 {
                linear = false
                for index in entries.indices { link(Int32(index)) }
            }
        } else {
            var candidate = heads[last] ?? -1
            while candidate >= 0 {
                if entries[Int(candidate)].names == names { return candidate }
                candidate = entries[Int(candidate)].next
            }
        }
        entries.append(Entry(names: names, isLocation: isLocation))
        if !linear { link(Int32(entries.count - 1)) }
        return Int32(entries.count - 1)
    }

    private mutating func link(_ id: Int32) {
        guard let last = entries[Int(id)].names.last else { return }
        entries[Int(id)].next = heads[last] ?? -1
        heads[last] = id
    }
}
