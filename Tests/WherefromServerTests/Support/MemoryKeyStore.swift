import JSONBytes
import NIOConcurrencyHelpers

@testable import WherefromServer

/// Keys in memory, counting how often it was asked.
final class MemoryKeyStore: KeyStore {
    private struct State {
        var keys: [String: APIKey] = [:]
        var lookups = 0
    }

    private let state = NIOLockedValueBox(State())

    var lookups: Int { state.withLockedValue { $0.lookups } }

    /// Adds a key and returns its secret.
    func make(
        _ name: String, _ scopes: Set<KeyScope>, namespaces: [String] = [], revoked: Int64? = nil
    ) -> String {
        let secret = KeySecret.generate()
        let key = APIKey(
            name: name, hash: KeySecret.hash(secret), scopes: scopes, namespaces: namespaces, created: 0,
            revoked: revoked)
        state.withLockedValue { $0.keys[name] = key }
        return secret
    }

    func key(hash: Digest256) async throws -> APIKey? {
        state.withLockedValue { state in
            state.lookups += 1
            return state.keys.values.first { $0.hash == hash }
        }
    }

    func keys() async throws -> [APIKey] {
        state.withLockedValue { $0.keys.values.sorted { $0.name < $1.name } }
    }

    func add(_ key: APIKey) async throws {
        try state.withLockedValue { state in
            guard state.keys[key.name] == nil else { throw KeyStoreError.nameTaken }
            state.keys[key.name] = key
        }
    }

    func revoke(name: String, at time: Int64) async throws -> APIKey? {
        state.withLockedValue { state in
            guard var key = state.keys[name] else { return nil }
            key.revoked = key.revoked ?? time
            state.keys[name] = key
            return key
        }
    }

    func noteUse(_ uses: [(name: String, time: Int64)]) async throws {
        state.withLockedValue { state in
            for use in uses { state.keys[use.name]?.lastUsed = use.time }
        }
    }
}
