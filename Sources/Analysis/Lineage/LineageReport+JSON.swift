package import JSONBytes
import MetadataCatalog
import OpenLineage

extension LineageReport {
    /// Writes the answer of `/api/v2/lineage`: nodes by the bytes of their ids, edges by (from, to, job).
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("nodes")
        writer.beginArray()
        for (id, node) in nodes.map({ ($0.id.text, $0) }).sorted(by: { $0.0 < $1.0 }) {
            node.write(id: id, to: &writer)
        }
        writer.endArray()
        writer.key("edges")
        writer.beginArray()
        for edge in sortedEdges() { edge.write(to: &writer) }
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

    private func sortedEdges() -> [EdgeText] {
        var texts: [NodeID: ByteString] = [:]
        func text(_ id: NodeID) -> ByteString {
            if let known = texts[id] { return known }
            let text = id.text
            texts[id] = text
            return text
        }
        return edges.map { edge in
            EdgeText(
                from: text(edge.from), to: text(edge.to), job: edge.job.map { text(.job($0)) } ?? "", edge: edge)
        }.sorted { $0.precedes($1) }
    }
}

/// An edge with the texts that it is sorted and written by.
private struct EdgeText {
    var from: ByteString
    var to: ByteString
    /// Empty if one of the ends is the job.
    var job: ByteString
    var edge: LineageEdge

    func precedes(_ other: EdgeText) -> Bool {
        if from != other.from { return from < other.from }
        return to == other.to ? job < other.job : to < other.to
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("from", from)
        writer.member("to", to)
        writer.member("origin", (edge.origins.first ?? .assumed).name)
        writer.key("origins")
        writer.beginArray()
        for origin in edge.origins { writer.value(origin.name) }
        writer.endArray()
        if !job.isEmpty { writer.member("job", job) }
        writer.key("firstSeen")
        writer.instant(edge.firstSeen)
        writer.key("lastSeen")
        writer.instant(edge.lastSeen)
        if let transformations = edge.transformations {
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
