import HTTPTypes
import Ingestion
import JSONBytes
import Logging
import MetadataCatalog
import SQLDatabase
import TestDatabases
import Testing

@testable import WherefromServer

/// The graphs of `/api/v1`.
struct MarquezGraphTests {
    private let server: LocalServer

    init() async throws {
        var configuration = ServerConfiguration()
        configuration.logLevel = .critical
        let catalog = try await Catalog.open(TestDatabase.current.open())
        server = LocalServer(configuration: configuration, parts: ServerParts.around(catalog, configuration))
        let events = [
            Self.event(
                "01890f3a-7b0e-7d6c-8a52-000000000001", "one", 1, inputs: ["a"],
                outputs: [Self.column("b", "x", "a", "k")]),
            Self.event(
                "01890f3a-7b0e-7d6c-8a52-000000000002", "two", 2, inputs: ["b"],
                outputs: [Self.column("c", "y", "b", "x")]),
            Self.event("01890f3a-7b0e-7d6c-8a52-000000000003", "side", 3, inputs: ["a"], outputs: [Self.dataset("d")]),
        ]
        let body = Array("[\(events.joined(separator: ","))]".utf8)
        _ = try await server.respond(method: "POST", target: "/api/v1/lineage/batch", body: body)
    }

    private static func dataset(_ name: String) -> String { #"{"namespace":"ns","name":"\#(name)"}"# }

    private static func column(_ name: String, _ column: String, _ source: String, _ field: String) -> String {
        #"{"namespace":"ns","name":"\#(name)","facets":{"columnLineage":{"fields":{"\#(column)":{"inputFields":["#
            + #"{"namespace":"ns","name":"\#(source)","field":"\#(field)","transformations":"#
            + #"[{"type":"DIRECT","subtype":"IDENTITY","description":"","masking":false}]}]}}}}}"#
    }

    private static func event(_ run: String, _ job: String, _ minute: Int, inputs: [String], outputs: [String])
        -> String
    {
        func at(_ second: Int) -> String { "2026-01-01T00:0\(minute):\(second)Z" }
        let facts =
            #""producer":"https://example.org/p","run":{"runId":"\#(run)"},"job":{"namespace":"ns","name":"\#(job)"}"#
        return
            #"{"eventType":"START","eventTime":"\#(at(10))",\#(facts)},{"eventType":"COMPLETE","eventTime":"\#(at(20))","#
            + #"\#(facts),"inputs":[\#(inputs.map(dataset).joined(separator: ","))],"#
            + #""outputs":[\#(outputs.joined(separator: ","))]}"#
    }

    private func get(_ target: String, status: Int = 200) async throws -> JSONValue {
        let answer = try await server.respond(method: "GET", target: target)
        #expect(answer.status == status, "\(target): \(String(decoding: answer.body, as: UTF8.self))")
        return try JSONDocument(parsing: answer.body).root
    }

    private func ids(_ answer: JSONValue) -> [String] {
        answer["graph"]?.elements.compactMap { $0["id"]?.string } ?? []
    }

    private func node(_ id: String, _ answer: JSONValue) -> JSONValue? {
        answer["graph"]?.elements.first { $0["id"]?.string == id }
    }

    private func edges(_ node: JSONValue?, _ key: StaticString) -> [String] {
        node?[key]?.elements.map { "\($0["origin"]?.string ?? "") > \($0["destination"]?.string ?? "")" } ?? []
    }

    @Test("the graph of a job goes along shared datasets in every direction, bipartite and sorted by id")
    func undirected() async throws {
        let answer = try await get("/api/v1/lineage?nodeId=job:ns:one&depth=1")
        #expect(
            ids(answer) == [
                "dataset:ns:a", "dataset:ns:b", "dataset:ns:c", "dataset:ns:d", "job:ns:one", "job:ns:side",
                "job:ns:two",
            ])
        let job = node("job:ns:one", answer)
        #expect(edges(job, "inEdges") == ["dataset:ns:a > job:ns:one"])
        #expect(edges(job, "outEdges") == ["job:ns:one > dataset:ns:b"])
        #expect(job?["type"]?.string == "JOB" && job?["data"]?["simpleName"]?.string == "one")
        #expect(node("dataset:ns:b", answer)?["data"]?["type"]?.string == "DB_TABLE")
        #expect(try await ids(get("/api/v1/lineage?nodeId=job:ns:one&depth=0")).count == 3)
    }

