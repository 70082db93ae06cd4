import HTTPTypes
import JSONBytes
import Testing

@testable import WherefromServer

/// What holds for all of Marquez's API: errors, names in paths, pages, hiding.
struct ConventionTests {
    @Test(
        "MATCH: what is missing is 404 in Marquez's words",
        arguments: [
            ("/namespaces/x", "Namespace 'x' not found."), ("/sources/x", "Source 'x' not found."),
            ("/namespaces/d/datasets/x", "Dataset 'x' not found."), ("/namespaces/n/jobs/x", "Job 'x' not found."),
            ("/namespaces/x/datasets", "Namespace 'x' not found."), ("/namespaces/n/jobs/x/runs", "Job 'x' not found."),
            (
                "/jobs/runs/00000000-0000-4000-8000-000000000000",
                "Run '00000000-0000-4000-8000-000000000000' not found."
            ),
            (
                "/namespaces/d/datasets/o/versions/00000000-0000-4000-8000-000000000000",
                "Dataset version '00000000-0000-4000-8000-000000000000' not found."
            ),
            (
                "/namespaces/n/jobs/j/versions/00000000-0000-4000-8000-000000000000",
                "Job version '00000000-0000-4000-8000-000000000000' not found."
            ),
        ])
    func notFound(_ path: String, _ message: String) async throws {
        let server = try await MarquezServer([Event("COMPLETE", at: "2026-01-01T00:00:00Z", outputs: ["o"])])
        let reply = try await server.send("GET", path)
        #expect(reply.status == 404)
        #expect(reply.text == #"{"code":404,"message":"\#(message)"}"#)
    }

    @Test("MATCH: an unknown column of a dataset is 404 in Marquez's words")
    func unknownField() async throws {
        let server = try await MarquezServer([Event("COMPLETE", at: "2026-01-01T00:00:00Z", outputs: ["o"])])
        let reply = try await server.send("POST", "/namespaces/d/datasets/o/fields/x/tags/pii")
        #expect(reply.status == 404)
        #expect(reply.text == #"{"code":404,"message":"Field 'x' not found for dataset 'o'."}"#)
    }

    @Test(
        "FIX: what cannot be read is 400, not 404",
        arguments: [
            "/namespaces?limit=abc", "/namespaces?limit=-1", "/jobs?offset=-1", "/namespaces/d/datasets/o/versions/abc",
            "/namespaces/n/jobs/j/versions/abc", "/jobs?lastRunStates=x", "/search", "/search?q=%20",
            "/search?q=a&sort=x", "/search?q=a&after=2026-13-01", "/search?q=a&after=20260101", "/jobs/runs/x/facets",
            "/jobs/runs/x/facets?type=y", "/events/lineage?before=x", "/events/lineage?eventType=x",
            "/stats/jobs", "/stats/jobs?period=x", "/stats/jobs?period=WEEK", "/stats/jobs?period=WEEK&timezone=..%2Fx",
        ])
    func badParameters(_ path: String) async throws {
        let server = try await MarquezServer([Event("COMPLETE", at: "2026-01-01T00:00:00Z", outputs: ["o"])])
        #expect(try await server.send("GET", path).status == 400)
    }

