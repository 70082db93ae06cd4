import GraphEngine
import Ingestion
import JSONBytes
import MetadataCatalog
import OpenLineage
import SQLDatabase
import TestDatabases
import Testing

/// A clock that a test moves; used by one task at a time.
final class TestClock: @unchecked Sendable {
    var now: Int64
    init(_ now: Int64) { self.now = now }
}

/// Histories that once gave a wrong catalog.
struct RegressionTests {
    typealias H = Histories

    func differ(_ a: [String], _ b: [String]) -> String {
        "only first: \(Set(a).subtracting(b).sorted()); only second: \(Set(b).subtracting(a).sorted())"
    }

    func orders(_ events: [String]) async throws -> String? {
        let a = try await TestCatalog()
        try await a.postOneByOne(events)
        let b = try await TestCatalog()
        try await b.postOneByOne(events.reversed())
        let (x, y) = (try await a.state(), try await b.state())
        return x == y ? nil : differ(x, y)
    }

    @Test func parentFirstSeen() async throws {
        let d = try await orders([
            H.run("p", "COMPLETE", 10, job: "dag"),
            H.run("c", "COMPLETE", 2, job: "task", outputs: ["b"], parent: ("dag", "p")),
        ])
        #expect(d == nil)
    }

    @Test func jobEndpointNamespace() async throws {
        func e(_ run: String, _ m: Int) -> String {
            """
            {"eventTime":"\(H.time(m))","eventType":"COMPLETE","producer":"p","run":{"runId":"\(run)"},
            "job":{"namespace":"ns","name":"j"},"inputs":[],"outputs":[{"namespace":"ns","name":"o","facets":{
            "lineage":{"inputs":[{"namespace":"foreign","name":"up","type":"JOB"}]}}}]}
            """
        }
        let d = try await orders([e("r1", 1), e("r2", 5)])
        #expect(d == nil)
    }

    @Test func spelledDuplicate() async throws {
        let e = #"{"eventTime":"2026-01-01T00:01:00Z","producer":"p","dataset":{"namespace":"ns","name":"d"}}"#
        let f = #"{"eventTime":"2026-01-01T00:01:00Z", "producer":"p","dataset":{"namespace":"ns","name":"d"}}"#
        let d = try await orders([e, f])
        #expect(d == nil)
    }

    @Test func childEndsWithItsParentAfterRestart() async throws {
        let first = [
            H.run("p", "START", 0, job: "dag"),
            H.run("c", "START", 1, job: "task", inputs: ["a"], outputs: ["b"], parent: ("dag", "p")),
        ]
        let last = H.run("p", "COMPLETE", 5, job: "dag")
        let a = try await TestCatalog()
        try await a.postOneByOne(first)
        let again = try await Catalog.open(a.catalog.database, clock: Catalog.Clock { TestCatalog.now })
        let ingestor = Ingestor(catalog: again, rejections: RejectionList())
        _ = try await ingestor.submit(
            single: Array(last.utf8), source: IngestSource(receivedAt: TestCatalog.now), permission: .everything,
            strict: false)
        let found = try await again.read { try CatalogDigest.lines($0) }
        let b = try await TestCatalog()
        try await b.postOneByOne(first + [last])
        let expected = try await b.state()
        #expect(found == expected, "\(differ(found, expected))")
    }

    @Test func dueEventsCountAsIfTheyCameInTime() async throws {
        let clock = TestClock(TestCatalog.now)
        let later = "2026-06-01T00:30:00Z"
        let events = [
            H.run("r1", "COMPLETE", 1, inputs: ["a"], outputs: ["b"]),
            H.event(later, "COMPLETE", run: "r2", job: "j", inputs: ["x"], outputs: ["y"], symlink: "s1"),
        ]
        let a = try await Catalog.open(TestDatabase.current.open(), clock: Catalog.Clock { clock.now })
        let ingestor = Ingestor(catalog: a, rejections: RejectionList())
        for event in events {
            _ = try await ingestor.submit(
                single: Array(event.utf8), source: IngestSource(receivedAt: TestCatalog.now), permission: .everything,
                strict: false)
        }
        clock.now += 3_600_000_000_000
        try await a.tick()
        let found = try await a.read { try CatalogDigest.lines($0) }
        let b = try await TestCatalog(now: clock.now)
        try await b.postOneByOne(events)
        let expected = try await b.state()
        #expect(found == expected, "\(differ(found, expected))")
    }

