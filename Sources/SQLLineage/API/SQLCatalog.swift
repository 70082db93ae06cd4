/// What is known of tables before a text is read.
public struct SQLCatalog: Sendable {
    /// One table.
    public struct Table: Sendable, Hashable {
        /// Catalog, schema and name, as many as are known; at least the name.
        public var name: [String]
        /// In the order of the table.
        public var columns: [String]

        public init(name: [String], columns: [String]) {
            self.name = name
            self.columns = columns
        }
    }

    public var tables: [Table]

    public init(tables: [Table] = []) { self.tables = tables }
}

/// A catalog with its names as symbols.
struct PreparedCatalog: Sendable {
    struct Entry: Sendable {
        var names: [UInt32]
        var columns: [UInt32]
        /// The next entry whose last name has the same base.
        var next: Int32
    }

    private(set) var entries: [Entry] = []
    /// The first entry by the base symbol of its last name.
    private var heads: [UInt32: Int32] = [:]

    init(_ catalog: SQLCatalog, nameCase: NameCase, store: inout SymbolStore) {
        for table in catalog.tables where !table.name.isEmpty {
            let names = table.name.map { PreparedCatalog.symbol($0, nameCase, &store) }
            let columnCase = nameCase == .tablesAsWritten ? NameCase.insensitive : nameCase
            let columns = table.columns.map { PreparedCatalog.symbol($0, columnCase, &store) }
            let last = store.lower(names[names.count - 1])
            entries.append(Entry(names: names, columns: columns, next: heads[last] ?? -1))
            heads[last] = Int32(entries.count - 1)
        }
    }

    var isEmpty: Bool { entries.isEmpty }

    func first(_ base: UInt32) -> Int32 { heads[base] ?? -1 }

    /// The symbol of a spelling: a variant of its base if it is not what an unquoted name would be.
    private static func symbol(_ text: String, _ nameCase: NameCase, _ store: inout SymbolStore) -> UInt32 {
        let base = FunctionTable.intern(text, &store)
        var text = text
        return text.withUTF8 { bytes in
            let isVariant =
                switch nameCase {
                case .insensitive: false
                case .upper: bytes.contains { $0 >= 97 && $0 <= 122 } && bytes.contains { $0 >= 65 && $0 <= 90 }
                case .lower, .asWritten, .tablesAsWritten: bytes.contains { $0 >= 65 && $0 <= 90 }
                }
            guard isVariant else { return base }
            let hash = SymbolStore.exactHash(bytes)
            let found = store.find(bytes, hash: hash, exact: true)
            return found != SymbolStore.missing ? found : store.add(bytes, hash: hash, base: base, folded: false)
        }
    }
}