    @Test(
        "MATCH: a body that lacks what it must have is 422 with a list",
        arguments: [
            ("PUT", "/namespaces/a", "{}", "ownerName must not be null"),
            ("PUT", "/sources/a", #"{"type":"x"}"#, "connectionUrl must not be null"),
            ("PUT", "/namespaces/n/datasets/x", "{}", "type must not be null"),
            ("PUT", "/namespaces/n/jobs/x", #"{"type":"X"}"#, "type must be one of [BATCH, STREAM, SERVICE]"),
            ("PUT", "/tags/x", "[]", "The request body must be an object."),
        ])
    func badBodies(_ method: String, _ path: String, _ body: String, _ message: String) async throws {
        let server = try await MarquezServer()
        let reply = try await server.send(method, path, body)
        #expect(reply.status == 422)
        #expect(try reply.json.text("errors/0") == message)
        #expect(try await server.send(method, path, "{").status == 400)
    }

    /// Names that need care somewhere between a path, JSON and a database: percent-encoded, and as JSON text.
    static let names: [(encoded: String, json: String)] = [
        ("a%2Fb%20c%25d%23e%3Ff", "a/b c%d#e?f"), ("postgres%3A%2F%2Fh%3A5432", "postgres://h:5432"),
        ("%F0%9F%8D%8E%C3%A9", "🍎é"), ("x%00y", "x\\u0000y"), ("lone%ED%A0%80", "lone\\ud800"),
        ("%2E%2E%2F%2E", "../."),
        ("'%3B%20DROP%20TABLE%20log--", "'; DROP TABLE log--"), ("%22%5C", #"\"\\"#), ("100%25", "100%"),
        ("a+b", "a+b"),
        (String(repeating: "n", count: 3000), String(repeating: "n", count: 3000)),
    ]

    @Test("MATCH: any name works in every path, decoded once", arguments: names)
    func hostileNames(_ encoded: String, _ name: String) async throws {
        let facets = Event.schema(name)
        let output = #"{"namespace":"\#(name)","name":"\#(name)","facets":{\#(facets)}}"#
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", job: name, in: name, outputs: [output])
        ])
        let expected = try JSONDocument(parsing: Array(#""\#(name)""#.utf8)).root.byteString
        let base = "/namespaces/\(encoded)"
        #expect(try await server.get(base).at("name")?.byteString == expected)
        for path in ["\(base)/datasets/\(encoded)", "\(base)/jobs/\(encoded)/", "\(base)/datasets/\(encoded)/?x=1"] {
            let found = try await server.get(path)
            #expect(found.at("id/namespace")?.byteString == expected && found.at("name")?.byteString == expected)
        }
        #expect(try await server.get("\(base)/datasets").at("datasets/0/name")?.byteString == expected)
        #expect(try await server.get("\(base)/jobs").at("jobs/0/name")?.byteString == expected)
        #expect(try await server.get("\(base)/jobs/\(encoded)/runs").number("totalCount") == 1)
        #expect(try await server.get("\(base)/datasets/\(encoded)/versions").number("totalCount") == 1)
        let tagged = try await server.send("POST", "\(base)/datasets/\(encoded)/fields/\(encoded)/tags/pii")
        #expect(try tagged.json.text("fields/0/tags/0") == "PII")
        #expect(
            try await server.send("POST", "\(base)/jobs/\(encoded)/tags/\(encoded)").json.at("tags/0")?.byteString
                == expected)
        #expect(try await server.send("PUT", "/tags/\(encoded)", "{}").status == 200)
        #expect(try await server.send("PUT", "/sources/\(encoded)", #"{"type":"t","connectionUrl":"u"}"#).status == 200)
        #expect(try await server.get("/sources/\(encoded)").at("name")?.byteString == expected)
        #expect(try await server.send("DELETE", "\(base)/datasets/\(encoded)").status == 200)
        #expect(try await server.send("GET", "\(base)/datasets/\(encoded)").status == 404)
    }

    @Test("MATCH: nulls are written, times are Java instants, lists have no links")
    func conventions() async throws {
        let server = try await MarquezServer([Event("COMPLETE", at: "2026-01-01T00:00:00.5+01:00", outputs: ["o"])])
        let text = try await server.send("GET", "/namespaces/n/jobs/j").text
        #expect(text.contains(#""createdAt":"2025-12-31T23:00:00.500Z""#))
        for member in ["parentJobName", "parentJobUuid", "location", "description"] {
            #expect(text.contains(#""\#(member)":null"#), "\(member)")
        }
    }

    @Test("FIX: pages hold facets in every row, and counts count what the filters leave")
    func pages() async throws {
        let server = try await MarquezServer()
        for index in 10..<35 {
            let output = Event.data("o\(index)", facets: Event.schema("c"))
            let type = index % 5 == 0 ? "FAIL" : "COMPLETE"
            try await server.post(
                Event(
                    type, at: "2026-01-01T00:00:\(index)Z", run: "01890f3a-7b0e-7d6c-8a52-93a1d3c1b2\(index)",
                    job: "j\(index)", outputs: [output]))
        }
        let page = try await server.get("/namespaces/d/datasets?limit=20&offset=3")
        #expect(page.number("totalCount") == 25)
        #expect(page.texts("datasets", "name") == (13..<33).map { "o\($0)" })
        #expect(page.texts("datasets", "facets/schema/fields/0/name") == Array(repeating: "c", count: 20))
        let failed = try await server.get("/jobs?lastRunStates=FAILED&limit=2")
        #expect(failed.number("totalCount") == 5)
        #expect(failed.texts("jobs", "name") == ["j30", "j25"])
        let both = try await server.get("/namespaces/n/jobs?lastRunStates=failed&lastRunStates=COMPLETED&limit=0")
        #expect(both.number("totalCount") == 25 && both.at("jobs")?.count == 0)
        #expect(try await server.get("/namespaces/none/jobs").number("totalCount") == 0)
    }

    @Test("MATCH: a deleted thing is answered as it was and comes back with the next event that names it")
    func hiding() async throws {
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", inputs: ["i"], outputs: ["o"])
        ])
        let before = try await server.send("GET", "/namespaces/d/datasets/o").text
        #expect(try await server.send("DELETE", "/namespaces/d/datasets/o").text == before)
        #expect(try await server.send("GET", "/namespaces/d/datasets/o").status == 404)
        #expect(try await server.get("/namespaces/d/datasets").texts("datasets", "name") == ["i"])
        #expect(try await server.get("/namespaces/d/datasets").number("totalCount") == 1)
        #expect(try await server.get("/search?q=o&filter=dataset").number("totalCount") == 0)
        // Older and repeated events do not bring it back.
        try await server.post(Event("COMPLETE", at: "2026-01-01T00:00:00Z", inputs: ["i"], outputs: ["o"]))
        try await server.post(Event("START", at: "2025-01-01T00:00:00Z", run: Event.run2, outputs: ["o"]))
        #expect(try await server.send("GET", "/namespaces/d/datasets/o").status == 404)
        try await server.post(Event("COMPLETE", at: Self.soon, run: Event.run3, outputs: ["o"]))
        #expect(try await server.send("GET", "/namespaces/d/datasets/o").status == 200)
    }

