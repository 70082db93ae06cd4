import JSONBytes
import MetadataCatalog
import OpenLineage

extension LineageBuilder {
    /// Gaps that an answer lists; more would hide the rest.
    static let gapsMax = 200
    private static let openRunsMax = 3
    /// Datasets whose names are compared with each other.
    private static let comparedNamesMax = 5_000

    /// Notes what is missing or doubtful about the nodes of the answer.
    func addGaps() throws {
        var connected: Set<NodeID> = []
        for edge in edges.values {
            connected.insert(edge.from)
            connected.insert(edge.to)
        }
        var datasets: [(id: DatasetID, vertex: UInt32)] = []
        for (id, vertex) in vertices {
            guard gaps.count < Self.gapsMax else { return }
            switch id {
            case .dataset(let dataset): datasets.append((dataset, vertex))
            case .job:
                try addOpenRuns(of: id, vertex)
                if !connected.contains(id), nodes[id] != nil { addMissingLineage(of: id) }
            case .column, .run: break
            }
        }
        if datasets.count > 1, datasets.count <= Self.comparedNamesMax { addSimilarNames(datasets) }
    }

    private func addMissingLineage(of id: NodeID) {
        gaps.insert(
            LineageGap(.jobWithoutLineage, node: id.text, "No event of this job names an input or an output."))
    }

    private func addOpenRuns(of id: NodeID, _ vertex: UInt32) throws {
        let open = try context.reader.openRuns(ofJob: context.row(vertex), countMax: Self.openRunsMax)
        guard !open.isEmpty else { return }
        let live = try context.owners.contributions(of: vertex).filter { $0.layer == .live }
        for run in open {
            let counts = live.contains { $0.lastSeen == run.last }
            let time = EventTime(nanoseconds: run.last).description
            gaps.insert(
                LineageGap(
                    .runNeverEnded, node: id.text,
                    "Run \(run.runID.string) has not ended; its newest event is of \(time)."
                        + (counts ? " What it named so far counts." : "")))
        }
    }

    private func addSimilarNames(_ datasets: [(id: DatasetID, vertex: UInt32)]) {
        let named = datasets.compactMap { dataset in
            context.caches.tableKey(of: dataset.vertex, dataset.id).map { (dataset.id, $0) }
        }
        for proposal in Naming.mergeProposals(among: named) {
            let names = proposal.members.dropFirst().map { NodeID.dataset($0).text.string }.joined(separator: ", ")
            gaps.insert(
                LineageGap(
                    .similarNames, node: NodeID.dataset(proposal.members[0]).text,
                    "May be the same as \(names). \(proposal.reason)"))
        }
    }
}