    @Test func foreignFacetsStayOutAfterLateEvents() async throws {
        func e(_ m: Int, _ job: String, _ doc: String) -> String {
            """
            {"eventTime":"\(H.time(m))","eventType":"COMPLETE","producer":"p","run":{"runId":"r\(m)"},
            "job":{"namespace":"\(job)","name":"j"},"outputs":[{"namespace":"prod","name":"o","facets":{
            "documentation":{"description":"\(doc)"}}}]}
            """
        }
        func make(_ order: [Int]) async throws -> [String] {
            let t = try await TestCatalog()
            let events = [
                (e(1, "prod", "X"), WritePermission.everything),
                (e(2, "prod", "Z"), .everything),
                (e(3, "team", "EVIL"), WritePermission(namespaces: [NamespacePattern("team")])),
            ]
            for index in order {
                _ = try await t.ingestor.submit(
                    single: Array(events[index].0.utf8), source: IngestSource(receivedAt: TestCatalog.now),
                    permission: events[index].1, strict: false)
            }
            return try await t.state()
        }
        let x = try await make([0, 1, 2])
        let y = try await make([0, 2, 1])
        #expect(x == y, "\(differ(x, y))")
    }

    @Test func leftNamesAreNoJobs() async throws {
        let t = try await TestCatalog()
        try await t.postOneByOne([
            H.run("p", "START", 0, job: "dag"), H.run("c", "COMPLETE", 2, job: "task", outputs: ["b"]),
            H.run("c", "START", 1, job: "task", parent: ("dag", "p")),
        ])
        let exists = try await t.catalog.read { reader in
            guard let row = try reader.entity(.job, namespace: "ns", name: "task") else { return false }
            return try reader.exists(row)
        }
        #expect(!exists)
    }

    func aliases(_ catalog: Catalog, _ time: Int64?) async throws -> Int {
        try await catalog.read(asOf: time) { reader in
            let row = try reader.entity(.dataset, namespace: "ns", name: "b")!
            return try reader.withGraph { view in
                try view.neighbours(of: UInt32(row.id), direction: .both, time: reader.time) { _ in [] }
            }.filter { $0.kind == .alias }.count
        }
    }

    @Test func acceptedAliasOutlivesSymlink() async throws {
        let t = try await TestCatalog()
        try await t.postOneByOne([H.run("r1", "COMPLETE", 1, outputs: ["b", "s1"])])
        let (b, s) = (DatasetID(namespace: "ns", name: "b"), DatasetID(namespace: "ns", name: "s1"))
        let at = EventTime.parse(ByteString(H.time(2)))!.time.nanoseconds
        _ = try await t.catalog.submit([
            .command(.acceptAlias(b, s, reason: "x"), Receipt(time: at, keyName: nil))
        ])
        #expect(try await aliases(t.catalog, nil) == 1)
        try await t.postOneByOne([
            H.run("r2", "COMPLETE", 3, outputs: ["b"], symlink: "s1"),
            H.run("r3", "COMPLETE", 4, outputs: ["b"], symlink: "-"),
        ])
        #expect(try await aliases(t.catalog, nil) == 1)
    }

    @Test func crashOldStart() async throws {
        let t = try await TestCatalog()
        try await t.postOneByOne([
            H.event("1700-01-01T00:00:00Z", "START", run: "r", job: "j", inputs: ["a"]),
            H.run("r", "COMPLETE", 1, outputs: ["b"]),
        ])
        #expect(try await t.digest() != "")
    }
}
