import GraphEngine
import JSONBytes
import MetadataCatalog
import OpenLineage

/// What the owner of an edge tells about columns between its two ends.
struct ColumnFacts {
    /// One statement; a missing column means the dataset as a whole (or, as a source, a job).
    struct Link {
        var source: ByteString?
        var target: ByteString?
        var transformations: [Derivation.Transformation]
        var origins: [EdgeOrigin]
        /// Event time of the newest event that says so, ns.
        var lastSeen: Int64
    }

    private(set) var links: [Link] = []
    /// The job that says so; nil: a DatasetEvent does.
    private let owner: JobID?

    /// What is told about `target` being made from `source`.
    init(edge: GraphEdge, source: DatasetID, target: DatasetID, _ context: LineageContext) throws {
        let row = try context.row(edge.owner)
        owner = row.kind == .job ? row.jobID : nil
        try read(edge.owner, target, context) { $0 == .dataset(source) }
    }

    /// What is told about `target` being made by a job itself.
    init(job edge: GraphEdge, target: DatasetID, _ context: LineageContext) throws {
        let row = try context.row(edge.owner)
        owner = row.kind == .job && edge.owner != edge.from ? row.jobID : nil
        let named = Derivation.Endpoint.job(try context.row(edge.from).jobID)
        let isOwn = edge.owner == edge.from
        try read(edge.owner, target, context) { $0 == named || (isOwn && $0 == .ownJob) }
    }

    private mutating func read(
        _ owner: UInt32, _ target: DatasetID, _ context: LineageContext, _ isSource: (Derivation.Endpoint) -> Bool
    ) throws {
        for contribution in try context.owners.contributions(of: owner) {
            let structure = try context.owners.structure(contribution.structure)
            guard let derivation = structure.derivations.first(where: { $0.target == .dataset(target) }) else {
                continue
            }
            var origins: [EdgeOrigin] = [derivation.basis == .explicit ? .explicit : .column]
            if contribution.layer == .declared { origins.append(.declared) }
            if contribution.layer == .unconfirmed { origins.append(.unconfirmed) }
            func add(_ sources: [Derivation.Source], to column: ByteString?) {
                for source in sources where isSource(source.endpoint) {
                    links.append(
                        Link(
                            source: source.column, target: column, transformations: source.transformations,
                            origins: origins, lastSeen: contribution.lastSeen))
                }
            }
            add(derivation.sources, to: nil)
            for column in derivation.columns { add(column.sources, to: column.name) }
        }
    }

    func edge(_ link: Link, from: NodeID, to: NodeID) throws -> LineageEdge {
        var edge = LineageEdge(
            from: from, to: to, job: owner, origins: link.origins, firstSeen: nil, lastSeen: link.lastSeen)
        edge.transformations = link.transformations
        return edge
    }
}
