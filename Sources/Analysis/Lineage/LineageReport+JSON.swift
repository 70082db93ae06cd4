package import JSONBytes
import MetadataCatalog
import OpenLineage

extension LineageReport {
    /// Writes the answer of `/api/v2/lineage`: nodes by the bytes of their ids, edges by (from, to, job).
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("nodes")
        writer.beginArray()
        let order = NodeOrder(self)
        for index in order.nodes { nodes[index].write(id: order.text(of: nodes[index].id), to: &writer) }
        writer.endArray()
        writer.key("edges")
        writer.beginArray()
        for index in order.edges { edges[index].write(order, to: &writer) }
        writer.endArray()
        if let resolved {
            writer.key("resolved")
            writer.beginObject()
            writer.member("asked", resolved.asked)
            writer.member("as", resolved.node)
            writer.member("how", resolved.how)
            writer.endObject()
        }
        writer.key("completeness")
        completeness.write(to: &writer)
        writer.endObject()
    }
}

/// The places of nodes and edges in an answer: sorted by numbers, because edges are large and share their ends.
private struct NodeOrder {
    /// Indices of the report's nodes, by the bytes of their ids.
    private(set) var nodes: [Int] = []
    /// Indices of the report's edges, by (from, to, job); those without a job first.
    private(set) var edges: [Int] = []
    private var texts: [ByteString] = []
    private var numbers: [NodeID: Int] = [:]

    private struct Key {
        var from: Int
        var to: Int
        /// -1: none.
        var job: Int
        var index: Int
    }

    init(_ report: LineageReport) {
        numbers.reserveCapacity(report.nodes.count)
        texts.reserveCapacity(report.nodes.count)
        let nodeNumbers = report.nodes.map { number(of: $0.id) }
        var keys = report.edges.enumerated().map { index, edge in
            Key(
                from: number(of: edge.from), to: number(of: edge.to), job: edge.job.map { number(of: .job($0)) } ?? -1,
                index: index)
        }
        var ranks = [Int](repeating: 0, count: texts.count)
        for (rank, number) in texts.indices.sorted(by: { texts[$0] < texts[$1] }).enumerated() { ranks[number] = rank }
        nodes = report.nodes.indices.sorted { ranks[nodeNumbers[$0]] < ranks[nodeNumbers[$1]] }
        for index in keys.indices {
            let key = keys[index]
            keys[index].from = ranks[key.from]
            keys[index].to = ranks[key.to]
            keys[index].job = key.job < 0 ? -1 : ranks[key.job]
        }
        edges = keys.sorted { ($0.from, $0.to, $0.job) < ($1.from, $1.to, $1.job) }.map(\.index)
    }

    func text(of id: NodeID) -> ByteString { numbers[id].map { texts[$0] } ?? id.text }

    private mutating func number(of id: NodeID) -> Int {
        if let known = numbers[id] { return known }
        texts.append(id.text)
        numbers[id] = texts.count - 1
        return texts.count - 1
    }
}

extension LineageEdge {
    fileprivate func write(_ order: NodeOrder, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("from", order.text(of: from))
        writer.member("to", order.text(of: to))
        writer.member("origin", (origins.first ?? .assumed).name)
        writer.key("origins")
        writer.beginArray()
        for origin in origins { writer.value(origin.name) }
        writer.endArray()
        if let job { writer.member("job", order.text(of: .job(job))) }
        writer.key("firstSeen")
        writer.instant(firstSeen)
        writer.key("lastSeen")
        writer.instant(lastSeen)
        if let transformations {
            writer.key("transformations")
            writer.beginArray()
            for transformation in transformations { Self.write(transformation, to: &writer) }
            writer.endArray()
        }
        writer.endObject()
    }

    private static func write(_ transformation: Derivation.Transformation, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", transformation.type)
        writer.member("subtype", transformation.subtype)
        writer.member("description", transformation.description)
        writer.member("masking", transformation.masking)
        writer.endObject()
    }
}

extension LineageNode {
    fileprivate func write(id text: ByteString, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", text)
        writer.member("type", type)
        writer.member("kind", kind)
        switch id {
        case .dataset(let dataset):
            writer.member("namespace", dataset.namespace)
            writer.member("name", dataset.name)
        case .job(let job):
            writer.member("namespace", job.namespace)
            writer.member("name", job.name)
        case .column(let dataset, let column):
            writer.member("namespace", dataset.namespace)
            writer.member("dataset", dataset.name)
            writer.member("name", column)
        case .run(let run):
            writer.member("namespace", job?.namespace)
            writer.member("name", run.bytes)
            writer.member("job", job.map { NodeID.job($0).text })
        }
        writer.member("depth", depth)
        if case .job = id { writer.member("parent", parent.map { NodeID.job($0).text }) }
        writeDataset(to: &writer)
        writer.endObject()
    }

    private var type: String {
        switch id {
        case .dataset: "dataset"
        case .job: "job"
        case .column: "column"
        case .run: "run"
        }
    }

    private func writeDataset(to writer: inout JSONWriter) {
        if !aliases.isEmpty {
            writer.member("canonical", true)
            writer.key("aliases")
            writer.beginArray()
            for alias in aliases {
                writer.beginObject()
                writer.member("namespace", alias.namespace)
                writer.member("name", alias.name)
                writer.endObject()
            }
            writer.endArray()
        }
        guard let fields else { return }
        writer.key("fields")
        writer.beginArray()
        for field in fields {
            writer.beginObject()
            writer.member("name", field.name)
            writer.member("type", field.type)
            writer.member("description", field.description)
            writer.endObject()
        }
        writer.endArray()
    }
}

extension Completeness {
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("asOf")
        writer.instant(asOf)
        writer.member("logPosition", logPosition)
        writer.member("logHead", logHead)
        writer.member("nodes", nodes)
        writer.member("edges", edges)
        writer.member("truncated", truncated)
        writer.member("assumed", assumed)
        writer.member("inferred", inferred)
        writer.member("pending", pending)
        writer.member("unconfirmed", unconfirmed)
        writer.key("gaps")
        writer.beginArray()
        for gap in gaps {
            writer.beginObject()
            writer.member("kind", gap.kind.rawValue)
            writer.member("node", gap.node)
            writer.member("message", gap.message)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}

extension JSONWriter {
    /// Writes a time given in ns as Java's `Instant` text, nil as null.
    package mutating func instant(_ nanoseconds: Int64?) {
        guard let nanoseconds else { return null() }
        EventTime(nanoseconds: nanoseconds).write(to: &self)
    }
}
