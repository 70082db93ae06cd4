package import JSONBytes
package import SQLLineage

/// Reads what is known of tables from JSON.
///
/// An object of tables, each a list of column names or an object whose keys are the columns:
/// `{"shop.orders": ["id", "total"], "shop.items": {"id": "BIGINT"}}`.
package enum SQLSchema {
    /// Nil if the value has another form.
    package static func catalog(_ json: JSONValue) -> SQLCatalog? {
        guard json.kind == .object else { return nil }
        var catalog = SQLCatalog()
        for (name, value) in json.members {
            guard let columns = columns(value) else { return nil }
            catalog.tables.append(.init(name: parts(of: name.string), columns: columns))
        }
        return catalog
    }

    /// The parts of a name with dots; a part in double quotes may hold dots.
    package static func parts(of name: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var quoted = false
        for character in name {
            switch character {
            case "\"": quoted.toggle()
            case "." where !quoted:
                parts.append(part)
                part = ""
            default: part.append(character)
            }
        }
        return parts + [part]
    }

    private static func columns(_ json: JSONValue) -> [String]? {
        switch json.kind {
        case .object: return json.members.map(\.key.string)
        case .array:
            var columns: [String] = []
            for element in json.elements {
                guard let name = element.string else { return nil }
                columns.append(name)
            }
            return columns
        default: return nil
        }
    }
}
