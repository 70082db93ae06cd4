import Foundation
import JSONBytes
import OpenLineage

/// Files beside the tests and, where present, the shared collection of real events beside the repository.
enum Fixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Nil if there is no such folder; tests that need it then say so and pass.
    static let shared: URL? = {
        let named = ProcessInfo.processInfo.environment["WHEREFROM_SHARED"].map { URL(filePath: $0) }
        let folder = named ?? repository.deletingLastPathComponent().appending(path: "shared")
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
        return exists && isFolder.boolValue ? folder.appending(path: "fixtures") : nil
    }()

    static func bytes(_ url: URL) throws -> [UInt8] { Array(try Data(contentsOf: url)) }

    /// All files below `folder` whose name ends in `suffix`, ascending by path.
    static func files(below folder: URL, suffix: String) -> [URL] {
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(suffix) }.sorted().map { folder.appending(path: $0) }
    }
}

/// The root value of `text`; tests only pass what can be parsed.
func json(_ text: String) throws -> JSONValue { try JSONDocument(parsing: Array(text.utf8)).root }

/// Decodes an event from a fixture of this test target.
func event(odd name: String) throws -> OpenLineageEvent {
    let bytes = try Fixtures.bytes(Fixtures.folder.appending(path: "odd/\(name).json"))
    return try OpenLineageEvent(decoding: JSONDocument(parsing: bytes).root)
}

/// SplitMix64: the same numbers on every machine for one seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
