package import JSONBytes
package import SQLDatabase

/// Keys in the table `api_key` of the catalog's database.
package struct DatabaseKeyStore: KeyStore {
    private let database: any SQLBackend

    package init(database: any SQLBackend) {
        self.database = database
    }

    package func key(hash: Digest256) async throws -> APIKey? {
        try await database.read { connection in
            try connection.first(
                "SELECT name, hash, scopes, namespaces, created, revoked, last_used FROM api_key WHERE hash = ?1",
                [.blob(hash.bytes)], Self.key(row:)) ?? nil
        }
    }

    package func keys() async throws -> [APIKey] {
        try await database.read { connection in
            try connection.rows(
                "SELECT name, hash, scopes, namespaces, created, revoked, last_used FROM api_key ORDER BY name", [],
                Self.key(row:)
            ).compactMap { $0 }
        }
    }

    package func add(_ key: APIKey) async throws {
        let scopes = key.scopes.map(\.rawValue).sorted().joined(separator: ",")
        // Patterns hold no newline: they would match no namespace that a client can show.
        let namespaces = key.namespaces.joined(separator: "\n")
        let added = try await database.write { connection in
            try connection.run(
                """
                INSERT INTO api_key (name, hash, scopes, namespaces, created) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT DO NOTHING
                """, .text(key.name), .blob(key.hash.bytes), .text(scopes), .text(namespaces), .integer(key.created))
        }
        guard added == 1 else { throw KeyStoreError.nameTaken }
    }

    package func revoke(name: String, at time: Int64) async throws -> APIKey? {
        try await database.write { connection in
            try connection.run(
                "UPDATE api_key SET revoked = ?2 WHERE name = ?1 AND revoked IS NULL", .text(name), .integer(time))
            return try connection.first(
                "SELECT name, hash, scopes, namespaces, created, revoked, last_used FROM api_key WHERE name = ?1",
                [.text(name)], Self.key(row:)) ?? nil
        }
    }

    package func noteUse(_ uses: [(name: String, time: Int64)]) async throws {
        try await database.write { connection in
            for use in uses {
                try connection.run(
                    "UPDATE api_key SET last_used = ?2 WHERE name = ?1", .text(use.name), .integer(use.time))
            }
        }
    }

    private static func key(row: any SQLRow) -> APIKey? {
        guard let hash = Digest256(bytes: row.blob(1)) else { return nil }
        let scopes = row.text(2).split(separator: ",").compactMap { KeyScope(rawValue: String($0)) }
        return APIKey(
            name: row.text(0), hash: hash, scopes: Set(scopes),
            namespaces: row.text(3).split(separator: "\n").map(String.init), created: row.int(4),
            revoked: row.intOrNil(5), lastUsed: row.intOrNil(6))
    }
}
