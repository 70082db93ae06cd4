import HTTPTypes
import Ingestion
import JSONBytes
import MetadataCatalog
import SQLDatabase
import TestDatabases
import Testing

@testable import WherefromServer

struct KeyTests {
    private static let routes = [
        Route(.get, "/api/v1/read", scope: .read, summary: "Reads") { context in
            .text(context.principal.keyName ?? "-")
        }
    ]

    private struct Outcome: Sendable {
        let keyless: Int
        let required: Int
        let isPrivate: Int

        init(_ keyless: Int, _ required: Int, _ isPrivate: Int) {
            self.keyless = keyless
            self.required = required
            self.isPrivate = isPrivate
        }
    }

    /// Who asks what, and the status without keys, with required keys, and with private reads.
    private static let table: [(String, String, Outcome)] = [
        ("nobody", "read", Outcome(200, 200, 401)), ("nobody", "write", Outcome(201, 401, 401)),
        ("nobody", "admin", Outcome(200, 401, 401)), ("reader", "read", Outcome(200, 200, 200)),
        ("reader", "write", Outcome(201, 403, 403)), ("writer", "read", Outcome(200, 200, 403)),
        ("writer", "write", Outcome(201, 201, 201)), ("writer", "admin", Outcome(200, 403, 403)),
        ("admin", "read", Outcome(200, 200, 200)), ("admin", "write", Outcome(201, 201, 201)),
        ("admin", "admin", Outcome(200, 200, 200)), ("stranger", "read", Outcome(200, 401, 401)),
        ("stranger", "write", Outcome(201, 401, 401)), ("revoked", "write", Outcome(201, 401, 401)),
        ("basic", "write", Outcome(201, 401, 401)), ("nobody", "open", Outcome(200, 200, 200)),
    ]

    @Test("who may do what", arguments: table.indices)
    func permissions(_ row: Int) async throws {
        let (who, what, outcome) = Self.table[row]
        let modes: [(Bool, Bool, Int)] = [
            (false, false, outcome.keyless), (true, false, outcome.required), (false, true, outcome.isPrivate),
        ]
        for (requiresKey, isPrivate, status) in modes {
            let server = TestServer(routes: Self.routes) {
                $0.requireAPIKey = requiresKey
                $0.privateReads = isPrivate
            }
            let credentials: [String: String?] = [
                "reader": server.store.make("reader", [.read]), "writer": server.store.make("writer", [.write]),
                "admin": server.store.make("admin", [.admin]),
                "revoked": server.store.make("revoked", [.write], revoked: 1), "stranger": KeySecret.generate(),
            ]
            var headers: [String: String] = [:]
            if let secret = credentials[who] ?? nil { headers["Authorization"] = "Bearer \(secret)" }
            if who == "basic" { headers["Authorization"] = "Basic dTpw" }
            let requests = [
                "read": ("GET", "/api/v1/read"), "write": ("POST", "/api/v1/lineage"), "open": ("GET", "/ping"),
                "admin": ("GET", "/api/v2/keys"),
            ]
            let (method, target) = try #require(requests[what])
            let answer = try await server.send(method, target, headers: headers)
            #expect(answer.status == status, "\(who) \(what), keys \(requiresKey), private \(isPrivate)")
            #expect((answer.header("WWW-Authenticate") != nil) == (status == 401))
        }
    }

    @Test("both header lines work, with any spelling of Bearer")
    func headerLines() async throws {
        let server = TestServer(routes: Self.routes) { $0.privateReads = true }
        let secret = server.store.make("r", [.read])
        for headers in [
            ["X-API-Key": secret], ["Authorization": "bearer \(secret)"], ["Authorization": "BEARER   \(secret)"],
        ] {
            let answer = try await server.send("GET", "/api/v1/read", headers: headers)
            #expect(answer.text == "r")
        }
    }

    @Test("401 says what to fix")
    func messages() async throws {
        let server = TestServer { $0.requireAPIKey = true }
        let revoked = server.store.make("old-one", [.write], revoked: 1)
        let cases: [([String: String], String)] = [
            ([:], "carries none"), (["X-API-Key": "wf_x"], "not known"), (["X-API-Key": revoked], "'old-one'"),
            (["Authorization": "Basic x"], "Bearer"),
        ]
        for (headers, part) in cases {
            let answer = try await server.send("POST", "/api/v1/lineage", headers: headers)
            #expect(answer.status == 401)
            #expect(answer.text.contains(part), "\(answer.text)")
            #expect(!answer.text.contains(revoked))
        }
        let refusals = server.assembly.authenticator.refusals
        #expect(refusals.missingKey == 1 && refusals.unknownKey == 2 && refusals.revokedKey == 1)
    }

    @Test("a key's namespaces reach the sink, also where keys are not required")
    func namespaces() async throws {
        let server = TestServer()
        let secret = server.store.make("team", [.write], namespaces: ["team-a*"])
        _ = try await server.send("POST", "/api/v1/lineage", headers: ["X-API-Key": secret])
        let call = try #require(server.sink.calls.first)
        #expect(call.source.keyName == "team")
        #expect(call.permission.allows("team-a-2"))
        #expect(!call.permission.allows("team-b"))
    }

