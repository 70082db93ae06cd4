/// One metric with its samples, as Prometheus knows them.
package struct MetricFamily: Sendable {
    package enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    package let name: String
    package let kind: Kind
    package let help: String
    package let samples: [MetricSample]

    package init(_ name: String, _ kind: Kind, _ help: String, _ samples: [MetricSample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    package init(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        self.init(name, kind, help, [MetricSample([:], Double(value))])
    }
}

/// One value with its labels.
package struct MetricSample: Sendable {
    package let labels: [String: String]
    package let value: Double
    /// `_bucket`, `_sum` or `_count` in histograms.
    package let suffix: String

    package init(_ labels: [String: String], _ value: Double, suffix: String = "") {
        self.labels = labels
        self.value = value
        self.suffix = suffix
    }
}

/// Writes the text format of Prometheus, version 0.0.4.
package enum PrometheusText {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    package static func bytes(of families: [MetricFamily]) -> [UInt8] {
        var text = ""
        for family in families where !family.samples.isEmpty {
            text += "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.kind.rawValue)\n"
            for sample in family.samples {
                text += family.name + sample.suffix + labels(sample.labels) + " \(number(sample.value))\n"
            }
        }
        return Array(text.utf8)
    }

    private static func labels(_ labels: [String: String]) -> String {
        if labels.isEmpty { return "" }
        let list = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escaped($0.value))\"" }
        return "{" + list.joined(separator: ",") + "}"
    }

    private static func escaped(_ value: String) -> String {
        var result = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return String(whole) }
        return "\(value)"
    }
}
