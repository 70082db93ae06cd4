/// A layered estate of datasets and the jobs that write them, computed from a seed, never stored.
///
/// Sketch: a dataset or a job is recomputed from its index in a few microseconds, so an estate of a million datasets
/// takes no memory. A fifth of the datasets are sources; every other one is written by one job, which reads 1 to 30
/// datasets of lower layers, mostly of the layer below. Readers are chosen with a skew, so out-degrees follow a power law.
public struct Estate: Sendable {
    public let shape: EstateShape
    let sources: Int

    public init(_ shape: EstateShape) {
        self.shape = shape
        // What is written comes in groups of nine datasets for eight jobs, so that the indices need no table.
        let written = (shape.datasets - shape.datasets / 5) / 9 * 9
        sources = shape.datasets - written
    }

    /// Number of jobs that write datasets (pipelines, their parents, not counted).
    public var jobs: Int { (shape.datasets - sources) / 9 * 8 }

    /// Number of pipelines: parents of `pipelineSize` consecutive jobs.
    public var pipelines: Int { (jobs + Self.pipelineSize - 1) / Self.pipelineSize }

    /// Jobs in one pipeline.
    public static let pipelineSize = 12

    /// The dataset at `index`, in `0..<shape.datasets`.
    public func dataset(_ index: Int) -> EstateDataset {
        EstateDataset(index: index, layer: layer(of: index), shape: shape)
    }

    /// The job at `index`, in `0..<jobs`, with what it reads and writes.
    public func job(_ index: Int) -> EstateJob {
        let first = sources + index / 8 * 9 + index % 8
        let outputs = index % 8 == 7 ? [first, first + 1] : [first]
        return EstateJob(index: index, inputs: inputs(of: index, writing: first), outputs: outputs, estate: self)
    }

    /// 0 for sources, then 1 to `shape.layers - 1`.
    func layer(of dataset: Int) -> Int {
        guard dataset >= sources else { return 0 }
        let written = shape.datasets - sources
        return 1 + (dataset - sources) * (shape.layers - 1) / written
    }

    /// The datasets of a layer.
    func range(ofLayer layer: Int) -> Range<Int> {
        guard layer > 0 else { return 0..<sources }
        let written = shape.datasets - sources
        let count = shape.layers - 1
        func start(_ layer: Int) -> Int { sources + ((layer - 1) * written + count - 1) / count }
        return start(layer)..<start(layer + 1)
    }

    private func inputs(of job: Int, writing output: Int) -> [Int] {
        var random = SeededGenerator(seed: shape.seed, lane: 2, index: job)
        let layer = layer(of: output)
        var chosen: [Int] = []
        for _ in 0..<Self.fanIns[random.below(Self.fanIns.count)] {
            let below: Int
            switch random.below(10) {
            case 0..<6: below = layer - 1
            case 6..<9: below = max(layer - 2, 0)
            default: below = random.below(layer)
            }
            let range = range(ofLayer: below)
            // Half of the readers stay near their own place (one business domain), the others go to the hubs.
            let own = range.count * (output - self.range(ofLayer: layer).lowerBound) / self.range(ofLayer: layer).count
            let pick =
                random.chance(percent: 50)
                ? range.lowerBound + (own + random.below(24)) % range.count
                : range.lowerBound + random.skewedBelow(range.count)
            if !chosen.contains(pick) { chosen.append(pick) }
        }
        return chosen
    }

    /// How many inputs a job has; one entry in 64 each, mean 2.6.
    private static let fanIns =
        Array(repeating: 1, count: 24) + Array(repeating: 2, count: 18) + Array(repeating: 3, count: 10)
        + Array(repeating: 4, count: 5) + [5, 5, 6, 7, 8, 11, 30]
}

/// One dataset: where it lives, what it is called, its columns.
public struct EstateDataset: Sendable {
    public let index: Int
    public let namespace: String
    public let name: String
    public let columnCount: Int
    let platform: Platform
    let entity: String
    let layer: Int
    private let columnSeed: Int

    init(index: Int, layer: Int, shape: EstateShape) {
        var random = SeededGenerator(seed: shape.seed, lane: 1, index: index)
        let domain = Words.domains[index / 24 % Words.domains.count]
        let company = Words.companies[Int(shape.seed % UInt64(Words.companies.count))]
        let entity = random.pick(Words.entities)
        let table = "\(entity)_\(random.pick(Words.suffixes))_\(String(index, radix: 36))"
        self.index = index
        self.layer = layer
        self.entity = entity
        platform = Platform.of(domain: index / 24, layer: layer)
        (namespace, name) = platform.identity(
            company: company, domain: domain, stage: Words.stages[min(layer, Words.stages.count - 1)], table: table)
        columnCount = min(Self.widths[random.below(Self.widths.count)] + random.below(3), shape.columnsMax)
        columnSeed = random.below(Words.columns.count)
    }

    /// The name of a column, in `0..<columnCount`; distinct within the dataset.
    public func column(_ index: Int) -> String {
        guard index > 0 else { return "\(entity)_key" }
        let word = Words.columns[(columnSeed + index * 11) % Words.columns.count]
        let round = index / Words.columns.count
        return round == 0 ? word : "\(word)_\(round)"
    }

    /// The type of a column in the dataset's own type system.
    func type(ofColumn index: Int) -> String {
        let types = platform == .lake || platform == .stream ? Words.sparkTypes : Words.sqlTypes
        guard index > 0 else { return types[0] }
        return types[(columnSeed + index * 5) % types.count]
    }

    /// Columns, less 0 to 2; one entry in 100 each, mean 9.
    private static let widths: [Int] =
        Array(repeating: 1, count: 8) + Array(repeating: 2, count: 10) + Array(repeating: 3, count: 14)
        + Array(repeating: 4, count: 14) + Array(repeating: 5, count: 12) + Array(repeating: 6, count: 10)
        + Array(repeating: 8, count: 12) + Array(repeating: 11, count: 9) + Array(repeating: 16, count: 5)
        + [24, 32, 50, 80, 120, 298]
}

/// One job and what it does.
public struct EstateJob: Sendable {
    public let index: Int
    public let inputs: [EstateDataset]
    public let outputs: [EstateDataset]
    let flavour: Flavour
    let pipeline: Int
    let team: String

    init(index: Int, inputs: [Int], outputs: [Int], estate: Estate) {
        var random = SeededGenerator(seed: estate.shape.seed, lane: 3, index: index)
        self.index = index
        self.inputs = inputs.map { estate.dataset($0) }
        self.outputs = outputs.map { estate.dataset($0) }
        pipeline = index / Estate.pipelineSize
        flavour = Flavour.of(platform: self.outputs[0].platform, pipeline: pipeline)
        team = random.pick(Words.teams)
    }

    /// The columns that output column `column` is computed from: (input, column of it, what is done to it).
    func origins(of column: Int, ofOutput output: Int) -> [ColumnOrigin] {
        var random = SeededGenerator(seed: UInt64(index), lane: 4, index: column * 2 + output)
        return (0..<(random.chance(percent: 80) ? 1 : 2)).map { _ in
            let input = random.below(inputs.count)
            return ColumnOrigin(
                input: input, column: random.below(inputs[input].columnCount),
                subtype: random.below(Words.subtypes.count))
        }
    }
}

/// One edge between columns.
struct ColumnOrigin: Sendable {
    let input: Int
    let column: Int
    let subtype: Int
}
