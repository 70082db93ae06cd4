import SQLDatabase
import WherefromServer

/// Keys are no part of the log, so whoever makes a catalog anew takes them along.
enum KeyCopy {
    static func run(from source: any SQLBackend, to target: any SQLBackend) async throws {
        let store = DatabaseKeyStore(database: target)
        for key in try await DatabaseKeyStore(database: source).keys() {
            try await store.add(key)
            if let revoked = key.revoked { _ = try await store.revoke(name: key.name, at: revoked) }
            if let used = key.lastUsed { try await store.noteUse([(name: key.name, time: used)]) }
        }
    }
}
