import HTTPTypes
import JSONBytes
import NIOConcurrencyHelpers

/// Decides who a request comes from and whether that suffices for its route.
package final class Authenticator: Sendable {
    /// Whom the server lets in without a key.
    package struct Policy: Sendable {
        /// Whether writes need a key.
        package var requiresKey: Bool
        /// Whether reads need one too.
        package var isPrivate: Bool

        package init(requiresKey: Bool, isPrivate: Bool) {
            self.requiresKey = requiresKey || isPrivate
            self.isPrivate = isPrivate
        }
    }

    /// Counts of refusals, for the metrics.
    package struct Refusals: Sendable {
        package var missingKey = 0
        package var unknownKey = 0
        package var revokedKey = 0
        package var missingScope = 0
    }

    package let policy: Policy
    private let store: any KeyStore
    private let cache = NIOLockedValueBox(KeyCache())
    private let counts = NIOLockedValueBox(Refusals())

    package init(policy: Policy, store: any KeyStore) {
        self.policy = policy
        self.store = store
    }

    package var refusals: Refusals { counts.withLockedValue { $0 } }

    /// Who sent the request, as far as the key it carries tells.
    ///
    /// - Returns: nil if it carries none, or none that is known where none is needed: clients that were set up for
    ///   another server send theirs along.
    /// - Throws: ``HTTPError`` 401 for a key that is unknown or revoked where keys are required.
    package func principal(for request: IncomingRequest, at time: Int64) async throws -> Principal? {
        if case .process = request.origin { return .process }
        guard let credential = Credential(request.headers) else { return nil }
        guard case .key(let secret) = credential else {
            return try refused(\.unknownKey, Self.wrongScheme)
        }
        guard let key = try await key(KeySecret.hash(secret), at: time) else {
            return try refused(\.unknownKey, Self.unknownKey)
        }
        if key.revoked != nil {
            return try refused(\.revokedKey, "The API key '\(key.name)' has been revoked: ask for a new one.")
        }
        cache.withLockedValue { $0.uses[key.name] = time }
        return Principal(keyName: key.name, scopes: key.scopes, permission: key.permission)
    }

    /// Checks that `principal` may use a route of `scope`.
    ///
    /// - Throws: ``HTTPError`` 401 without a key, 403 with a key that lacks the scope.
    package func authorize(_ principal: Principal?, for scope: RouteScope, from request: IncomingRequest) throws {
        let needed: KeyScope
        switch scope {
        case .open: return
        case .read: needed = .read
        case .write: needed = .write
        case .admin: needed = .admin
        }
        guard policy.requiresKey else {
            try checkKeyless(principal, scope: scope, request: request)
            return
        }
        if needed == .read && !policy.isPrivate { return }
        guard let principal else {
            counts.withLockedValue { $0.missingKey += 1 }
            throw Self.unauthorized(Self.missingKey)
        }
        guard principal.scopes.contains(needed) || principal.scopes.contains(.admin) else {
            counts.withLockedValue { $0.missingScope += 1 }
            throw HTTPError.forbidden(
                "The API key '\(principal.keyName ?? "")' may not \(needed.rawValue): it lacks that scope.",
                id: "missing-scope", hint: "Create a key with scope \(needed.rawValue).")
        }
    }

    /// Forgets remembered keys, after one was made or revoked.
    package func forgetCachedKeys() {
        cache.withLockedValue { $0.entries.removeAll() }
    }

    /// Writes the times of last use to the store; called now and then.
    package func flushUses() async throws {
        let uses = cache.withLockedValue { cache in
            defer { cache.uses.removeAll() }
            return cache.uses.map { (name: $0.key, time: $0.value) }
        }
        if !uses.isEmpty { try await store.noteUse(uses) }
    }
}

extension Authenticator {
    /// Keys as looked up lately, unknown ones as nil.
    private struct KeyCache {
        struct Entry {
            let key: APIKey?
            let expires: Int64
        }

        var entries: [Digest256: Entry] = [:]
        var uses: [String: Int64] = [:]
    }

    /// What a request presents as proof of who it is.
    private enum Credential {
        case key(String)
        case other

        init?(_ headers: HTTPFields) {
            if let value = headers[.xAPIKey], !value.isEmpty {
                self = .key(value)
                return
            }
            guard let value = headers[.authorization], !value.isEmpty else { return nil }
            let parts = value.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else {
                self = .other
                return
            }
            self = .key(String(parts[1].drop { $0 == " " }))
        }
    }

    /// Without keys everybody may read and write, but keys are managed from this machine only.
    private func checkKeyless(_ principal: Principal?, scope: RouteScope, request: IncomingRequest) throws {
        guard scope == .admin, case .connection = request.origin else { return }
        if principal?.scopes.contains(.admin) == true { return }
        if let address = request.origin.address, Loopback.isAddress(address) { return }
        throw HTTPError.forbidden(
            "Without an admin key this is answered to the machine itself only.", id: "admin-from-elsewhere",
            hint: "Send an admin key, or run the command on the server's machine.")
    }

    private func key(_ hash: Digest256, at time: Int64) async throws -> APIKey? {
        if let entry = cache.withLockedValue({ $0.entries[hash] }), entry.expires > time { return entry.key }
        let found = try await store.key(hash: hash)
        // Unknown keys are asked for again sooner, so that a key made elsewhere is soon known.
        let seconds: Int64 = found == nil ? 2 : 30
        let (expires, _) = time.addingReportingOverflow(seconds * 1_000_000_000)
        cache.withLockedValue { cache in
            if cache.entries.count >= Limits.keyCacheEntriesMax { cache.entries.removeAll() }
            cache.entries[hash] = KeyCache.Entry(key: found, expires: expires)
        }
        return found
    }

    private func refused(_ counter: WritableKeyPath<Refusals, Int>, _ message: String) throws -> Principal? {
        guard policy.requiresKey else { return nil }
        counts.withLockedValue { $0[keyPath: counter] += 1 }
        throw Self.unauthorized(message)
    }

    private static func unauthorized(_ message: String) -> HTTPError {
        var error = HTTPError(401, id: "unauthorized", message)
        error.hint = "Send 'Authorization: Bearer <key>' or 'X-API-Key: <key>'."
        error.headers[.wwwAuthenticate] = "Bearer realm=\"wherefrom\""
        return error
    }

    private static let missingKey =
        "This needs an API key and the request carries none. Set OPENLINEAGE_API_KEY in OpenLineage clients; "
        + "'wherefrom keys create' makes a key."
    private static let unknownKey =
        "The API key sent is not known to this server: it may be cut off, mistyped or meant for another server."
    private static let wrongScheme = "The Authorization header is not of the form 'Bearer <key>'."
}

extension HTTPField.Name {
    // The name is a constant token.
    static let xAPIKey = HTTPField.Name("X-API-Key")!  // swift-format-ignore
    static let xRequestID = HTTPField.Name("X-Request-Id")!  // swift-format-ignore
}