    /// After every command of a test, and not in the future as the catalog sees it.
    private static var soon: String {
        EventTimes.text(WallClock.nanoseconds() + 60_000_000_000)
    }

    @Test("MATCH: a deleted namespace is still listed, hides what it holds, and gives back only what events name")
    func hidingNamespaces() async throws {
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", inputs: ["i"], outputs: ["o"])
        ])
        #expect(try await server.send("DELETE", "/namespaces/d").json.at("isHidden")?.bool == false)
        #expect(try await server.get("/namespaces/d").at("isHidden")?.bool == true)
        #expect(try await server.get("/namespaces").texts("namespaces", "name") == ["d", "default", "n"])
        #expect(try await server.get("/namespaces/d/datasets").number("totalCount") == 0)
        try await server.post(Event("COMPLETE", at: Self.soon, run: Event.run2, outputs: ["o"]))
        #expect(try await server.get("/namespaces/d").at("isHidden")?.bool == false)
        #expect(try await server.get("/namespaces/d/datasets").texts("datasets", "name") == ["o"])
    }

    @Test("FIX: a namespace keeps its name and is also found as Marquez would spell it")
    func normalisedNamespaces() async throws {
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", in: "a;b=c d", outputs: ["o"])
        ])
        #expect(try await server.get("/namespaces/a_b_c_d").text("name") == "a;b=c d")
        #expect(try await server.get("/namespaces/a_b_c_d/jobs/j").text("namespace") == "a;b=c d")
        #expect(try await server.get("/namespaces/a_b_c_d/jobs").number("totalCount") == 1)
        #expect(try await server.send("GET", "/namespaces/a_b_c_e").status == 404)
    }

    @Test("a past answer is made from the events up to its time")
    func past() async throws {
        let server = try await MarquezServer([
            Event("START", at: "2026-01-01T00:00:00Z", outputs: [Event.data("o", facets: Event.schema("a"))]),
            Event("COMPLETE", at: "2026-01-02T00:00:00Z", outputs: [Event.data("o", facets: Event.schema("a", "b"))]),
            Event("COMPLETE", at: "2026-01-03T00:00:00Z", run: Event.run2, job: "k", outputs: ["p"]),
        ])
        let then = "asOf=2026-01-01T12:00:00Z"
        let dataset = try await server.get("/namespaces/d/datasets/o?\(then)")
        #expect(dataset.texts("fields", "name") == ["a"])
        #expect(dataset.text("updatedAt") == "2026-01-01T00:00:00Z" && dataset.at("lastModifiedAt")?.isNull == true)
        #expect(try await server.get("/jobs/runs/\(Event.run1)?\(then)").text("state") == "RUNNING")
        #expect(try await server.get("/jobs?\(then)").texts("jobs", "name") == ["j"])
        #expect(try await server.get("/namespaces/d/datasets?\(then)").number("totalCount") == 1)
        #expect(try await server.send("GET", "/namespaces/n/jobs/k?\(then)").status == 404)
        let versions = try await server.get("/namespaces/d/datasets/o/versions?\(then)")
        #expect(versions.number("totalCount") == 1 && versions.text("versions/0/createdByRun/state") == "RUNNING")
    }
}
