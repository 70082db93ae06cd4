import JSONBytes
import Logging
import MetadataCatalog
import OpenLineage
import SQLDatabase
import TestDatabases
import WherefromServer

/// A server over an empty catalog, asked without a socket, whose clock is after all events of the scenarios.
struct GoldenServer: Sendable {
    private let server: LocalServer

    /// 2027-01-01T00:00:00Z, ns.
    private static let scenariosOver: Int64 = 1_798_761_600_000_000_000

    init() async throws {
        let clock = Catalog.Clock { max(Self.scenariosOver, Catalog.Clock.system.now()) }
        let catalog = try await Catalog.open(TestDatabase.current.open(), clock: clock)
        var configuration = ServerConfiguration()
        configuration.logLevel = .critical
        server = LocalServer(configuration: configuration, parts: ServerParts.around(catalog, configuration))
    }

    /// The status of `POST /api/v1/lineage`.
    func post(_ event: [UInt8]) async throws -> Int {
        try await server.respond(method: "POST", target: "/api/v1/lineage", body: event).status
    }

    func send(_ method: String, _ target: String, _ body: [UInt8] = []) async throws -> (status: Int, body: [UInt8]) {
        let answer = try await server.respond(method: method, target: target, body: body)
        return (answer.status, answer.body)
    }

    /// The JSON that a GET answers; nil if there is no such thing.
    func get(_ path: String, _ query: [(String, ByteString)] = []) async throws -> JSONValue? {
        let pairs = query.map { "\($0.0)=\(PercentCoding.encode($0.1.bytes))" }
        let target = pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
        let answer = try await server.respond(method: "GET", target: target)
        switch answer.status {
        case 200: return try JSONDocument(parsing: answer.body).root
        case 404: return nil
        default: throw Failure(text: "\(target): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
        }
    }

    /// The elements of `key` in what a list answers.
    func list(_ path: String, _ key: ByteString) async throws -> [JSONValue] {
        let answer = try await get(path, [("limit", "1000")])
        return answer?.member(key).map { Array($0.elements) } ?? []
    }

    func close() async { await server.shutdown() }

    struct Failure: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }
}

extension JSONValue {
    /// The values at `a/0/b`, where `*` stands for every element of a list. No key in the scenarios has a slash.
    func values(at path: some StringProtocol) -> [JSONValue] {
        var found = [self]
        for step in path.split(separator: "/") {
            found = found.flatMap { value -> [JSONValue] in
                guard value.kind == .array else { return value.member(ByteString(step)).map { [$0] } ?? [] }
                let elements = Array(value.elements)
                if step == "*" { return elements }
                guard let index = Int(step), elements.indices.contains(index) else { return [] }
                return [elements[index]]
            }
        }
        return found
    }

    /// The texts of a list at `key`; empty if there is none.
    func texts(_ key: StaticString) -> [String] {
        self[key].map { $0.elements.compactMap { $0.byteString.map(Names.text) } } ?? []
    }

    func texts(at key: String) -> [String] { member(ByteString(key))?.elements.compactMap(\.string) ?? [] }

    var compact: String {
        var writer = JSONWriter()
        writer.raw(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
