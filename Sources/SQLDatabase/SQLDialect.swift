/// What differs between the databases; nothing outside this file and the drivers asks which one it is.
///
/// Queries are written once, in the part of SQL that SQLite and PostgreSQL share: `INSERT … ON CONFLICT … RETURNING`,
/// common table expressions, parameters `?1` … `?n` (a driver rewrites them if its database spells them otherwise).
/// Only table definitions need words of the dialect.
package enum SQLDialect: Sendable {
    case sqlite
    case postgresql

    /// Whether several processes may write to one database.
    package var isShared: Bool { self == .postgresql }

    /// Keeps other servers from migrating at the same time; released with the transaction. nil: nobody else can.
    var migrationLock: StaticSQL? {
        self == .postgresql ? "SELECT CAST(pg_advisory_xact_lock(7308895159217583474) AS TEXT)" : nil
    }

    /// The type of a 64-bit integer column.
    package var integerType: String { self == .sqlite ? "INTEGER" : "BIGINT" }

    /// The type of a 64-bit floating-point column.
    package var realType: String { self == .sqlite ? "REAL" : "DOUBLE PRECISION" }

    /// The type of a column of Unicode text, compared byte by byte whatever the database's locale.
    package var textType: String { self == .sqlite ? "TEXT" : "TEXT COLLATE \"C\"" }

    /// The type of a column of bytes, compared byte by byte.
    package var bytesType: String { self == .sqlite ? "BLOB" : "BYTEA" }

    /// A 64-bit integer primary key whose values we assign ourselves.
    ///
    /// The exact spelling makes SQLite use the key as row id and store the table in one tree.
    package var integerPrimaryKey: String { self == .sqlite ? "INTEGER PRIMARY KEY" : "BIGINT PRIMARY KEY" }

    /// Goes behind the closing parenthesis of a table whose primary key is its storage order.
    package var clusteredTable: String { self == .sqlite ? "WITHOUT ROWID" : "" }

    /// Lists the names of the tables in the database (of the current schema), one text column.
    var tableNames: StaticSQL {
        switch self {
        case .sqlite:
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        case .postgresql:
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()"
        }
    }
}
