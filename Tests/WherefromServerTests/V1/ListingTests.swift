import JSONBytes
import MetadataCatalog
import Testing

@testable import WherefromServer

/// Lists of events, search and counts of Marquez's API.
struct ListingTests {
    private func filled() async throws -> MarquezServer {
        try await MarquezServer([
            Event("START", at: "2026-01-01T00:00:00Z", outputs: ["stg_orders"]),
            Event("COMPLETE", at: "2026-01-01T00:01:00Z", outputs: ["stg_orders"]),
            Event(
                "COMPLETE", at: "2026-01-02T00:00:00Z", run: Event.run2, job: "reordersJob", in: "m",
                runFacets: Event.parent("dag", in: "m"),
                outputs: [Event.data("z", facets: Event.schema("order_id", "city"))]),
            Event(nil, at: "2026-01-03T00:00:00Z", dataset: Event.data("seed", facets: Event.schema("city"))),
            Event(nil, at: "2026-01-04T00:00:00Z", run: nil, job: "declared"),
        ])
    }

    /// Queries of events, their number, and the times in order.
    static let queries: [(query: String, count: Int64, times: [String])] = [
        ("", 3, ["2026-01-02T00:00:00Z", "2026-01-01T00:01:00Z", "2026-01-01T00:00:00Z"]),
        ("?sortDirection=asc&limit=1", 3, ["2026-01-01T00:00:00Z"]),
        ("?limit=1&offset=2", 3, ["2026-01-01T00:00:00Z"]),
        ("?after=2026-01-01T00:01:00Z&before=2026-01-02T00:00:00Z", 1, ["2026-01-01T00:01:00Z"]),
        ("?after=2026-01-01T01:01:00%2B01:00&before=2026-01-02T00:00:00Z", 1, ["2026-01-01T00:01:00Z"]),
        ("?eventType=start", 1, ["2026-01-01T00:00:00Z"]), ("?namespace=m", 1, ["2026-01-02T00:00:00Z"]),
        ("?namespace=m&job=dag.reordersJob", 1, ["2026-01-02T00:00:00Z"]), ("?job=nothing", 0, []),
        ("?job=reordersJob", 1, ["2026-01-02T00:00:00Z"]), ("?runId=\(Event.run2)", 1, ["2026-01-02T00:00:00Z"]),
        ("?runId=\(Event.run2)&namespace=n", 0, []), ("?kind=dataset", 1, ["2026-01-03T00:00:00Z"]),
        ("?kind=job", 1, ["2026-01-04T00:00:00Z"]), ("?kind=all&limit=1", 5, ["2026-01-04T00:00:00Z"]),
        ("?kind=dataset&namespace=d", 1, ["2026-01-03T00:00:00Z"]), ("?namespace=none", 0, []),
    ]

    @Test("FIX: events are listed by window and filters, and counted as they are listed", arguments: queries)
    func events(_ query: String, _ count: Int64, _ times: [String]) async throws {
        let answer = try await filled().get("/events/lineage" + query)
        #expect(answer.number("totalCount") == count)
        #expect(answer.texts("events", "eventTime") == times)
    }

    @Test("events come back with every member, as valid JSON")
    func eventMembers() async throws {
        let server = try await MarquezServer()
        let event =
            #"{"eventTime":"2026-01-01T00:00:00Z","producer":"p","x":[1.0e5,NaN],"run":{"runId":"r"},"job":{"namespace":"n","name":"j"}}"#
        #expect(try await server.send("POST", "/lineage", event).status == 201)
        let text = try await server.send("GET", "/events/lineage").text
        #expect(text.contains(event.replacing("NaN", with: "null")))
        #expect(try await server.get("/events").number("totalCount") == 1)
        #expect(try await server.get("/events/n").number("totalCount") == 1)
        #expect(try await server.get("/events/s3://other/place").number("totalCount") == 0)
    }

    /// Searches and the names that they find, in order.
    static let searches: [(query: String, names: [String])] = [
        ("q=orders", ["dag.reordersJob", "stg_orders"]), ("q=STG+ord", ["stg_orders"]),
        ("q=order", ["dag.reordersJob", "stg_orders", "z"]), ("q=city", ["seed", "z"]),
        ("q=s%25ers", ["stg_orders"]), ("q=stg_orders", ["stg_orders"]), ("q=orders&filter=JOB", ["dag.reordersJob"]),
        ("q=order&sort=UPDATE_AT", ["dag.reordersJob", "z", "stg_orders"]),
        ("q=order&sort=updated_at&limit=1", ["dag.reordersJob"]),
        ("q=order&namespace=d&sort=NAME", ["stg_orders", "z"]),
        ("q=order&after=2026-01-02", ["dag.reordersJob", "z"]), ("q=order&before=2026-01-02", ["stg_orders"]),
        ("q=nothing", []), ("q=order%20city", ["z"]),
    ]