    @Test("look-ups are remembered, unknown keys too, and forgotten when keys change")
    func cache() async throws {
        let server = TestServer(routes: Self.routes) { $0.privateReads = true }
        let secret = server.store.make("r", [.read])
        let admin = server.store.make("a", [.admin])
        for _ in 0..<5 {
            #expect(try await server.send("GET", "/api/v1/read", headers: ["X-API-Key": secret]).status == 200)
            #expect(try await server.send("GET", "/api/v1/read", headers: ["X-API-Key": "wf_no"]).status == 401)
        }
        #expect(server.store.lookups == 2)
        let revoked = try await server.send("DELETE", "/api/v2/keys/r", headers: ["X-API-Key": admin])
        #expect(revoked.status == 200)
        #expect(try await server.send("GET", "/api/v1/read", headers: ["X-API-Key": secret]).status == 401)
    }

    @Test("uses are written to the store")
    func uses() async throws {
        let server = TestServer(routes: Self.routes)
        let secret = server.store.make("r", [.read])
        _ = try await server.send("GET", "/api/v1/read", headers: ["X-API-Key": secret])
        try await server.assembly.authenticator.flushUses()
        let time = try #require(try await server.store.keys().first?.lastUsed)
        #expect(time > 1_700_000_000_000_000_000)
    }

    @Test("a key is made, shown once, listed without its secret, and works")
    func keyLifecycle() async throws {
        let server = TestServer()
        let body = Array(#"{"name":"ci","scopes":["write","read"],"namespaces":["a*"]}"#.utf8)
        let made = try await server.send("POST", "/api/v2/keys", body: body)
        #expect(made.status == 201)
        let secret = try #require(try made.json()["key"]?.string)
        #expect(secret.hasPrefix("wf_") && secret.utf8.count == 46)
        #expect(made.header("Cache-Control") == "no-store")
        let list = try await server.send("GET", "/api/v2/keys")
        #expect(
            list.text.hasPrefix(#"{"keys":[{"name":"ci","scopes":["read","write"],"namespaces":["a*"],"created":"20"#))
        #expect(!list.text.contains(secret))
        #expect(try await server.send("POST", "/api/v2/keys", body: body).status == 409)
        #expect(try await server.send("DELETE", "/api/v2/keys/other").status == 404)
        let revoked = try await server.send("DELETE", "/api/v2/keys/ci")
        #expect(try revoked.json()["revoked"]?.string != nil)
    }

    @Test(
        "bad requests for keys are 422 and say why",
        arguments: [
            (#"{"name":"","scopes":["read"]}"#, "name"), (#"{"name":"a b"}"#, "name"),
            (#"{"name":"a","scopes":["root"]}"#, "scopes"), (#"{"name":"a","scopes":[]}"#, "scopes"),
            (#"{"name":"a","namespaces":[1]}"#, "namespaces"), ("[]", "name"),
        ])
    func badKeyRequests(_ body: String, _ part: String) async throws {
        let answer = try await TestServer().send("POST", "/api/v2/keys", body: Array(body.utf8))
        #expect(answer.status == 422)
        #expect(answer.text.contains("\(part) must"))
    }

    @Test(
        "without keys, keys are managed from this machine only",
        arguments: [("127.0.0.1", 200), ("::1", 200), ("10.1.2.3", 403)])
    func adminFromElsewhere(_ peer: String, _ status: Int) async throws {
        #expect(try await TestServer().send("GET", "/api/v2/keys", peer: peer).status == status)
    }

    @Test("keys in a database are found, revoked and never given twice", arguments: [true, false])
    func storeContract(_ inDatabase: Bool) async throws {
        let database = try await TestDatabase.current.open()
        defer { database.close() }
        try await database.writeWithoutTransaction { _ = try Catalog.migrator.migrate($0) }
        let store: any KeyStore = inDatabase ? DatabaseKeyStore(database: database) : MemoryKeyStore()
        let hash = KeySecret.hash("wf_secret")
        let key = APIKey(name: "k", hash: hash, scopes: [.read, .admin], namespaces: ["a*", "b"], created: 7)
        try await store.add(key)
        await #expect(throws: KeyStoreError.nameTaken) { try await store.add(key) }
        let found = try #require(try await store.key(hash: hash))
        #expect(found.name == "k" && found.scopes == [.read, .admin] && found.namespaces == ["a*", "b"])
        #expect(found.created == 7 && found.revoked == nil && found.lastUsed == nil)
        #expect(try await store.key(hash: KeySecret.hash("wf_other")) == nil)
        try await store.noteUse([(name: "k", time: 9)])
        #expect(try await store.revoke(name: "k", at: 11)?.revoked == 11)
        #expect(try await store.revoke(name: "k", at: 12)?.revoked == 11)
        #expect(try await store.revoke(name: "none", at: 12) == nil)
        #expect(try await store.keys().map(\.lastUsed) == [9])
        await #expect(throws: KeyStoreError.nameTaken) { try await store.add(key) }
    }

    @Test("secrets differ and hold 256 bits")
    func secrets() {
        let secrets = Set((0..<100).map { _ in KeySecret.generate() })
        #expect(secrets.count == 100)
    }

    @Test(
        "patterns match whole namespaces",
        arguments: [
            ("team", "team", true), ("team", "team2", false), ("team*", "team", true), ("team*", "team://x", true),
            ("*", "", true), ("", "", true), ("", "a", false), ("*a", "ba", true), ("*a", "ab", false),
            ("a*b*c", "a-b-c", true), ("a*b*c", "abc", true), ("a*b*c", "acb", false), ("a*a", "a", false),
            ("a*bb*b", "abbb", true), ("a*bb*b", "abb", false), ("a**b", "ab", true), ("*x*y*", "axby", true),
            ("*x*y*", "aybx", false), ("s3://a-*", "s3://a-b", true),
        ])
    func patterns(_ pattern: String, _ namespace: String, _ matches: Bool) {
        #expect(NamespacePattern(pattern).matches(ByteString(namespace)) == matches)
    }
}
