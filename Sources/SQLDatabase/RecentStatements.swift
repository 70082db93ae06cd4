/// Statements by their text, of which the least recently used gives way.
struct RecentStatements<Statement: SQLStatement> {
    private var entries: [String: Entry] = [:]
    private var clock = 0
    private let capacity: Int

    private struct Entry {
        var statement: Statement
        var lastUse: Int
    }

    init(capacity: Int) { self.capacity = capacity }

    /// The statement, reset; nil if it is unknown or somebody holds it.
    mutating func take(_ sql: String) -> Statement? {
        guard let index = entries.index(forKey: sql) else { return nil }
        guard isKnownUniquelyReferenced(&entries.values[index].statement) else { return nil }
        clock += 1
        entries.values[index].lastUse = clock
        let statement = entries.values[index].statement
        statement.reset()
        return statement
    }

    /// Remembers a statement, unless one of this text is remembered already.
    mutating func insert(_ statement: Statement, for sql: String) {
        guard entries[sql] == nil else { return }
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            entries[oldest.key] = nil
        }
        clock += 1
        entries[sql] = Entry(statement: statement, lastUse: clock)
    }
}
