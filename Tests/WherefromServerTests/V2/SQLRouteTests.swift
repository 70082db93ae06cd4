import JSONBytes
import Logging
import MetadataCatalog
import TestDatabases
import Testing

@testable import WherefromServer

/// `POST /api/v2/sql`.
struct SQLRouteTests {
    private func post(_ body: String) async throws -> (status: Int, json: JSONValue) {
        var configuration = ServerConfiguration()
        configuration.logLevel = .critical
        let catalog = try await Catalog.open(TestDatabase.current.open())
        let server = LocalServer(configuration: configuration, parts: ServerParts.around(catalog, configuration))
        let answer = try await server.respond(method: "POST", target: "/api/v2/sql", body: Array(body.utf8))
        return (answer.status, try JSONDocument(parsing: answer.body).root)
    }

    @Test("a statement's tables and typed columns are answered")
    func statement() async throws {
        let (status, answer) = try await post(
            #"""
            {"sql":"INSERT INTO t SELECT md5(s.a), b FROM s WHERE c > 1","dialect":"PostgreSQL",
            "schema":{"public.t":["h","b"],"public.s":{"a":"text","b":"int","c":"int"}},"defaultSchema":"public"}
            """#)
        #expect(status == 200)
        #expect(answer["dialect"]?.string == "postgres" && answer["completeness"]?.string == "full")
        #expect(answer["inputs"]?.elements.compactMap(\.string) == ["public.s"])
        #expect(answer["outputs"]?.elements.compactMap(\.string) == ["public.t"])
        let first = answer["columns"]?.elements.first { _ in true }
        #expect(first?["output"]?.string == "public.t.h")
        let type = first?["types"]?["public.s.a"]?.elements.first { _ in true }
        #expect(type?["subtype"]?.string == "TRANSFORMATION" && type?["masking"]?.bool == true)
        let row = answer["indirect"]?.elements.first { _ in true }
        #expect(row?["column"]?.string == "public.s.c" && row?["subtype"]?.string == "FILTER")
    }

    @Test("text that cannot be read says so and still names its tables")
    func damagedText() async throws {
        let (status, answer) = try await post(#"{"sql":"SELECT a FROM t WHERE ((("}"#)
        #expect(status == 200)
        #expect(answer["inputs"]?.elements.compactMap(\.string) == ["t"])
        #expect(answer["completeness"]?.string != "full")
        let code = answer["diagnostics"]?.elements.first { _ in true }?["code"]?.string
        #expect(code != nil)
    }

    @Test(
        "what is no request is refused",
        arguments: [
            "{}", #"{"sql":1}"#, #"{"sql":"SELECT 1","dialect":"klingon"}"#, #"{"sql":"SELECT 1","schema":[]}"#,
            #"{"sql":"SELECT 1","schema":{"t":[1]}}"#,
        ])
    func refused(_ body: String) async throws {
        let (status, answer) = try await post(body)
        #expect(status == 422 && answer["type"]?.string == "urn:wherefrom:invalid-body")
    }

    @Test("a text beyond the bound is refused")
    func tooLarge() async throws {
        let text = String(repeating: "x", count: Limits.sqlBytesMax + 1)
        let (status, answer) = try await post(#"{"sql":"\#(text)"}"#)
        #expect(status == 413 && answer["type"]?.string == "urn:wherefrom:sql-too-large")
    }
}
