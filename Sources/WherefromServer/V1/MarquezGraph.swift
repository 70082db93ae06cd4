import Analysis
import JSONBytes
import MetadataCatalog
import OpenLineage

/// Writes a lineage report in Marquez's form: nodes sorted by id, each with its edges in and out.
struct MarquezGraph {
    private let report: LineageReport
    private let incoming: [NodeID: [ByteString]]
    private let outgoing: [NodeID: [ByteString]]

    init(_ report: LineageReport) {
        self.report = report
        var incoming: [NodeID: Set<ByteString>] = [:]
        var outgoing: [NodeID: Set<ByteString>] = [:]
        for edge in report.edges {
            incoming[edge.to, default: []].insert(edge.from.text)
            outgoing[edge.from, default: []].insert(edge.to.text)
        }
        self.incoming = incoming.mapValues { $0.sorted() }
        self.outgoing = outgoing.mapValues { $0.sorted() }
    }

    private var sortedNodes: [(id: ByteString, node: LineageNode)] {
        report.nodes.map { ($0.id.text, $0) }.sorted { $0.0 < $1.0 }
    }

    // MARK: - Datasets and jobs

    func tables(_ reader: CatalogReader) throws -> JSONWriter {
        var writer = JSONWriter(reserving: 1024 * report.nodes.count + 64)
        writer.beginObject()
        writer.key("graph")
        writer.beginArray()
        for (id, node) in sortedNodes {
            switch node.id {
            case .dataset(let name):
                guard let record = try reader.exactDataset(name) else { continue }
                begin(id, "DATASET", to: &writer)
                writer.dataset(try reader.detail(ofDataset: record, asNode: true), asNode: true)
            case .job(let name):
                guard let record = try reader.entity(.job, namespace: name.namespace, name: name.name) else { continue }
                begin(id, "JOB", to: &writer)
                writer.job(try reader.detail(ofJob: record, asNode: true), asNode: true)
            case .column, .run: continue
            }
            edges(of: node.id, id, isReversed: false, to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer
    }

    private func begin(_ id: ByteString, _ type: String, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id)
        writer.member("type", type)
        writer.key("data")
    }

    /// - Parameter isReversed: column graphs name the node itself as the origin of its edges in, as Marquez does.
    private func edges(of node: NodeID, _ id: ByteString, isReversed: Bool, to writer: inout JSONWriter) {
        writer.list("inEdges", incoming[node] ?? []) { writer, other in
            writer.beginObject()
            writer.member("origin", isReversed ? id : other)
            writer.member("destination", isReversed ? other : id)
            writer.endObject()
        }
        writer.list("outEdges", outgoing[node] ?? []) { writer, other in
            writer.beginObject()
            writer.member("origin", id)
            writer.member("destination", other)
            writer.endObject()
        }
    }

    // MARK: - Columns

    /// A column that another is made from, with all that is told about how.
    private struct Input {
        var dataset: DatasetID
        var column: ByteString
        var transformations: [Derivation.Transformation]
    }

    /// The graph between columns; what only datasets as a whole are part of is left out, since Marquez has no words for it.
    func columns(_ reader: CatalogReader) throws -> JSONWriter {
        var inputs: [NodeID: [Input]] = [:]
        var connected: Set<NodeID> = []
        for edge in report.edges {
            guard case .column(let dataset, let column) = edge.from, case .column = edge.to else { continue }
            inputs[edge.to, default: []].append(
                Input(dataset: dataset, column: column, transformations: edge.transformations ?? []))
            connected.insert(edge.from)
            connected.insert(edge.to)
        }
        let only = MarquezGraph(report.betweenColumns)
        var types: [DatasetID: [ByteString: ByteString]] = [:]
        var writer = JSONWriter(reserving: 512 * report.nodes.count + 64)
        writer.beginObject()
        writer.key("graph")
        writer.beginArray()
        for (id, node) in sortedNodes where connected.contains(node.id) {
            guard case .column(let dataset, let column) = node.id else { continue }
            if types[dataset] == nil { types[dataset] = try Self.columnTypes(of: dataset, reader) }
            begin(id, "DATASET_FIELD", to: &writer)
            Self.data(
                dataset, column, type: types[dataset]?[column], Self.united(inputs[node.id] ?? []), to: &writer)
            only.edges(of: node.id, id, isReversed: true, to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer
    }

    private static func columnTypes(of dataset: DatasetID, _ reader: CatalogReader) throws -> [ByteString: ByteString] {
        guard let record = try reader.exactDataset(dataset) else { return [:] }
        let columns = try reader.columns(of: dataset, try reader.schemaSteps(of: record.id))
        return Dictionary(columns.map { ($0.name, $0.type ?? "") }) { first, _ in first }
    }

    /// One input for each column, though several jobs may tell of it.
    private static func united(_ inputs: [Input]) -> [Input] {
        var result: [Input] = []
        for input in inputs.sorted(by: { ($0.dataset, $0.column) < ($1.dataset, $1.column) }) {
            if let last = result.last, last.dataset == input.dataset, last.column == input.column {
                result[result.count - 1].transformations =
                    Set(last.transformations + input.transformations).sorted()
            } else {
                result.append(input)
            }
        }
        return result
    }

    private static func data(
        _ dataset: DatasetID, _ column: ByteString, type: ByteString?, _ inputs: [Input], to writer: inout JSONWriter
    ) {
        let own = LegacyTransformation.summary(of: Set(inputs.flatMap(\.transformations)).sorted())
        writer.beginObject()
        writer.member("namespace", dataset.namespace)
        writer.member("dataset", dataset.name)
        writer.member("datasetVersion", nil as String?)
        writer.member("field", column)
        writer.member("fieldType", inputs.isEmpty ? "" : type)
        writer.member("transformationDescription", own.description)
        writer.member("transformationType", own.type)
        writer.list("inputFields", inputs) { writer, input in
            let summary = LegacyTransformation.summary(of: input.transformations)
            writer.beginObject()
            writer.member("namespace", input.dataset.namespace)
            writer.member("dataset", input.dataset.name)
            writer.member("datasetVersion", nil as String?)
            writer.member("field", input.column)
            writer.member("transformationDescription", summary.description)
            writer.member("transformationType", summary.type)
            writer.transformations(input.transformations)
            writer.endObject()
        }
        writer.endObject()
    }
}

extension LineageReport {
    /// The report without edges that a dataset or job as a whole is part of.
    fileprivate var betweenColumns: LineageReport {
        var copy = self
        copy.edges = edges.filter { edge in
            guard case .column = edge.from, case .column = edge.to else { return false }
            return true
        }
        return copy
    }
}
