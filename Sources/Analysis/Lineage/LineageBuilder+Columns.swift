import GraphEngine
import JSONBytes
import MetadataCatalog
import OpenLineage

extension LineageBuilder {
    /// Datasets of which an answer compares the columns with their schema.
    private static let schemasMax = 200

    /// Walks from a column; see ``ColumnWalk``.
    func walkColumns(_ columns: Set<ByteString>?, of vertices: [UInt32]) throws {
        try context.reader.withGraph { view in
            if query.direction != .downstream {
                try ColumnWalk(self).run(from: vertices, columns: columns, isDown: false, view)
            }
            if query.direction != .upstream {
                try ColumnWalk(self).run(from: vertices, columns: columns, isDown: true, view)
            }
        }
        if query.withGaps { try compareSchemas(addsFields: false) }
    }

    /// The datasets that a job writes.
    func outputs(of job: UInt32) throws -> [UInt32] {
        let owners = context.owners
        let edges = try context.reader.withGraph { view in
            try view.neighbours(of: job, direction: .downstream, time: context.reader.time) {
                try owners.history(of: $0)
            }
        }
        return edges.filter { $0.kind == .output && !hidden.contains($0.to) }.map(\.to)
    }

    /// Adds the columns between the datasets that were walked to.
    func addColumns(of result: WalkResult) throws {
        for edge in result.edges where edge.kind == .derivation || edge.kind == .output {
            guard !edge.flags.isDisjoint(with: [.explicit, .column]) else { continue }
            let (from, to) = (try context.row(representative(edge.from)), try context.row(representative(edge.to)))
            let target = try context.row(edge.to).datasetID
            let facts =
                edge.kind == .derivation
                ? try ColumnFacts(
                    edge: edge, source: try context.row(edge.from).datasetID, target: target, context)
                : try ColumnFacts(job: edge, target: target, context)
            for link in facts.links where link.source != nil || link.target != nil {
                let source = addEnd(from, link.source)
                let end = addEnd(to, link.target)
                if source != end { addIfPresent(try facts.edge(link, from: source, to: end)) }
            }
        }
        try compareSchemas(addsFields: true)
    }

    private func addEnd(_ row: EntityRecord, _ column: ByteString?) -> NodeID {
        let whole = NodeID(row)
        guard let column else { return whole }
        let id = NodeID.column(row.datasetID, column)
        addIfRoom(LineageNode(id: id, kind: "column", depth: nodes[whole]?.depth ?? 0))
        return id
    }

    /// Takes in a node unless the answer is full.
    func addIfRoom(_ node: LineageNode) {
        if nodes[node.id] == nil, nodes.count >= query.nodesMax {
            isTruncated = true
            nodesLeftOut.insert(node.id)
        } else {
            add(node)
        }
    }

    /// Takes in an edge unless one of its ends was left out.
    func addIfPresent(_ edge: LineageEdge) {
        if nodes[edge.from] == nil || nodes[edge.to] == nil {
            edgesLeftOut.insert(LineageEdgeKey(edge))
        } else {
            add(edge)
        }
    }

    /// Notes columns that lineage names and the schema of their dataset does not.
    private func compareSchemas(addsFields: Bool) throws {
        var columns: [DatasetID: [ByteString]] = [:]
        for case .column(let dataset, let column) in nodes.keys { columns[dataset, default: []].append(column) }
        if addsFields {
            for case .dataset(let dataset) in nodes.keys where columns[dataset] == nil { columns[dataset] = [] }
        }
        for (dataset, names) in columns.sorted(by: { $0.key < $1.key }).prefix(Self.schemasMax) {
            guard let row = try context.reader.entity(.dataset, namespace: dataset.namespace, name: dataset.name) else {
                continue
            }
            let schema = try context.columns(of: row)
            if addsFields { setFields(schema, of: .dataset(dataset)) }
            let known = Set(schema.map(\.name))
            let missing = names.filter { !known.contains($0) }.sorted()
            guard let first = missing.first, gaps.count < Self.gapsMax else { continue }
            let others = missing.count > 1 ? " and \(missing.count - 1) more" : ""
            gaps.insert(
                LineageGap(
                    .columnWithoutSchema, node: NodeID.dataset(dataset).text,
                    "Lineage names column \(first.string)\(others), which no schema of the dataset has."))
        }
    }

