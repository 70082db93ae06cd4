/// One SQL text and what it is prepared as in one session.
///
/// Values decide the types of parameters: a text whose parameters come with other types is prepared once more, since
/// PostgreSQL would otherwise guess them (`?1 + 1` would be 32 bits wide).
final class PreparedPlan {
    let sql: String
    /// Where the parameters of our numbering, from 1 on, stand; see ``PostgreSQLText``.
    let positions: [Int?]
    /// Prepared anew each time, for what may mean something else next time.
    let isFleeting: Bool
    private var names: [(types: [UInt32], name: String)] = []

    init(_ text: String, isFleeting: Bool = false) {
        let text = PostgreSQLText(text)
        sql = text.sql
        positions = text.positions
        self.isFleeting = isFleeting
    }

    /// The name under which the text is prepared for values of `types`; a NULL fits every type.
    func name(for types: [UInt32]) -> String? {
        guard !isFleeting else { return nil }
        return names.first { known in
            zip(known.types, types).allSatisfy { $0 == $1 || $1 == PostgreSQLType.unspecified }
        }?.name
    }

    /// The types to prepare with: NULLs take the types that were bound before.
    func complete(_ types: [UInt32]) -> [UInt32] {
        guard let last = names.last?.types else { return types }
        return zip(types, last).map { $0 == PostgreSQLType.unspecified ? $1 : $0 }
    }

    func add(name: String, for types: [UInt32]) {
        guard !isFleeting else { return }
        names.append((types, name))
    }

    /// Forgets under which names the text is prepared, and returns them.
    func takeNames() -> [String] {
        defer { names = [] }
        return names.map(\.name)
    }

    func remove(name: String) { names.removeAll { $0.name == name } }
}
