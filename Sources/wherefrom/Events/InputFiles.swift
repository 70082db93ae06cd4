#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The files that the arguments of `ingest` name.
struct InputFiles: Equatable {
    /// Paths in reading order; `-` is standard input.
    var paths: [String]
    /// Files of named folders that were left out because their names do not look like events.
    var skipped: Int

    private static let suffixes = [".json", ".ndjson", ".jsonl", ".log"]

    /// Expands folders, recursively and sorted by path; files are taken as named, whatever they are called.
    /// - Throws: ``CommandFailure`` for a path that does not exist or a folder that cannot be read.
    static func expand(_ arguments: [String]) throws -> InputFiles {
        var result = InputFiles(paths: [], skipped: 0)
        for argument in arguments {
            guard argument != "-" else {
                result.paths.append("-")
                continue
            }
            var isDirectory = false
            guard FileManager.default.fileExists(atPath: argument, isDirectory: &isDirectory) else {
                throw CommandFailure("There is no file or folder \(TerminalText.escape(argument)).")
            }
            guard isDirectory else {
                result.paths.append(argument)
                continue
            }
            try result.appendFolder(argument)
        }
        return result
    }

    private mutating func appendFolder(_ folder: String) throws {
        let names: [String]
        do {
            names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        } catch {
            throw CommandFailure("Cannot read the folder \(TerminalText.escape(folder)).")
        }
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            if name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { continue }
            var isDirectory = false
            guard FileManager.default.fileExists(atPath: base + name, isDirectory: &isDirectory), !isDirectory else {
                continue
            }
            if Self.looksLikeEvents(name) { paths.append(base + name) } else { skipped += 1 }
        }
    }

    static func looksLikeEvents(_ name: String) -> Bool {
        var lowered = name.lowercased()
        if lowered.hasSuffix(".gz") { lowered.removeLast(3) }
        return suffixes.contains { lowered.hasSuffix($0) }
    }
}