    // MARK: - Runs

    /// Shows what a run read and wrote, and how that goes on between jobs.
    func walkRun(_ row: ObservationReader.RunRow) throws {
        let structure = try context.reader.structure(ofRun: row)
        let name = try context.reader.observations.jobName(ofRun: row.id, through: context.reader.time)
        guard let job = try name ?? context.reader.observations.sentJob(row.sentJob) else { return }
        let run = NodeID.run(RunID(ByteString(bytes: row.runID)))
        var node = LineageNode(id: run, kind: "run", depth: 0)
        let vertex = try context.owners.vertex(.job(job))
        if !(vertex.map(hidden.contains) ?? false) { node.job = job }
        add(node)
        var set = EdgeSet(owner: .job(job))
        set.add(structure, layer: .confirmed)
        set.finish()
        let own = NamedEdge.Vertex.job(job)
        var inputs: [UInt32] = []
        var outputs: [UInt32] = []
        for edge in set.flags.keys {
            if edge.target == own, let vertex = try visibleVertex(edge.source) { inputs.append(vertex) }
            if edge.source == own, let vertex = try visibleVertex(edge.target) { outputs.append(vertex) }
        }
        if query.direction != .downstream {
            let result = try walk(inputs.sorted(), .upstream)
            if query.withColumns { try addColumns(of: result) }
        }
        if query.direction != .upstream {
            let result = try walk(outputs.sorted(), .downstream)
            if query.withColumns { try addColumns(of: result) }
        }
        for (edge, flags) in set.flags { try addRunEdge(edge, flags, own, job, run, row) }
    }

    private func visibleVertex(_ name: NamedEdge.Vertex) throws -> UInt32? {
        try context.owners.vertex(name).flatMap { hidden.contains($0) ? nil : $0 }
    }

    private func addRunEdge(
        _ edge: NamedEdge, _ flags: EdgeFlags, _ own: NamedEdge.Vertex, _ job: JobID, _ run: NodeID,
        _ row: ObservationReader.RunRow
    ) throws {
        if edge.kind == .product { return }
        func id(_ end: NamedEdge.Vertex) throws -> NodeID? {
            if end == own { return run }
            guard let vertex = try visibleVertex(end) else { return nil }
            let id = try context.nodeID(representative(vertex))
            return nodes[id] == nil ? nil : id
        }
        guard let from = try id(edge.source), let to = try id(edge.target), from != to else { return }
        add(
            LineageEdge(
                from: from, to: to, job: from == run || to == run ? nil : nodes[run]?.job,
                origins: EdgeOrigin.origins(of: flags),
                firstSeen: row.first, lastSeen: try context.reader.lastEvent(of: row)))
    }
}

extension LineageContext {
    /// Whether a schema or some lineage names the column.
    func knows(_ column: ByteString, of row: EntityRecord) throws -> Bool {
        if try columns(of: row).contains(where: { $0.name == column }) { return true }
        guard let vertex = UInt32(exactly: row.id) else { return false }
        let owners = owners
        let edges = try reader.withGraph { view in
            try view.neighbours(of: vertex, direction: .both, time: reader.time) { try owners.history(of: $0) }
        }
        let dataset = Derivation.Endpoint.dataset(row.datasetID)
        for owner in Set(edges.map(\.owner)) {
            for contribution in try owners.contributions(of: owner) {
                for derivation in try owners.structure(contribution.structure).derivations {
                    if derivation.target == dataset, derivation.columns.contains(where: { $0.name == column }) {
                        return true
                    }
                    let sources = derivation.sources + derivation.columns.flatMap(\.sources)
                    if sources.contains(where: { $0.endpoint == dataset && $0.column == column }) { return true }
                }
            }
        }
        return false
    }
}
