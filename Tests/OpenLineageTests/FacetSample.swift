import OpenLineage
import Testing

/// A facet with every member that the registry lists, in which each leaf has a value of its own.
struct FacetSample: CustomTestStringConvertible, Sendable {
    struct Member: Sendable {
        var name: String
        var text: String
        var leaves: [String]
    }

    let entry: FacetRegistry.Entry
    private(set) var members: [Member] = []
    private var count = 100

    var testDescription: String { "\(entry.entity.rawValue) \(entry.key)" }

    /// The facet as JSON.
    var text: String { "{" + (Self.base + members.map(\.text)).joined(separator: ",") + "}" }

    /// What a debug description of the decoded facet must show.
    var leaves: [String] { members.flatMap(\.leaves) }

    private static let base = [#""_producer":"https://example.com/p""#, #""_schemaURL":"https://example.com/s""#]

    init(_ entry: FacetRegistry.Entry) {
        self.entry = entry
        for member in entry.members {
            let (text, leaves) = value(member.shape, "\(member.name)", depth: 0)
            members.append(Member(name: "\(member.name)", text: "\"\(member.name)\":\(text)", leaves: leaves))
        }
    }

    /// JSON of the shape, and how its leaves show in Swift.
    private mutating func value(_ shape: FacetShape, _ name: String, depth: Int) -> (String, [String]) {
        count += 1
        switch shape {
        case .text, .uri: return word(name)
        case .uuid:
            let uuid = "00000000-0000-7000-8000-000000000\(count)"
            return ("\"\(uuid)\"", [uuid])
        case .time: return ("\"2026-01-31T09:30:00.\(count)+01:00\"", ["2026-01-31T08:30:00.\(count)Z"])
        case .integer: return ("\(count)000", ["\(count)000"])
        case .number: return ("\(count).5", ["\(count).5"])
        case .boolean: return ("true", ["true"])
        case .any: return ("{\"any\":[1,null]}", [])
        case .lazy(let shape): return value(shape(), name, depth: depth + 1)
        case .list(.lazy) where depth > 2: return ("[]", [])
        case .list(let shape):
            let one = value(shape, name, depth: depth)
            let two = value(shape, name, depth: depth)
            return ("[\(one.0),\(two.0)]", one.1 + two.1)
        case .map(let shape):
            let key = "key-\(count)"
            let element = value(shape, name, depth: depth)
            // Facets that a parent facet repeats are reachable as raw values only.
            let shown = name == "facets" || isAny(shape) && name == "dimensions" ? [] : [key]
            return ("{\"\(key)\":\(element.0)}", shown + element.1)
        case .object(let members): return object(members, depth: depth)
        case .oneOf(let forms): return condition(forms, name, depth: depth)
        }
    }

    private func isAny(_ shape: FacetShape) -> Bool {
        if case .any = shape { true } else { false }
    }

    private func word(_ name: String) -> (String, [String]) {
        switch name {
        case "lifecycleStateChange": ("\"drop\"", [".drop"])
        case "type" where entry.key == "lineage": ("\"DATASET\"", [".dataset("])
        default: ("\"\(name)-\(count)\"", ["\(name)-\(count)"])
        }
    }

    private mutating func object(_ members: [FacetMember], depth: Int) -> (String, [String]) {
        var texts: [String] = []
        var leaves: [String] = []
        for member in members {
            let (text, shown) = value(member.shape, "\(member.name)", depth: depth)
            texts.append("\"\(member.name)\":\(text)")
            leaves += shown
        }
        return ("{\(texts.joined(separator: ","))}", leaves)
    }

    /// Conditions and their operands say by `type` what they are: nested binary ones first, then the plain ones in turn.
    private mutating func condition(_ forms: [[FacetMember]], _ name: String, depth: Int) -> (String, [String]) {
        let types = forms.count == 4 ? ["location", "partition", "compare", "binary"] : ["field", "literal"]
        let chosen = forms.count == 4 && depth == 0 ? 3 : count % (forms.count == 4 ? 3 : 2)
        let members = forms[chosen].filter { "\($0.name)" != "type" }
        var (text, leaves) = object(members, depth: depth + 1)
        text = "{\"type\":\"\(types[chosen])\"," + text.dropFirst()
        return (text, leaves)
    }
}
