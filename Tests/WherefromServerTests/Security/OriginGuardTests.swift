import Testing

@testable import WherefromServer

struct OriginGuardTests {
    private static let guarded = OriginGuard(
        boundHost: "lineage.example.org", trustedHosts: ["Wherefrom.example.com", "*.corp.example"],
        allowedOrigins: ["https://ui.example.org/"])

    @Test(
        "hosts that a stranger's page can name are refused",
        arguments: [
            ("localhost:5000", true), ("LOCALHOST", true), ("127.0.0.1:5000", true), ("127.1.2.3", true),
            ("[::1]:5000", true), ("192.168.7.3:5000", true), ("wherefrom:5000", true), ("app.localhost", true),
            ("wherefrom.lineage.svc:5000", true), ("wherefrom.lineage.svc.cluster.local", true),
            ("lineage.example.org", true), ("lineage.example.org.", true), ("wherefrom.example.com:80", true),
            ("a.corp.example", true), ("corp.example", false), ("evil.example", false), ("evil.example:5000", false),
            ("127.0.0.1.evil.example", false), ("localhost.evil.example:5000", false), ("1.2.3.4.5", false),
            ("corp.example.evil", false),
        ] as [(String, Bool)])
    func hosts(_ host: String, _ isAllowed: Bool) {
        #expect(Self.allows(host, origin: nil) == isAllowed)
    }

    @Test(
        "pages of another origin are refused",
        arguments: [
            ("localhost:5000", "http://localhost:5000", true), ("localhost:5000", "http://LOCALHOST:5000", true),
            ("localhost:5000", "http://localhost:3000", false), ("localhost:5000", "null", false),
            ("localhost:5000", "https://evil.example", false), ("localhost:5000", "localhost:5000", false),
            ("localhost:5000", "https://ui.example.org", true),
            ("lineage.example.org", "https://lineage.example.org", true),
            ("lineage.example.org", "https://lineage.example.org.evil", false),
        ] as [(String, String, Bool)])
    func origins(_ host: String, _ origin: String, _ isAllowed: Bool) {
        #expect(Self.allows(host, origin: origin) == isAllowed)
    }

    @Test("requests without a Host are allowed: no browser sends them")
    func noHost() {
        #expect(Self.allows(nil, origin: nil))
        #expect(!Self.allows(nil, origin: "http://localhost"))
    }

    @Test("a refusal is 403, says how to allow it, and is counted; a key opens the way; probes stay open")
    func refusal() async throws {
        let server = TestServer()
        let foreign = ["Origin": "https://evil.example"]
        let answer = try await server.send("POST", "/api/v1/lineage", headers: foreign)
        #expect(answer.status == 403)
        #expect(answer.text.contains("--allowed-origin"))
        #expect(server.sink.calls.isEmpty)
        let rebound = try await server.send("POST", "/api/v1/lineage", host: "evil.example:5000")
        #expect(rebound.status == 403)
        #expect(rebound.text.contains("--trusted-host"))
        let secret = server.store.make("k", [.write])
        let keyed = try await server.send(
            "POST", "/api/v1/lineage", headers: foreign.merging(["X-API-Key": secret]) { $1 }, host: "evil.example")
        #expect(keyed.status == 201)
        let guessed = try await server.send(
            "POST", "/api/v1/lineage", headers: foreign.merging(["X-API-Key": "guess"]) { $1 })
        #expect(guessed.status == 403)
        #expect(try await server.send("GET", "/ping", host: "evil.example").status == 200)
        #expect(try await server.send("GET", "/metrics").text.contains("wherefrom_refused_origins_total 3\n"))
    }

    @Test("any host may be trusted")
    func anyHost() {
        let open = OriginGuard(boundHost: "0.0.0.0", trustedHosts: ["*"])
        #expect(throws: Never.self) { try open.check(authority: "evil.example", origin: nil) }
        #expect(throws: HTTPError.self) { try open.check(authority: "evil.example", origin: "http://other.example") }
    }

    private static func allows(_ host: String?, origin: String?) -> Bool {
        do {
            try guarded.check(authority: host, origin: origin)
            return true
        } catch {
            return false
        }
    }
}
