package import JSONBytes
package import MetadataCatalog
package import OpenLineage

/// Lineage between runs: which run wrote the version of a dataset that another one read.
///
/// It is the truth about the past that edges between jobs can only summarise.
package enum RunLineage {
    /// A run with what it read.
    package struct Step: Sendable {
        package var run: RunDetail
        package var depth: Int
        package var inputs: [Input]
    }

    /// A version of a dataset that a run read.
    package struct Input: Sendable {
        package var dataset: DatasetID
        package var version: UUIDBytes
        /// The run that wrote it; nil: nobody has told.
        package var producer: UUIDBytes?
    }

    /// Runs of one answer.
    private static let runsMax = 2_000
    /// Runs that are looked at as readers of one version.
    private static let readersMax = 500

    /// The run itself first, then by depth and name of the job; nil if there is no such run.
    package static func runs(
        around id: ByteString, depthMax: Int, isDown: Bool, _ reader: CatalogReader
    ) throws -> [Step]? {
        guard let start = try reader.run(id: id) else { return nil }
        var steps: [Step] = []
        var seen: Set<Int64> = [start.row]
        var level = [start]
        var depth = 0
        while !level.isEmpty, steps.count < runsMax {
            var next: [Int64] = []
            for run in level.sorted(by: { ($0.job, $0.runID) < ($1.job, $1.runID) }) {
                var step = Step(run: run, depth: depth, inputs: [])
                for use in run.inputs {
                    let dataset = try reader.exactDataset(use.id)
                    if dataset?.isHidden ?? false { continue }
                    let version = try dataset.flatMap { try reader.version(use.version, of: $0) }
                    step.inputs.append(Input(dataset: use.id, version: use.version, producer: version?.run?.uuid))
                    if !isDown, let row = version?.run?.row, seen.insert(row).inserted { next.append(row) }
                }
                if isDown { next += try readers(of: run, reader).filter { seen.insert($0).inserted } }
                steps.append(step)
            }
            depth += 1
            guard depth <= depthMax else { break }
            level = try next.prefix(runsMax).compactMap { try reader.run($0, depth: .full) }.filter { run in
                // Hidden jobs are neither shown nor walked through.
                try !(reader.exactJob(run.job)?.isHidden ?? false)
            }
        }
        return steps
    }

    /// Runs that read a version which the run has written.
    private static func readers(of run: RunDetail, _ reader: CatalogReader) throws -> [Int64] {
        var found: [Int64] = []
        for output in run.outputs {
            guard let dataset = try reader.exactDataset(output.id) else { continue }
            let since = run.endedAt ?? run.updatedAt
            for row in try reader.runs(reading: dataset.id, since: since, countMax: readersMax) {
                guard let other = try reader.run(row, depth: .full) else { continue }
                if other.inputs.contains(where: { $0.version == output.version }) { found.append(row) }
            }
        }
        return found
    }
}