    @Test("a dataset's graph begins with the jobs that touch it; directions are ours")
    func directions() async throws {
        #expect(
            try await ids(get("/api/v1/lineage?nodeId=dataset:ns:c&depth=0")) == [
                "dataset:ns:b", "dataset:ns:c", "job:ns:two",
            ])
        #expect(
            try await ids(get("/api/v1/lineage?nodeId=dataset:ns:b&direction=upstream")) == [
                "dataset:ns:a", "dataset:ns:b", "job:ns:one",
            ])
        #expect(
            try await get("/api/v1/lineage?nodeId=dataset:ns:x", status: 404)["message"]?.string
                == "Could not find node")
        #expect(try await get("/api/v1/lineage", status: 400)["errors"] != nil)
    }

    @Test("a cut graph says so in its header lines")
    func cut() async throws {
        let answer = try await server.respond(method: "GET", target: "/api/v1/lineage?nodeId=job:ns:one&maxNodes=3")
        let name = try #require(HTTPField.Name("X-Wherefrom-Truncated"))
        #expect(answer.headers[name] == "true")
    }

    @Test("column graphs have the edges in reversed, transformations, and the legacy members derived")
    func columns() async throws {
        let answer = try await get("/api/v1/column-lineage?nodeId=dataset:ns:c")
        #expect(ids(answer) == ["datasetField:ns:a:k", "datasetField:ns:b:x", "datasetField:ns:c:y"])
        let column = node("datasetField:ns:c:y", answer)
        #expect(edges(column, "inEdges") == ["datasetField:ns:c:y > datasetField:ns:b:x"])
        #expect(column?["data"]?["transformationType"]?.string == "IDENTITY")
        #expect(edges(node("datasetField:ns:a:k", answer), "outEdges") == ["datasetField:ns:a:k > datasetField:ns:b:x"])
        let input = column?["data"]?["inputFields"]?.elements.first { _ in true }
        #expect(input?["transformations"]?.count == 1)
        #expect(try await ids(get("/api/v1/column-lineage?nodeId=datasetField:ns:c:y&depth=1")).count == 2)
    }

    @Test("impact analysis works from a pure source column")
    func downstreamFromSource() async throws {
        let target = "/api/v1/column-lineage?nodeId=datasetField:ns:a:k"
        #expect(try await ids(get(target + "&withDownstream=true")).count == 3)
        #expect(try await ids(get(target)).isEmpty)
    }

    @Test("run lineage follows the versions that runs read and wrote")
    func runs() async throws {
        let last = "01890f3a-7b0e-7d6c-8a52-000000000002"
        let upstream = try await get("/api/v1/runlineage/upstream?runId=\(last)")
        #expect(upstream["runs"]?.elements.compactMap { $0["job"]?["name"]?.string } == ["two", "one"])
        let input = upstream["runs"]?.elements.first { _ in true }?["inputs"]?.elements.first { _ in true }
        #expect(input?["producedByRunId"]?.string == "01890f3a-7b0e-7d6c-8a52-000000000001")
        let first = "01890f3a-7b0e-7d6c-8a52-000000000001"
        let downstream = try await get("/api/v1/runlineage/downstream?runId=\(first)")
        #expect(downstream["runs"]?.elements.compactMap { $0["job"]?["name"]?.string } == ["one", "two"])
        _ = try await get("/api/v1/runlineage/upstream?runId=01890f3a-7b0e-7d6c-8a52-00000000ffff", status: 404)
    }

    @Test("a namespace has a graph of its own")
    func namespace() async throws {
        #expect(try await ids(get("/api/v1/namespaces/ns/lineage")).count == 7)
        _ = try await get("/api/v1/namespaces/nothing/lineage", status: 404)
    }
}
