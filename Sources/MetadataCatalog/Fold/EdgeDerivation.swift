package import GraphEngine
package import OpenLineage

/// An edge by names, before the catalog gives ids.
package struct NamedEdge: Hashable, Sendable {
    package enum Vertex: Hashable, Sendable {
        case dataset(DatasetID)
        case job(JobID)
    }

    package var source: Vertex
    package var target: Vertex
    package var kind: EdgeKind

    package init(source: Vertex, target: Vertex, kind: EdgeKind) {
        self.source = source
        self.target = target
        self.kind = kind
    }
}

/// Turns structures into edges.
///
/// Precedence holds inside one structure: explicit lineage, then column lineage, then inputs × outputs, which is never
/// multiplied out: an output whose sources are not told carries no `paired` flag, and a walk then takes all inputs of
/// the job. Across structures edges are united.
package struct EdgeSet: Sendable {
    package private(set) var flags: [NamedEdge: EdgeFlags] = [:]
    private var assumedPairs: [(inputs: [DatasetID], outputs: [DatasetID])] = []
    private var structures = 0
    private let owner: NamedEdge.Vertex

    /// Products of inputs and outputs are written as edges when a job has several structures, up to this many pairs for
    /// each: the job's inputs and outputs of different runs would otherwise be taken as related.
    private static let assumedPairsMax = 4096

    package init(owner: NamedEdge.Vertex) {
        self.owner = owner
    }

    package mutating func add(_ structure: Structure, layer: Layer) {
        let layerFlags: EdgeFlags = layer == .declared ? .declared : layer == .unconfirmed ? .unconfirmed : []
        structures += 1
        var told: [DatasetID: Derivation] = [:]
        for derivation in structure.derivations {
            if case .dataset(let id) = derivation.target { told[id] = derivation }
            add(derivation, layerFlags)
        }
        guard case .job = owner else { return }
        let assumed = structure.outputs.filter { told[$0] == nil }
        for input in structure.inputs {
            put(.dataset(input), owner, .input, layerFlags.union(.reported))
            // An input that feeds no output is a sink's, and an output without inputs a generator's: nothing is assumed.
            if !assumed.isEmpty { put(.dataset(input), owner, .input, .assumed) }
        }
        for output in structure.outputs {
            if told[output] == nil {
                put(owner, .dataset(output), .output, layerFlags.union(.reported))
                if !structure.inputs.isEmpty { put(owner, .dataset(output), .output, .assumed) }
            } else {
                put(owner, .dataset(output), .output, layerFlags.union([.reported, .paired]))
            }
        }
        if !assumed.isEmpty { assumedPairs.append((structure.inputs, assumed)) }
    }

    /// Ends the set: products of several structures become pairs where they are small enough.
    package mutating func finish() {
        // `paired` holds only if every structure tells the sources of the output.
        let untold = Set(assumedPairs.flatMap(\.outputs))
        let distinctInputs = Set(assumedPairs.map { Set($0.inputs) })
        let isSmall = assumedPairs.allSatisfy { $0.inputs.count * $0.outputs.count <= Self.assumedPairsMax }
        let needsPairs = structures > 1 && (distinctInputs.count > 1 || hasToldInputs) && isSmall
        for output in untold {
            let edge = NamedEdge(source: owner, target: .dataset(output), kind: .output)
            if needsPairs { flags[edge]?.insert(.paired) } else { flags[edge]?.remove(.paired) }
        }
        guard needsPairs else { return }
        for (inputs, outputs) in assumedPairs {
            for output in outputs {
                for input in inputs { put(.dataset(input), .dataset(output), .product, .assumed) }
            }
        }
    }

    /// Whether inputs stand beside others that only told derivations use.
    private var hasToldInputs: Bool {
        flags.keys.contains { $0.kind == .derivation }
    }

    private mutating func add(_ derivation: Derivation, _ layerFlags: EdgeFlags) {
        let basis: EdgeFlags = layerFlags.union(derivation.basis == .explicit ? .explicit : .column)
        let isOfJob = if case .job = owner { true } else { false }
        switch derivation.target {
        case .dataset(let target):
            if isOfJob { put(owner, .dataset(target), .output, basis.union(.paired)) }
            for endpoint in derivation.endpoints {
                switch endpoint {
                case .dataset(let source):
                    put(.dataset(source), .dataset(target), .derivation, basis)
                    if isOfJob { put(.dataset(source), owner, .input, basis) }
                case .job(let job): put(.job(job), .dataset(target), .output, basis)
                case .ownJob: break
                }
            }
        case .ownJob, .job:
            let target: NamedEdge.Vertex = if case .job(let id) = derivation.target { .job(id) } else { owner }
            for endpoint in derivation.endpoints {
                switch endpoint {
                case .dataset(let source): put(.dataset(source), target, .input, basis)
                case .job(let job): put(.job(job), target, .flow, basis)
                case .ownJob: if target != owner { put(owner, target, .flow, basis) }
                }
            }
        }
    }

    private mutating func put(
        _ source: NamedEdge.Vertex, _ target: NamedEdge.Vertex, _ kind: EdgeKind, _ new: EdgeFlags
    ) {
        flags[NamedEdge(source: source, target: target, kind: kind), default: []].formUnion(new)
    }
}
