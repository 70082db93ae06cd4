import Foundation
import Ingestion
import JSONBytes
import MetadataCatalog
import OpenLineage
import SQLDatabase
import TestDatabases
import Testing

/// A catalog in a temporary file with events from text.
struct TestCatalog {
    let catalog: Catalog
    let ingestor: Ingestor
    let rejections = RejectionList()

    /// 2026-06-01T00:00:00Z; later than the events of most tests.
    static let now: Int64 = 1_780_272_000_000_000_000

    init(now: Int64 = TestCatalog.now, on database: TestDatabase = .current) async throws {
        try await self.init(now: now, over: database.open())
    }

    init(now: Int64 = TestCatalog.now, over database: any SQLBackend) async throws {
        catalog = try await Catalog.open(database, clock: Catalog.Clock { now })
        ingestor = Ingestor(catalog: catalog, rejections: rejections)
    }

    @discardableResult
    func post(_ events: [String]) async throws -> [EventOutcome] {
        let body = "[" + events.joined(separator: ",") + "]"
        return try await ingestor.submit(
            batch: Array(body.utf8), source: IngestSource(receivedAt: Self.now), permission: .everything)
    }

    /// As `post`, one request for each event.
    func postOneByOne(_ events: [String]) async throws {
        for event in events {
            _ = try await ingestor.submit(
                single: Array(event.utf8), source: IngestSource(receivedAt: Self.now), permission: .everything,
                strict: false)
        }
    }

    func digest() async throws -> String { try await catalog.read { try CatalogDigest.compute($0).hex } }

    /// The state that the digest is made of, as readable lines, to see what differs.
    func state() async throws -> [String] { try await catalog.read { try CatalogDigest.lines($0) } }

    /// What two states do not have in common, with what is no printable character escaped; nil if they are equal.
    static func difference(_ expected: [String], _ found: [String]) -> String? {
        if expected == found { return nil }
        let missing = Set(expected).subtracting(found).sorted().prefix(6)
        let surplus = Set(found).subtracting(expected).sorted().prefix(6)
        let text = "missing\n\(missing.joined(separator: "\n"))\nsurplus\n\(surplus.joined(separator: "\n"))"
        return text.unicodeScalars.map { $0.isASCII && $0.value >= 32 || $0 == "\n" ? String($0) : "." }.joined()
    }
}

/// The folder of shared fixtures beside the repository; nil where it is absent.
enum SharedFixtures {
    static let root: URL? = {
        let environment = ProcessInfo.processInfo.environment["WHEREFROM_SHARED"]
        let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../shared")
        let url = environment.map { URL(fileURLWithPath: $0) } ?? beside.standardizedFileURL
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }()

    static func lines(_ path: String) throws -> [String] {
        guard let root else { return [] }
        let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        return text.split(separator: "\n").map(String.init).filter { !$0.isEmpty }
    }

    static func folder(_ path: String) throws -> [String] {
        guard let root else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path).sorted()
            .filter { $0.hasSuffix(".json") }.map {
                try String(contentsOf: root.appending(path: path).appending(path: $0), encoding: .utf8)
            }
    }
}

/// A small generator with a seed that is printed when a test fails.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
