/// Writes a lineage answer in Graphviz's DOT language.
enum DOTWriter {
    static func lines(_ answer: LineageAnswer) -> [String] {
        var lines = ["digraph lineage {", "  rankdir=LR;", "  node [fontname=\"sans-serif\" fontsize=10];"]
        for node in answer.nodes {
            let shape = node.type == "job" || node.type == "run" ? "shape=box style=rounded" : "shape=cylinder"
            lines.append("  \(quote(node.id)) [label=\(quote(node.label)) \(shape)];")
        }
        for edge in answer.edges {
            var attributes = ["tooltip=\(quote(edge.origin))"]
            if GraphStyle.isDoubtful(edge.origin) { attributes.append("style=dashed") }
            lines.append("  \(quote(edge.from)) -> \(quote(edge.to)) [\(attributes.joined(separator: " "))];")
        }
        lines.append("}")
        return lines
    }

    /// A quoted DOT string. Graphviz reads escapes such as `\N` in labels, so backslashes are doubled.
    static func quote(_ text: String) -> String {
        var result = "\""
        for character in TerminalText.escape(text) {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            default: result.append(character)
            }
        }
        return result + "\""
    }
}

/// Writes a lineage answer as a Mermaid flowchart.
enum MermaidWriter {
    static func lines(_ answer: LineageAnswer) -> [String] {
        var keys: [String: String] = [:]
        var lines = ["flowchart LR"]
        func key(_ id: String) -> String {
            if let known = keys[id] { return known }
            let new = "n\(keys.count)"
            keys[id] = new
            return new
        }
        for node in answer.nodes {
            let label = quote(node.label)
            let isWork = node.type == "job" || node.type == "run"
            lines.append("  \(key(node.id))" + (isWork ? "(\(label))" : "[(\(label))]"))
        }
        for edge in answer.edges {
            if keys[edge.from] == nil { lines.append("  \(key(edge.from))[\(quote(edge.from))]") }
            if keys[edge.to] == nil { lines.append("  \(key(edge.to))[\(quote(edge.to))]") }
            let arrow = GraphStyle.isDoubtful(edge.origin) ? "-.->" : "-->"
            lines.append("  \(key(edge.from)) \(arrow) \(key(edge.to))")
        }
        return lines
    }

    /// A quoted label; whatever Mermaid or HTML would read becomes an entity code.
    static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in TerminalText.escape(text).unicodeScalars {
            switch scalar {
            case "\"", "#", "&", "<", ">", ";", "`", "\\": result += "#\(scalar.value);"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// Writes rows as RFC 4180 CSV.
enum CSVWriter {
    static func line(_ cells: [String]) -> String {
        cells.map(quote).joined(separator: ",")
    }

    /// One row for each edge, the upstream end first.
    static func lines(_ answer: LineageAnswer) -> [String] {
        let header = ["from", "to", "origin", "job", "firstSeen", "lastSeen", "transformations"]
        let rows = answer.edges.map { edge in
            line([
                edge.from, edge.to, edge.origin, edge.job, edge.firstSeen, edge.lastSeen,
                edge.transformations.joined(separator: "; "),
            ])
        }
        return [line(header)] + rows
    }

    static func quote(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

private enum GraphStyle {
    static func isDoubtful(_ origin: String) -> Bool {
        origin == "assumed" || origin == "inferred" || origin == "unconfirmed"
    }
}
