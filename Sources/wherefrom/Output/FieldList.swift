import JSONBytes

/// Names and values below one another, the values aligned.
struct FieldList {
    private var fields: [(name: String, value: String)] = []

    /// Adds a field; absent and empty values are left out.
    mutating func add(_ name: String, _ value: String?) {
        if let value, !value.isEmpty { fields.append((name, TerminalText.escape(value))) }
    }

    mutating func add(_ name: String, _ value: JSONValue?) {
        add(name, value.flatMap(Self.text))
    }

    func lines(style: TerminalStyle) -> [String] {
        let width = fields.map { TerminalText.width($0.name) }.max() ?? 0
        return fields.map { style.dim(TerminalText.pad($0.name, to: width)) + "  " + $0.value }
    }

    /// A scalar as text; nil for null, JSON for objects and arrays.
    static func text(_ value: JSONValue) -> String? {
        switch value.kind {
        case .null: nil
        case .string: value.string
        default: String(decoding: value.raw, as: UTF8.self)
        }
    }

    /// `namespace / name` of an object with these members.
    static func pair(_ value: JSONValue?) -> String? {
        guard let name = value?["name"]?.string else { return nil }
        guard let namespace = value?["namespace"]?.string, !namespace.isEmpty else { return name }
        return "\(namespace) / \(name)"
    }
}
