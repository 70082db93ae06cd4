package import GraphEngine
import JSONBytes
import MetadataCatalog
import OpenLineage

/// What is asked about the lineage of a node.
package struct LineageQuery: Sendable {
    package var direction = WalkDirection.both
    /// Jobs that a path may cross.
    package var depthMax = 20
    /// Nodes of the answer, columns counted for themselves.
    package var nodesMax = 10_000
    /// Whether the columns of the datasets are answered as well, with the edges between them.
    package var withColumns = false
    /// Whether each job stands for the job that its runs were ultimately started by.
    package var collapsesParents = false
    /// Whether only what events list as inputs and outputs counts, as in answers of version 1.
    package var onlyReported = false
    /// Whether the answer says what is missing or doubtful.
    package var withGaps = true

    package init() {}
}

/// Puts an answer together from walks over the graph.
final class LineageBuilder {
    let context: LineageContext
    let query: LineageQuery
    private(set) var nodes: [NodeID: LineageNode] = [:]
    private(set) var edges: [LineageEdgeKey: LineageEdge] = [:]
    /// Vertex of each dataset and job of the answer.
    private(set) var vertices: [NodeID: UInt32] = [:]
    private(set) var groups: AliasGroups
    var gaps: Set<LineageGap> = []
    /// Nodes and edges that a cut of the walk left out.
    private var walkedLeftOut = (nodes: 0, edges: 0)
    /// Columns and edges between them that did not fit in.
    var nodesLeftOut: Set<NodeID> = []
    var edgesLeftOut: Set<LineageEdgeKey> = []
    var isTruncated = false
    /// Vertices that answers neither show nor walk through.
    let hidden: Set<UInt32>
    /// The canonical member of each aliased vertex that any walk has reached.
    private var canonical: [UInt32: UInt32] = [:]
    private var unaliased: Set<UInt32> = []

    init(_ context: LineageContext, _ query: LineageQuery) throws {
        self.context = context
        self.query = query
        hidden = try context.caches.hidden(context.reader)
        groups = try AliasGroups(edges: [], context)
    }

    /// Walks from `starts` and takes what was reached into the answer.
    /// - Parameter depthFrom: the depth of the starts.
    @discardableResult
    func walk(_ starts: [UInt32], _ direction: WalkDirection, depthFrom: Int = 0) throws -> WalkResult {
        var request = WalkRequest(
            starts: starts, direction: direction, depthMax: query.depthMax, nodesMax: query.nodesMax,
            time: context.reader.time, onlyReported: query.onlyReported, hidden: hidden, unaliased: unaliased)
        var result = try run(request)
        groups = try AliasGroups(edges: result.edges, context)
        while !groups.oversized.isEmpty {
            for members in groups.oversized {
                unaliased.formUnion(members)
                try noteOversized(members)
            }
            request.unaliased = unaliased
            result = try run(request)
            groups = try AliasGroups(edges: result.edges, context)
        }
        canonical.merge(groups.canonical) { _, new in new }
        nodes.reserveCapacity(nodes.count + result.nodes.count)
        vertices.reserveCapacity(vertices.count + result.nodes.count)
        edges.reserveCapacity(edges.count + result.edges.count)
        for node in result.nodes { try add(node, depthFrom: depthFrom) }
        for edge in result.edges { try add(edge) }
        if result.truncated {
            isTruncated = true
            walkedLeftOut.nodes += result.totalNodes - result.nodes.count
            walkedLeftOut.edges += result.totalEdges - result.edges.count
        }
        return result
    }

    private func run(_ request: WalkRequest) throws -> WalkResult {
        let owners = context.owners
        return try context.reader.withGraph { view in
            try view.walk(request) { try owners.history(of: $0) }
        }
    }

    func representative(_ vertex: UInt32) -> UInt32 { canonical[vertex] ?? vertex }

    /// Notes the canonical member of a group that was found without a walk.
    func noteCanonical(_ chosen: UInt32, of members: [UInt32]) {
        for member in members { canonical[member] = chosen }
    }

    func noteOversized(_ members: [UInt32]) throws {
        guard let first = members.first else { return }
        gaps.insert(
            LineageGap(
                .aliasesNotApplied, node: try context.nodeID(first).text,
                "More than \(AliasGroups.membersMax) names are linked as one dataset; they are shown apart."))
    }

    private func add(_ node: WalkNode, depthFrom: Int) throws {
        let vertex = representative(node.vertex)
        let depth = Int(node.depth) + depthFrom
        let row = try context.row(vertex)
        let id = NodeID(row)
        if let known = nodes[id] {
            nodes[id]?.depth = min(known.depth, depth)
            return
        }
        var new = LineageNode(id: id, kind: try context.kind(of: row), depth: depth)
        if row.kind == .job { new.parent = try visibleParent(of: row)?.jobID }
        new.aliases = try (groups.others[vertex] ?? []).map { try context.row($0).datasetID }.sorted()
        nodes[id] = new
        vertices[id] = vertex
    }

