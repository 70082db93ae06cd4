import JSONBytes
import SQLLineage

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A JSON file with the columns of tables: a list of names, or an object from names to types.
enum SQLSchemaFile {
    /// - Throws: ``CommandFailure`` if the file cannot be read or has another shape.
    static func read(_ path: String) throws -> SQLCatalog {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("Cannot read \(TerminalText.escape(path)).")
        }
        guard let document = try? JSONDocument(parsing: Array(data)), document.root.kind == .object else {
            throw CommandFailure("\(TerminalText.escape(path)) is no JSON object of tables and columns.")
        }
        return catalog(document.root)
    }

    /// Tables of an object `{"a.b": ["c", "d"], "e": {"f": "int"}}`.
    static func catalog(_ object: JSONValue) -> SQLCatalog {
        var tables: [SQLCatalog.Table] = []
        for (key, value) in object.members {
            let columns =
                value.kind == .object
                ? value.members.map { $0.key.string } : value.elements.compactMap { $0.string }
            tables.append(SQLCatalog.Table(name: parts(key.string), columns: columns))
        }
        return SQLCatalog(tables: tables)
    }

    /// The parts of a name with dots; a part in quotes may hold dots itself.
    static func parts(_ name: String) -> [String] {
        var result: [String] = []
        var part = ""
        var isQuoted = false
        for character in name {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == ".", !isQuoted {
                result.append(part)
                part = ""
            } else {
                part.append(character)
            }
        }
        return result + [part]
    }
}
