import JSONBytes

/// How golden answers spell names: `short:name` for datasets, in brackets for jobs, with a column behind a dot.
struct Names: Sendable {
    private static let lengthMax = 300

    /// Abbreviations of namespaces.
    private var short: [ByteString: String] = [:]

    init(_ abbreviations: JSONValue?) {
        for (key, value) in abbreviations?.members.map({ ($0.key, $0.value) }) ?? [] {
            if let namespace = value.byteString { short[namespace] = key.string }
        }
    }

    func dataset(_ namespace: ByteString?, _ name: ByteString?) -> String {
        "\(space(namespace)):\(Self.text(name ?? ""))"
    }

    func job(_ namespace: ByteString?, _ name: ByteString?) -> String { "[\(dataset(namespace, name))]" }

    /// The namespace and name that a dataset's spelling stands for.
    func parse(_ spelling: String) -> (namespace: ByteString, name: ByteString) {
        let parts = spelling.split(separator: ":", maxSplits: 1).map(String.init)
        let namespace = short.first { $0.value == parts[0] }?.key ?? ByteString(parts[0])
        return (namespace, ByteString(parts.count > 1 ? parts[1] : ""))
    }

    private func space(_ namespace: ByteString?) -> String {
        guard let namespace else { return "?" }
        return short[namespace] ?? Self.text(namespace)
    }

    /// The text of a name; one that is no UTF-8 is spelled as in JSON, `\ud800`, a very long one cut.
    static func text(_ name: ByteString) -> String {
        if name.count > lengthMax { return "\(name.string.prefix(20))…(\(name.count) bytes)" }
        if let text = String(validating: name.bytes, as: UTF8.self) { return text }
        var writer = JSONWriter()
        writer.value(name)
        return String(decoding: writer.bytes.dropFirst().dropLast(), as: UTF8.self)
    }
}
