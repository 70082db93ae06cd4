import JSONBytes
import Testing

@testable import WherefromServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Every shape of Marquez's API, member by member and in order, for the two events of `Fixtures/story.ndjson`.
///
/// `Fixtures/scenario.md` says why the answers are what they are.
struct ShapeTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    private static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private static let warehouse = "/namespaces/postgres%3A%2F%2Fshop%3A5432"
    private static let run = "0190c000-0000-7000-8000-000000000001"

    static let answers: [(file: String, path: String)] = [
        ("namespace", warehouse), ("source", "/sources/shop"),
        ("dataset-written", "\(warehouse)/datasets/shop.marts.totals"),
        ("dataset-read", "\(warehouse)/datasets/shop.public.orders"), ("datasets", "\(warehouse)/datasets?limit=1"),
        ("dataset-versions", "\(warehouse)/datasets/shop.marts.totals/versions"),
        ("job", "/namespaces/airflow/jobs/daily.totals"), ("jobs", "/namespaces/airflow/jobs"),
        ("job-versions", "/namespaces/airflow/jobs/daily.totals/versions"), ("run", "/jobs/runs/\(run)"),
        ("runs", "/namespaces/airflow/jobs/daily/runs"), ("run-facets", "/jobs/runs/\(run)/facets?type=run"),
        ("job-facets", "/jobs/runs/\(run)/facets?type=job"), ("events", "/events/lineage?limit=1"),
        ("search", "/search?q=totals"),
    ]

    @Test("MATCH: the shapes are Marquez's", arguments: answers)
    func shapes(_ file: String, _ path: String) async throws {
        let server = try await MarquezServer()
        for line in try Self.bytes("story.ndjson").split(separator: UInt8(ascii: "\n")) {
            #expect(try await server.send("POST", "/lineage", String(decoding: line, as: UTF8.self)).status == 201)
        }
        let reply = try await server.send("GET", path)
        var expected = JSONWriter()
        expected.raw(try JSONDocument(parsing: Self.bytes("\(file).json")).root)
        #expect(reply.text == String(decoding: expected.bytes, as: UTF8.self))
    }
}
