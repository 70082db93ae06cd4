import Foundation
package import SQLDatabase

/// The databases that pass the same tests; each opens an empty one.
package enum TestDatabase: String, CaseIterable, Sendable {
    case sqlite
    case postgresql

    /// Those that this machine has: tests on PostgreSQL are left out, with a message, where it is not installed.
    package static let available = allCases.filter { $0 == .sqlite || PrivatePostgreSQL.isInstalled }

    /// The one that this run is about: `WHEREFROM_TEST_DATABASE=postgresql`, or else SQLite.
    package static let current =
        ProcessInfo.processInfo.environment["WHEREFROM_TEST_DATABASE"].flatMap(Self.init) ?? .sqlite

    /// Opens an empty database of its own.
    ///
    /// - Parameter readers: connections for reading.
    package func open(readers: Int = 4) async throws -> any SQLBackend {
        switch self {
        case .sqlite:
            var options = SQLiteOptions()
            options.readers = readers
            return try SQLiteDatabase.temporary(options: options)
        case .postgresql:
            var options = PostgreSQLOptions()
            options.readers = readers
            let address = try await PrivatePostgreSQL.shared().emptyDatabase()
            return try PostgreSQLDatabase(address: address, options: options)
        }
    }
}
