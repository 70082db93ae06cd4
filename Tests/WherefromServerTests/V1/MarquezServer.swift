import HTTPTypes
import Ingestion
import JSONBytes
import Logging
import MetadataCatalog
import OpenLineage
import SQLDatabase
import TestDatabases
import Testing

@testable import WherefromServer

/// A server over an empty catalog, asked without a socket.
struct MarquezServer: Sendable {
    let catalog: Catalog
    let server: LocalServer

    init(clock: Catalog.Clock = .system) async throws {
        catalog = try await Catalog.open(TestDatabase.current.open(), clock: clock)
        var configuration = ServerConfiguration()
        configuration.logLevel = .critical
        server = LocalServer(configuration: configuration, parts: ServerParts.around(catalog, configuration))
    }

    /// A server that has taken in `events` in their order.
    init(_ events: [Event]) async throws {
        try await self.init()
        for event in events { try await post(event) }
    }

    func post(_ event: Event) async throws {
        let answer = try await send("POST", "/api/v1/lineage", event.json)
        #expect(answer.status == 201, "\(answer.text)")
    }

    struct Reply: Sendable {
        var status: Int
        var headers: HTTPFields
        var bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var json: JSONValue {
            get throws { try JSONDocument(parsing: bytes).root }
        }
    }

    /// - Parameter path: from `/api` on, or below `/api/v1`.
    @discardableResult
    func send(_ method: String, _ path: String, _ body: String = "") async throws -> Reply {
        let target = path.hasPrefix("/api") ? path : "/api/v1" + path
        let answer = try await server.respond(method: method, target: target, body: Array(body.utf8))
        return Reply(status: answer.status, headers: answer.headers, bytes: answer.body)
    }

    /// The JSON of a GET that succeeds.
    func get(_ path: String) async throws -> JSONValue {
        let reply = try await send("GET", path)
        #expect(reply.status == 200, "\(path): \(reply.text)")
        return try reply.json
    }
}

extension JSONValue {
    /// The value at `a/0/b`; nil if there is none. No key in the tests has a slash.
    func at(_ path: String) -> JSONValue? {
        var value: JSONValue? = self
        for step in path.split(separator: "/") {
            if let index = Int(step), value?.kind == .array {
                let elements = value.map { Array($0.elements) } ?? []
                value = elements.indices.contains(index) ? elements[index] : nil
            } else {
                value = value?.member(ByteString(step))
            }
        }
        return value
    }

    func text(_ path: String) -> String? { at(path)?.string }
    func number(_ path: String) -> Int64? { at(path)?.int64 }

    /// The texts at `key` of the elements of the list at `path`.
    func texts(_ path: String, _ key: String) -> [String] {
        (at(path).map { Array($0.elements) } ?? []).map { $0.text(key) ?? "-" }
    }
}

/// An event, spelled by its interesting parts.
struct Event: Sendable {
    var type: String?
    var time: String
    var run: String?
    var job: String?
    var namespace = "n"
    var runFacets = ""
    var jobFacets = ""
    /// Names in namespace `d`, or whole objects.
    var inputs: [String] = []
    var outputs: [String] = []
    var dataset: String?

    static let run1 = "01890f3a-7b0e-7d6c-8a52-93a1d3c1b201"
    static let run2 = "01890f3a-7b0e-7d6c-8a52-93a1d3c1b202"
    static let run3 = "01890f3a-7b0e-7d6c-8a52-93a1d3c1b203"

    init(
        _ type: String?, at time: String, run: String? = run1, job: String? = "j", in namespace: String = "n",
        runFacets: String = "", jobFacets: String = "", inputs: [String] = [], outputs: [String] = [],
        dataset: String? = nil
    ) {
        self.type = type
        self.time = time
        self.run = dataset == nil ? run : nil
        self.job = dataset == nil ? job : nil
        self.namespace = namespace
        self.runFacets = runFacets
        self.jobFacets = jobFacets
        self.inputs = inputs
        self.outputs = outputs
        self.dataset = dataset
    }

    /// A dataset of namespace `d`.
    static func data(_ name: String, facets: String = "", inputFacets: String = "", outputFacets: String = "") -> String
    {
        #"{"namespace":"d","name":"\#(name)","facets":{\#(facets)},"inputFacets":{\#(inputFacets)},"#
            + #""outputFacets":{\#(outputFacets)}}"#
    }

    static func facet(_ name: String, _ members: String) -> String {
        #""\#(name)":{"_producer":"https://example.org","_schemaURL":"https://example.org/f.json"# + "\""
            + (members.isEmpty ? "}" : ",\(members)}")
    }

    static func schema(_ columns: String...) -> String {
        facet("schema", #""fields":[\#(columns.map { #"{"name":"\#($0)","type":"TEXT"}"# }.joined(separator: ","))]"#)
    }

    static func parent(_ job: String, in namespace: String = "n", run: String = run3) -> String {
        facet("parent", #""run":{"runId":"\#(run)"},"job":{"namespace":"\#(namespace)","name":"\#(job)"}"#)
    }

    var json: String {
        var members = [#""eventTime":"\#(time)","producer":"https://example.org/p""#]
        if let type { members.append(#""eventType":"\#(type)""#) }
        if let run { members.append(#""run":{"runId":"\#(run)","facets":{\#(runFacets)}}"#) }
        if let job {
            members.append(#""job":{"namespace":"\#(namespace)","name":"\#(job)","facets":{\#(jobFacets)}}"#)
            members.append(#""inputs":[\#(Self.list(inputs))],"outputs":[\#(Self.list(outputs))]"#)
        }
        if let dataset { members.append(#""dataset":\#(dataset)"#) }
        return "{\(members.joined(separator: ","))}"
    }

    private static func list(_ datasets: [String]) -> String {
        datasets.map { $0.hasPrefix("{") ? $0 : data($0) }.joined(separator: ",")
    }
}
