/// One step from an older to a newer form of the tables.
package struct Migration: Sendable {
    /// The unique name, such as "0003-run-parents"; never changed once released.
    package var name: String
    /// Does the step; runs inside the transaction of the migrator.
    package var apply: @Sendable (any SQLConnection) throws -> Void

    package init(_ name: String, apply: @escaping @Sendable (any SQLConnection) throws -> Void) {
        self.name = name
        self.apply = apply
    }

    /// A step that only executes statements, spelled for the dialect of the database.
    package init(_ name: String, sql: @escaping @Sendable (SQLDialect) -> String) {
        self.init(name) { try $0.execute(sql($0.dialect)) }
    }
}

/// Brings the tables of a database to the form that this program knows.
///
/// The names of the steps taken stand in the table `schema_migration`, in their order. A database of a newer version,
/// or of another program, is refused and left as it is.
package struct Migrator: Sendable {
    package let migrations: [Migration]

    /// - Precondition: the names differ from each other.
    package init(_ migrations: [Migration]) {
        precondition(Set(migrations.map(\.name)).count == migrations.count, "two migrations of one name")
        self.migrations = migrations
    }

    /// Takes the missing steps, all of them or none.
    ///
    /// - Returns: the names of the steps taken now, in their order; empty if the database is up to date.
    /// - Throws: ``DatabaseError`` (`newerVersion`, `foreign`, …), or what a step throws; the database is then as before.
    @discardableResult
    package func migrate(_ connection: any SQLConnection) throws -> [String] {
        try connection.transaction(.immediate) {
            if let lock = connection.dialect.migrationLock { try connection.run(lock) }
            let missing = try missing(connection)
            guard !missing.isEmpty else { return [] }
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    position \(connection.dialect.integerPrimaryKey),
                    name \(connection.dialect.textType) NOT NULL UNIQUE)
                """)
            for (position, migration) in migrations.enumerated().suffix(missing.count) {
                try migration.apply(connection)
                try connection.run(
                    "INSERT INTO schema_migration (position, name) VALUES (?1, ?2)", SQLValue(position),
                    .text(migration.name))
            }
            return missing.map(\.name)
        }
    }

    /// Checks that the database is exactly of this version; for connections that only read, inside a transaction.
    ///
    /// - Throws: ``DatabaseError``: `olderVersion`, `newerVersion` or `foreign`.
    package func check(_ connection: any SQLConnection) throws {
        let missing = try missing(connection)
        guard missing.isEmpty else {
            throw DatabaseError.olderVersion(.init(path: connection.location), missing: missing.map(\.name))
        }
    }

    /// The steps that the database has not taken yet.
    private func missing(_ connection: any SQLConnection) throws -> ArraySlice<Migration> {
        let tables = try connection.rows(connection.dialect.tableNames) { $0.text(0) }
        guard tables.contains("schema_migration") else {
            guard tables.isEmpty else {
                throw DatabaseError.foreign(
                    .init(path: connection.location, message: "\(tables.count) tables, none of them ours"))
            }
            return migrations[...]
        }
        let taken = try connection.rows("SELECT name FROM schema_migration ORDER BY position") { $0.text(0) }
        let known = migrations.map(\.name)
        guard known.starts(with: taken) else {
            let unknown = taken.filter { !known.contains($0) }
            throw DatabaseError.newerVersion(
                .init(path: connection.location), unknown: unknown.isEmpty ? taken : unknown)
        }
        return migrations[taken.count...]
    }
}