    @Test("FIX: search finds words, parts of names and wildcards, and sorts", arguments: searches)
    func search(_ query: String, _ names: [String]) async throws {
        let answer = try await filled().get("/search?" + query)
        #expect(Set(answer.texts("results", "name")) == Set(names))
        if query.contains("sort") || !query.contains("after") {
            #expect(answer.texts("results", "name").count == names.count)
        }
        if query.contains("sort=UPDATE_AT") {
            #expect(answer.texts("results", "updatedAt") == answer.texts("results", "updatedAt").sorted(by: >))
        }
        if !query.contains("limit") { #expect(answer.number("totalCount") == Int64(names.count)) }
    }

    @Test("FIX: the total of a search does not depend on its limit")
    func searchTotal() async throws {
        let answer = try await filled().get("/search?q=order&limit=1")
        #expect(answer.number("totalCount") == 3 && answer.at("results")?.count == 1)
        #expect(answer.text("results/0/type") == "JOB" && answer.text("results/0/nodeId") == "job:m:dag.reordersJob")
    }

    @Test("EXTEND: documents and highlights without a search server")
    func documents() async throws {
        let server = try await filled()
        let jobs = try await server.get("/api/v2beta/search/jobs?q=reorders")
        #expect(jobs.text("hits/0/run_id") == Event.run2 && jobs.text("hits/0/eventType") == "COMPLETE")
        #expect(jobs.text("highlights/0/name/0") == "dag.<em>reorders</em>Job")
        let datasets = try await server.get("/api/v2beta/search/datasets?q=city")
        #expect(datasets.at("hits")?.count == 2 && datasets.at("highlights")?.count == 2)
        let v2 = try await server.get("/api/v2/search?q=city&type=dataset")
        #expect(v2.number("total") == 2 && v2.text("results/0/matched/0/field") == "column")
        #expect(v2.text("results/0/matched/0/text") == "city")
    }

    /// 2026-01-04T10:30:00Z
    private static let clock = Catalog.Clock { 1_767_522_600_000_000_000 }

    @Test("MATCH: a day has 24 hours and ends with the current one")
    func day() async throws {
        let server = try await MarquezServer(clock: Self.clock)
        try await server.post(Event("START", at: "2026-01-04T09:59:00Z", outputs: ["a"]))
        try await server.post(Event("COMPLETE", at: "2026-01-04T10:00:00Z", outputs: ["a", "b"]))
        let events = try await server.get("/stats/lineage-events?period=day")
        #expect(events.count == 24)
        #expect(events.text("23/startInterval") == "2026-01-04T10:00:00Z")
        #expect(events.text("23/endInterval") == "2026-01-04T11:00:00Z")
        #expect(events.number("22/start") == 1 && events.number("23/complete") == 1 && events.number("23/start") == 0)
        let datasets = try await server.get("/stats/datasets?period=DAY")
        #expect([21, 22, 23].map { datasets.number("\($0)/count") } == [0, 1, 2])
        #expect(try await server.get("/stats/jobs?period=DAY").number("23/count") == 1)
        #expect(try await server.get("/stats/sources?period=DAY").count == 24)
        #expect(try await server.send("GET", "/stats/jobs?period=x").text == "Invalid period")
    }

    @Test("MATCH: a week has seven days of the zone, shown as if they were UTC")
    func week() async throws {
        let server = try await MarquezServer(clock: Self.clock)
        // 23:30 of the third of January in New York.
        try await server.post(Event("FAIL", at: "2026-01-04T04:30:00Z"))
        let utc = try await server.get("/stats/lineage-events?period=WEEK&timezone=UTC")
        #expect(utc.count == 7 && utc.number("6/fail") == 1 && utc.text("6/startInterval") == "2026-01-04T00:00:00Z")
        guard TimeZoneTable(named: "America/New_York")?.offset(at: 1_767_522_600) == -18_000 else { return }
        let local = try await server.get("/stats/lineage-events?period=WEEK&timezone=America/New_York")
        #expect(local.number("5/fail") == 1 && local.text("5/endInterval") == "2026-01-04T00:00:00Z")
    }
}
