#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A text with SQL and where it comes from.
struct SQLSource {
    /// The path, or `-` for standard input.
    var path: String
    var text: String

    /// Reads files as named, and of folders all files that end in `.sql`, sorted by path.
    /// - Throws: ``CommandFailure`` for what cannot be read, and for a folder without SQL.
    static func expand(_ arguments: [String]) throws -> [SQLSource] {
        var result: [SQLSource] = []
        for argument in arguments {
            var isDirectory = false
            if argument != "-", FileManager.default.fileExists(atPath: argument, isDirectory: &isDirectory), isDirectory
            {
                let paths = try sqlFiles(below: argument)
                guard !paths.isEmpty else {
                    throw CommandFailure("The folder \(TerminalText.escape(argument)) has no .sql file.")
                }
                for path in paths { result.append(try read(path)) }
            } else {
                result.append(try read(argument))
            }
        }
        return result
    }

    private static func sqlFiles(below folder: String) throws -> [String] {
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
            throw CommandFailure("Cannot read the folder \(TerminalText.escape(folder)).")
        }
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        return names.filter { $0.lowercased().hasSuffix(".sql") }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .map { base + $0 }
    }

    private static func read(_ path: String) throws -> SQLSource {
        let source = try ByteSource(path: path)
        var bytes: [UInt8] = []
        while true {
            let chunk = try source.next()
            if chunk.isEmpty { break }
            bytes.append(contentsOf: chunk)
        }
        return SQLSource(path: path, text: String(decoding: bytes, as: UTF8.self))
    }
}