    private func add(_ edge: GraphEdge) throws {
        guard edge.kind != .alias else { return }
        // Pairs of inputs and outputs that nobody stated guide walks and are no news beside the edges of their job.
        if edge.kind == .product || (query.onlyReported && edge.kind == .derivation) { return }
        let (from, to) = (representative(edge.from), representative(edge.to))
        guard from != to else { return }
        let owner = try context.row(edge.owner)
        let isEnd = edge.owner == edge.from || edge.owner == edge.to || owner.kind == .dataset
        add(
            LineageEdge(
                from: try context.nodeID(from), to: try context.nodeID(to), job: isEnd ? nil : owner.jobID,
                origins: EdgeOrigin.origins(of: edge.flags),
                // No single event tells what only several together say.
                firstSeen: edge.firstSeen <= context.reader.time ? edge.firstSeen : nil,
                lastSeen: try context.owners.lastSeen(of: edge.key)))
    }

    /// Takes in an edge, united with what is known of the same ends and job.
    func add(_ edge: LineageEdge) {
        let key = LineageEdgeKey(edge)
        if let index = edges.index(forKey: key) {
            edges.values[index].unite(with: edge)
        } else {
            edges[key] = edge
        }
    }

    /// The id by which the answer shows what was asked for.
    func canonicalID(of node: FoundNode.Node) throws -> ByteString {
        switch node {
        case .entity(let vertex): try context.nodeID(representative(vertex)).text
        case .column(let vertex, let column):
            NodeID.column(try context.row(representative(vertex)).datasetID, column).text
        case .run(let row): NodeID.run(RunID(ByteString(bytes: row.runID))).text
        }
    }

    /// Takes in a node that is no vertex of the graph, or has been walked to by other means.
    func add(_ node: LineageNode) {
        if let known = nodes[node.id] {
            nodes[node.id]?.depth = min(known.depth, node.depth)
        } else {
            nodes[node.id] = node
        }
    }

    func setFields(_ fields: [SchemaFold.Column], of id: NodeID) { nodes[id]?.fields = fields }

    /// The finished answer.
    func report() throws -> LineageReport {
        if query.collapsesParents { try collapseParents() }
        if query.withGaps { try addGaps() }
        var report = LineageReport()
        report.nodes = Array(nodes.values)
        report.edges = Array(edges.values)
        report.completeness = try context.completeness()
        report.completeness.nodes = nodes.count + walkedLeftOut.nodes + nodesLeftOut.count
        report.completeness.edges = edges.count + walkedLeftOut.edges + edgesLeftOut.count
        report.completeness.truncated = isTruncated
        report.completeness.assumed = report.edges.count { $0.origins.contains(.assumed) }
        report.completeness.unconfirmed = report.edges.count { $0.origins.contains(.unconfirmed) }
        report.completeness.gaps = gaps.sorted()
        return report
    }

    // MARK: - Parents

    private static let ancestorsMax = 32

    /// Puts the root ancestor in the place of each job, unites the edges and drops those from a job to itself.
    private func collapseParents() throws {
        var roots: [JobID: JobID] = [:]
        for case .job(let job) in Array(nodes.keys) { roots[job] = try root(of: job) }
        func collapsed(_ id: NodeID) -> NodeID {
            if case .job(let job) = id { .job(roots[job] ?? job) } else { id }
        }
        let rootIDs = Set(roots.values.map { NodeID.job($0) })
        let before = (nodes.values, edges.values)
        nodes = [:]
        edges = [:]
        for var node in before.0.sorted(by: { $0.depth < $1.depth }) {
            let id = collapsed(node.id)
            if rootIDs.contains(id) { node.parent = nil }
            node.id = id
            add(node)
        }
        for var edge in before.1 {
            edge.from = collapsed(edge.from)
            edge.to = collapsed(edge.to)
            edge.job = edge.job.map { roots[$0] ?? $0 }
            if let job = edge.job, edge.from == .job(job) || edge.to == .job(job) { edge.job = nil }
            if edge.from != edge.to { add(edge) }
        }
    }

    /// The job above a job, unless it is hidden.
    private func visibleParent(of job: EntityRecord) throws -> EntityRecord? {
        try context.reader.parentJob(ofJob: job).flatMap { parent in
            UInt32(exactly: parent.id).map(hidden.contains) ?? false ? nil : parent
        }
    }

    private func root(of job: JobID) throws -> JobID {
        guard var row = try context.reader.entity(.job, namespace: job.namespace, name: job.name) else { return job }
        var seen: Set<Int64> = [row.id]
        while seen.count < Self.ancestorsMax, let parent = try visibleParent(of: row),
            seen.insert(parent.id).inserted
        {
            row = parent
        }
        return row.jobID
    }
}

/// What makes an edge of an answer the same edge.
struct LineageEdgeKey: Hashable {
    var from: NodeID
    var to: NodeID
    var job: JobID?

    init(_ edge: LineageEdge) {
        from = edge.from
        to = edge.to
        job = edge.job
    }
}

extension LineageEdge {
    /// Takes in what another source says about the same edge.
    mutating func unite(with other: LineageEdge) {
        origins = EdgeOrigin.ordered(origins + other.origins)
        if let time = other.firstSeen { firstSeen = min(firstSeen ?? time, time) }
        if let time = other.lastSeen { lastSeen = max(lastSeen ?? time, time) }
        if let more = other.transformations { transformations = Set((transformations ?? []) + more).sorted() }
    }
}

extension NodeID {
    init(_ row: EntityRecord) {
        self = row.kind == .job ? .job(row.jobID) : .dataset(row.datasetID)
    }
}
