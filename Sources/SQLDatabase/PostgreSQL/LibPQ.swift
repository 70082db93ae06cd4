internal import CLibPQ

/// PostgreSQL's client library, opened when it is first needed.
///
/// `@unchecked Sendable`: function pointers of a library that stays loaded and that is thread-safe for different
/// connections.
final class LibPQ: @unchecked Sendable {
    let functions: wherefrom_pg_functions

    /// The oldest library that can do what we ask of it (pipelines).
    private static let versionMin: Int32 = 140_000

    private static let loaded = Result<LibPQ, LibraryError> {
        () throws(LibraryError) in try LibPQ()
    }

    private struct LibraryError: Error {
        var message: String
    }

    /// - Throws: ``DatabaseError/clientLibraryMissing(_:)``.
    static func load(for location: String) throws -> LibPQ {
        do {
            return try loaded.get()
        } catch {
            throw DatabaseError.clientLibraryMissing(.init(path: location, message: error.message))
        }
    }

    private init() throws(LibraryError) {
        var functions = wherefrom_pg_functions()
        var message = [CChar](repeating: 0, count: 300)
        guard wherefrom_pg_load(&functions, &message, message.count) == 0 else {
            throw LibraryError(
                message: message.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" })
        }
        let version = functions.libVersion()
        guard version >= Self.versionMin else {
            throw LibraryError(message: "libpq is of version \(version / 10_000), needed is 14 or newer")
        }
        self.functions = functions
    }
}

/// The types of values that we send and understand.
///
/// Source: `pg_type.dat` of PostgreSQL; the numbers of these types never change.
enum PostgreSQLType {
    static let unspecified: UInt32 = 0
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701
    static let numeric: UInt32 = 1700
}
