import JSONBytes

/// The answer of `GET /api/v2/lineage`, as far as the writers of the command line need it.
struct LineageAnswer {
    struct Node: Equatable {
        var id: String
        /// `dataset`, `job`, `column` or `run`.
        var type: String
        /// What it is by the rules: `table`, `topic`, `model`, …; empty if nothing more is known.
        var kind = ""
        var namespace: String
        var name: String
        /// Distance from the asked node in jobs.
        var depth = 0
        /// Name of the dataset that a column belongs to.
        var dataset = ""
    }

    struct Edge: Equatable {
        /// The upstream end.
        var from: String
        /// The downstream end.
        var to: String
        /// `explicit`, `column`, `declared`, `assumed`, `inferred` or `unconfirmed`.
        var origin: String
        var job = ""
        var firstSeen = ""
        var lastSeen = ""
        /// Of a column edge, such as `DIRECT/IDENTITY` and `masking`.
        var transformations: [String] = []
    }

    var nodes: [Node] = []
    var edges: [Edge] = []
    /// How the asked text became a node, if it was not one already.
    var resolved: (asked: String, as: String, how: String)?
    var completeness = Completeness()

    init(nodes: [Node] = [], edges: [Edge] = [], completeness: Completeness = Completeness()) {
        self.nodes = nodes
        self.edges = edges
        self.completeness = completeness
    }

    init(_ json: JSONValue) {
        nodes = json["nodes"]?.elements.map(Node.init) ?? []
        edges = json["edges"]?.elements.map(Edge.init) ?? []
        completeness = json["completeness"].map(Completeness.init) ?? Completeness()
        if let resolved = json["resolved"], !resolved.isNull {
            self.resolved = (
                resolved["asked"]?.string ?? "", resolved["as"]?.string ?? "", resolved["how"]?.string ?? ""
            )
        }
    }

    /// The node that was asked for, and behind a dataset its own columns if the answer has any.
    func roots(asked: String) -> [Node] {
        let wanted = resolved?.as ?? asked
        let exact = nodes.first { $0.id == wanted } ?? nodes.first { $0.depth == 0 && $0.type != "column" }
        guard let root = exact ?? nodes.first else { return [] }
        guard root.type == "dataset" else { return [root] }
        return [root]
            + nodes.filter { $0.type == "column" && $0.dataset == root.name && $0.namespace == root.namespace }
    }
}

extension LineageAnswer.Node {
    init(_ json: JSONValue) {
        id = json["id"]?.string ?? ""
        type = json["type"]?.string ?? id.prefix { $0 != ":" }.lowercased()
        if type == "datasetfield" { type = "column" }
        kind = json["kind"]?.string ?? ""
        namespace = json["namespace"]?.string ?? ""
        name = json["name"]?.string ?? ""
        depth = json["depth"]?.int64.map { Int($0) } ?? 0
        dataset = json["dataset"]?.string ?? ""
    }

    /// What people call it: `namespace / name`, with the column behind the dataset.
    var label: String {
        switch type {
        case "column" where !dataset.isEmpty: "\(namespace) / \(dataset) [\(name)]"
        case "run": name.isEmpty ? id : name
        default: namespace.isEmpty ? name : "\(namespace) / \(name)"
        }
    }

    /// `dataset (table)`, `job`, …
    var what: String {
        kind.isEmpty || kind == type ? type : "\(type), \(kind)"
    }
}

extension LineageAnswer.Edge {
    init(_ json: JSONValue) {
        from = json["from"]?.string ?? ""
        to = json["to"]?.string ?? ""
        origin = json["origin"]?.string ?? ""
        job = json["job"]?.string ?? ""
        firstSeen = json["firstSeen"]?.string ?? ""
        lastSeen = json["lastSeen"]?.string ?? ""
        transformations = json["transformations"]?.elements.map(Self.transformation) ?? []
    }

    private static func transformation(_ json: JSONValue) -> String {
        let type = [json["type"]?.string, json["subtype"]?.string].compactMap { $0 }.filter { !$0.isEmpty }
        return type.joined(separator: "/") + (json["masking"]?.bool == true ? " (masked)" : "")
    }
}

/// What an answer says about itself; the same object in every answer.
struct Completeness: Equatable {
    struct Gap: Equatable {
        var kind: String
        var node: String
        var message: String
    }

    var asOf = ""
    var logPosition: Int64?
    /// True totals, also when the answer is cut.
    var nodes: Int64?
    var edges: Int64?
    var truncated = false
    var assumed: Int64 = 0
    var inferred: Int64 = 0
    var pending: Int64 = 0
    var unconfirmed: Int64 = 0
    var gaps: [Gap] = []

    init() {}

    init(_ json: JSONValue) {
        asOf = json["asOf"]?.string ?? ""
        logPosition = json["logPosition"]?.int64
        nodes = json["nodes"]?.int64
        edges = json["edges"]?.int64
        truncated = json["truncated"]?.bool ?? false
        assumed = json["assumed"]?.int64 ?? 0
        inferred = json["inferred"]?.int64 ?? 0
        pending = json["pending"]?.int64 ?? 0
        unconfirmed = json["unconfirmed"]?.int64 ?? 0
        gaps =
            json["gaps"]?.elements.map {
                Gap(
                    kind: $0["kind"]?.string ?? "", node: $0["node"]?.string ?? "",
                    message: $0["message"]?.string ?? "")
            } ?? []
    }

    /// The one line under every table.
    var line: String {
        var parts: [String] = []
        if let nodes, let edges { parts.append("\(Self.count(nodes, "node")), \(Self.count(edges, "edge"))") }
        if truncated { parts.append("cut: raise --limit or lower --depth for the rest") }
        let doubts = [(assumed, "assumed"), (inferred, "inferred"), (unconfirmed, "unconfirmed"), (pending, "pending")]
        parts += doubts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        if !gaps.isEmpty { parts.append(Self.count(Int64(gaps.count), "known gap")) }
        if !asOf.isEmpty { parts.append("as of \(TerminalText.escape(asOf))") }
        if let logPosition { parts.append("log position \(logPosition)") }
        return parts.joined(separator: " · ")
    }

    static func count(_ number: Int64, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }
}
