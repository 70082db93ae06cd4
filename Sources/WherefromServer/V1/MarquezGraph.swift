import Analysis
import JSONBytes
import MetadataCatalog
import OpenLineage

/// Writes a lineage report in Marquez's form: nodes sorted by id, each with its edges in and out.
struct MarquezGraph {
    private let report: LineageReport
    /// Ids of the nodes as text, and their places in the order of these.
    private let ids: [ByteString]
    private let sorted: [Int]
    /// Of each node the nodes before and behind it, in the order of their ids.
    private let incoming: [[Int]]
    private let outgoing: [[Int]]

    init(_ report: LineageReport) {
        self.report = report
        let ids = report.nodes.map(\.id.text)
        let sorted = ids.indices.sorted { ids[$0] < ids[$1] }
        var ranks = [Int](repeating: 0, count: ids.count)
        for (rank, index) in sorted.enumerated() { ranks[index] = rank }
        var indices: [NodeID: Int] = [:]
        indices.reserveCapacity(ids.count)
        for (index, node) in report.nodes.enumerated() { indices[node.id] = index }
        var incoming = [[Int]](repeating: [], count: ids.count)
        var outgoing = incoming
        for edge in report.edges {
            guard let from = indices[edge.from], let to = indices[edge.to] else { continue }
            incoming[to].append(from)
            outgoing[from].append(to)
        }
        func ordered(_ others: [Int]) -> [Int] {
            others.count < 2 ? others : Set(others).sorted { ranks[$0] < ranks[$1] }
        }
        self.ids = ids
        self.sorted = sorted
        self.incoming = incoming.map(ordered)
        self.outgoing = outgoing.map(ordered)
    }

    // MARK: - Datasets and jobs

    func tables(_ reader: CatalogReader, _ caches: LineageCaches) throws -> JSONWriter {
        var writer = JSONWriter(reserving: 1024 * report.nodes.count + 64)
        writer.beginObject()
        writer.key("graph")
        writer.beginArray()
        for index in sorted {
            let node = report.nodes[index].id
            let data = try caches.holding(for: reader).node(node, reader) { try Self.data(of: node, reader) }
            if data.isEmpty { continue }
            let isJob = if case .job = node { true } else { false }
            begin(ids[index], isJob ? "JOB" : "DATASET", to: &writer)
            writer.rawBytes(data)
            edges(of: index, isReversed: false, to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer
    }

    /// The data of a dataset or job; empty for anything else.
    private static func data(of node: NodeID, _ reader: CatalogReader) throws -> [UInt8] {
        var writer = JSONWriter(reserving: 2048)
        switch node {
        case .dataset(let name):
            guard let record = try reader.exactDataset(name) else { return [] }
            writer.dataset(try reader.detail(ofDataset: record, asNode: true), asNode: true)
        case .job(let name):
            guard let record = try reader.entity(.job, namespace: name.namespace, name: name.name) else { return [] }
            writer.job(try reader.detail(ofJob: record, asNode: true), asNode: true)
        case .column, .run: return []
        }
        return writer.bytes
    }

    private func begin(_ id: ByteString, _ type: String, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id)
        writer.member("type", type)
        writer.key("data")
    }

    /// - Parameter isReversed: column graphs name the node itself as the origin of its edges in, as Marquez does.
    private func edges(of node: Int, isReversed: Bool, to writer: inout JSONWriter) {
        let id = ids[node]
        writer.list("inEdges", incoming[node]) { writer, other in
            writer.beginObject()
            writer.member("origin", isReversed ? id : ids[other])
            writer.member("destination", isReversed ? ids[other] : id)
            writer.endObject()
        }
        writer.list("outEdges", outgoing[node]) { writer, other in
            writer.beginObject()
            writer.member("origin", id)
            writer.member("destination", ids[other])
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
        for index in sorted {
            let node = report.nodes[index].id
            guard connected.contains(node), case .column(let dataset, let column) = node else { continue }
            if types[dataset] == nil { types[dataset] = try Self.columnTypes(of: dataset, reader) }
            begin(ids[index], "DATASET_FIELD", to: &writer)
            Self.data(
                dataset, column, type: types[dataset]?[column], Self.united(inputs[node] ?? []), to: &writer)
            only.edges(of: index, isReversed: true, to: &writer)
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
