import JSONBytes
import OpenLineage

/// Making, listing and revoking keys.
struct KeyRoutes: Sendable {
    let store: any KeyStore
    let authenticator: Authenticator

    var routes: [Route] {
        [
            Route(.get, "/api/v2/keys", scope: .admin, summary: "Lists API keys, without their secrets", handler: list),
            Route(
                .post, "/api/v2/keys", scope: .admin, summary: "Makes an API key and shows it this once",
                handler: create),
            Route(.delete, "/api/v2/keys/{name}", scope: .admin, summary: "Revokes an API key", handler: revoke),
        ]
    }

    @Sendable
    private func list(_ context: RequestContext) async throws -> Response {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("keys")
        writer.beginArray()
        for key in try await store.keys() { Self.write(key, secret: nil, to: &writer) }
        writer.endArray()
        writer.endObject()
        return context.json(writer)
    }

    @Sendable
    private func create(_ context: RequestContext) async throws -> Response {
        let request = try await context.jsonBody()
        let name = request["name"]?.string ?? ""
        var errors: [String] = []
        if !Self.isName(name) { errors.append("name must be 1 to 100 letters, digits, '-', '_' or '.'") }
        let scopeTexts = request["scopes"].map { $0.elements.map { $0.string ?? "" } } ?? [KeyScope.write.rawValue]
        let scopes = scopeTexts.compactMap(KeyScope.init)
        if scopes.isEmpty || scopes.count != scopeTexts.count {
            errors.append("scopes must be a list of read, write and admin")
        }
        let patterns = request["namespaces"].map { $0.elements.map { $0.string ?? "" } } ?? []
        if patterns.contains("") { errors.append("namespaces must be a list of patterns such as 'team-a*'") }
        guard errors.isEmpty else { throw HTTPError.unprocessable(errors) }
        let secret = KeySecret.generate()
        let key = APIKey(
            name: name, hash: KeySecret.hash(secret), scopes: Set(scopes), namespaces: patterns,
            created: context.receivedAt)
        do {
            try await store.add(key)
        } catch KeyStoreError.nameTaken {
            throw HTTPError.conflict("A key named '\(name)' exists, or existed and was revoked.", id: "key-name-taken")
        }
        authenticator.forgetCachedKeys()
        var writer = JSONWriter()
        Self.write(key, secret: secret, to: &writer)
        var response = context.json(writer, status: 201)
        response.setHeader("Cache-Control", "no-store")
        return response
    }

    @Sendable
    private func revoke(_ context: RequestContext) async throws -> Response {
        let name = context.path("name").string
        guard let key = try await store.revoke(name: name, at: context.receivedAt) else {
            throw HTTPError.notFound("Key '\(name)'", id: "unknown-key")
        }
        authenticator.forgetCachedKeys()
        var writer = JSONWriter()
        Self.write(key, secret: nil, to: &writer)
        return context.json(writer)
    }

    private static func isName(_ name: String) -> Bool {
        (1...100).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    private static func write(_ key: APIKey, secret: String?, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", key.name)
        writer.key("scopes")
        writer.beginArray()
        for scope in KeyScope.allCases where key.scopes.contains(scope) { writer.value(scope.rawValue) }
        writer.endArray()
        writer.key("namespaces")
        writer.beginArray()
        for pattern in key.namespaces { writer.value(pattern) }
        writer.endArray()
        writer.member("created", EventTime(nanoseconds: key.created).description)
        writer.member("revoked", key.revoked.map { EventTime(nanoseconds: $0).description })
        writer.member("lastUsed", key.lastUsed.map { EventTime(nanoseconds: $0).description })
        if let secret { writer.member("key", secret) }
        writer.endObject()
    }
}
