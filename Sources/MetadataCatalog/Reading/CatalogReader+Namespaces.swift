package import JSONBytes
import SQLDatabase

/// A namespace.
package struct NamespaceRecord: Sendable, Hashable {
    package var name: ByteString
    /// ns.
    package var createdAt: Int64
    /// ns.
    package var updatedAt: Int64
    package var owner: ByteString
    package var description: ByteString?
    package var isHidden: Bool
}

extension CatalogReader {
    /// The namespace that is always there, as in Marquez.
    package static let defaultNamespace: ByteString = "default"

    /// Namespaces by name, hidden ones too.
    package func namespaces(limit: Int, offset: Int) throws -> [NamespaceRecord] {
        let isSeeded = try namespaceRow(Self.defaultNamespace) == nil
        var rows = try connection.rows(
            """
            SELECT name, first_seen, last_seen, owner, description, hidden_at FROM namespace WHERE first_seen <= ?1
            ORDER BY name LIMIT ?2 OFFSET ?3
            """,
            [.integer(time), SQLValue(isSeeded ? limit + offset : limit), SQLValue(isSeeded ? 0 : offset)]
        ) { record(of: $0) }
        guard isSeeded else { return rows }
        rows.append(try seededNamespace())
        rows.sort { $0.name < $1.name }
        return Array(rows.dropFirst(offset).prefix(limit))
    }

    /// The namespace of that name, or of that name in Marquez's normalised form.
    package func namespace(_ name: ByteString) throws -> NamespaceRecord? {
        for spelling in try namespaceSpellings(name) {
            if let row = try namespaceRow(spelling) { return row }
        }
        return name == Self.defaultNamespace ? try seededNamespace() : nil
    }

    func namespaceID(_ name: ByteString) throws -> Int64? {
        try connection.first("SELECT id FROM namespace WHERE name = ?1", [.blob(name.bytes)]) { $0.int(0) }
    }

    private func namespaceRow(_ name: ByteString) throws -> NamespaceRecord? {
        try connection.first(
            """
            SELECT name, first_seen, last_seen, owner, description, hidden_at FROM namespace
            WHERE name = ?1 AND first_seen <= ?2
            """, [.blob(name.bytes), .integer(time)]
        ) { record(of: $0) }
    }

    private func record(of row: any SQLRow) -> NamespaceRecord {
        let last = min(row.int(2), time)
        let hiddenAt = row.intOrNil(5).flatMap { $0 <= time ? $0 : nil }
        return NamespaceRecord(
            name: ByteString(bytes: row.blob(0)), createdAt: row.int(1), updatedAt: max(last, row.int(1)),
            owner: row.blobOrNil(3).map { ByteString(bytes: $0) } ?? "anonymous",
            description: row.blobOrNil(4).map { ByteString(bytes: $0) }, isHidden: hiddenAt.map { last <= $0 } ?? false)
    }

    private func seededNamespace() throws -> NamespaceRecord {
        let created = try catalogCreation()
        return NamespaceRecord(
            name: Self.defaultNamespace, createdAt: created, updatedAt: created, owner: "anonymous",
            description: "What belongs to no other namespace.",
            isHidden: false)
    }

    /// When the database was made, ns.
    package func catalogCreation() throws -> Int64 {
        let stored = try connection.first("SELECT value FROM setting WHERE name = 'created'") { $0.blob(0) }
        return stored.flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
    }

    /// The names that a namespace may mean: itself, or else those that Marquez would have stored as it.
    func namespaceSpellings(_ name: ByteString) throws -> [ByteString] {
        if try namespaceID(name) != nil { return [name] }
        guard name.bytes.contains(UInt8(ascii: "_")) else { return [name] }
        var result = [name]
        try connection.query("SELECT name FROM namespace ORDER BY name") { row in
            let other = ByteString(bytes: row.blob(0))
            if Self.marquezForm(of: other) == name { result.append(other) }
            return true
        }
        return result
    }

    /// A namespace as Marquez stores it: what is none of `a-z A-Z 0-9 : / - _ . @ +` becomes `_`.
    package static func marquezForm(of name: ByteString) -> ByteString {
        var bytes: [UInt8] = []
        for scalar in name.string.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ":", "/", "-", "_", ".", "@", "+":
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            default: bytes.append(UInt8(ascii: "_"))
            }
        }
        return ByteString(bytes: bytes)
    }
}
