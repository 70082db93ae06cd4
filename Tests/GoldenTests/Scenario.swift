import Foundation
import JSONBytes

/// A folder with `scenario.md`, the reasons, and `expected.json`, the answers that they lead to.
///
/// `expected.json` names where the events are: `own` files stand beside it, `shared` ones in the collection of real
/// events that may lie beside the repository. `fill` says what to put for placeholders.
struct Scenario: CustomStringConvertible, Sendable {
    let name: String

    var description: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scenarios")

    /// Nil if there is no collection of real events.
    static let shared: URL? = {
        let repository = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["WHEREFROM_SHARED"].map { URL(filePath: $0) }
        let place = (named ?? repository.deletingLastPathComponent().appending(path: "shared"))
            .appending(path: "fixtures")
        return FileManager.default.fileExists(atPath: place.path) ? place : nil
    }()

    private static let all: [Scenario] = {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return entries.sorted().map(Scenario.init).filter {
            FileManager.default.fileExists(atPath: $0.file("expected.json").path)
        }
    }()

    /// Those with events of their own.
    static let own = all.filter { !$0.needsShared }
    /// Those over the collection of real events; one without a name stands for all where there is none.
    static let real = all.filter(\.needsShared)

    func file(_ path: String) -> URL { Self.folder.appending(path: name).appending(path: path) }

    private var needsShared: Bool { (try? expected()["shared"]) != nil }

    func expected() throws -> JSONValue {
        try JSONDocument(parsing: Array(try Data(contentsOf: file("expected.json")))).root
    }

    /// An event as bytes, and the file that it is from.
    struct Event {
        let file: String
        let bytes: [UInt8]
    }

    func events() throws -> [Event] {
        let expected = try expected()
        var files = expected.texts("own").map(file)
        if let shared = Self.shared { files += expected.texts("shared").map { shared.appending(path: $0) } }
        let fill = expected["fill"]?.members.map { ($0.key.string, $0.value.string ?? "") } ?? []
        return try files.flatMap { try Self.events(in: $0, fill) }
    }

    /// The events of a file: one as it is, a list, a line each; of a folder, those of its files by name.
    private static func events(in url: URL, _ fill: [(String, String)]) throws -> [Event] {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
            let entries = try FileManager.default.contentsOfDirectory(atPath: url.path)
            return try entries.filter { $0.hasSuffix(".json") }.sorted().flatMap {
                try events(in: url.appending(path: $0), fill)
            }
        }
        var bytes = Array(try Data(contentsOf: url))
        if !fill.isEmpty {
            var text = String(decoding: bytes, as: UTF8.self)
            for (placeholder, value) in fill { text = text.replacingOccurrences(of: placeholder, with: value) }
            bytes = Array(text.utf8)
        }
        let file = url.lastPathComponent
        if url.pathExtension == "ndjson" {
            return bytes.split(separator: UInt8(ascii: "\n")).map { Event(file: file, bytes: Array($0)) }
        }
        if bytes.first == UInt8(ascii: "[") {
            return try JSONDocument(parsing: bytes).root.elements.map { Event(file: file, bytes: Array($0.raw)) }
        }
        return [Event(file: file, bytes: bytes)]
    }
}
