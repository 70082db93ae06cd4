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
    private var parts: [Part] = []
    private let owner: NamedEdge.Vertex

    /// Products of inputs and outputs are written as edges when a job has several structures, up to this many pairs for
    /// each: the job's inputs and outputs of different runs would otherwise be taken as related.
    private static let assumedPairsMax = 4096

    /// One structure, with the targets whose origin it tells.
    private struct Part {
        var structure: Structure
        var layerFlags: EdgeFlags
        var told: [DatasetID: Derivation]

        /// The datasets that the structure names upstream of an output whose origin it tells.
        func named(for output: DatasetID) -> Set<DatasetID>? {
            guard let derivation = told[output] else { return nil }
            var named = Set(structure.inputs)
            for case .dataset(let id) in derivation.endpoints { named.insert(id) }
            return named
        }
    }

    package init(owner: NamedEdge.Vertex) {
        self.owner = owner
    }

    package mutating func add(_ structure: Structure, layer: Layer) {
        let layerFlags: EdgeFlags = layer == .declared ? .declared : layer == .unconfirmed ? .unconfirmed : []
        var told: [DatasetID: Derivation] = [:]
        for derivation in structure.derivations {
            if case .dataset(let id) = derivation.target { told[id] = derivation }
            add(derivation, layerFlags)
        }
        if case .job = owner { parts.append(Part(structure: structure, layerFlags: layerFlags, told: told)) }
    }

    /// Ends the set: what the structures list as inputs and outputs becomes edges, and their products become pairs where
    /// a job has several structures and the products are small enough.
    package mutating func finish() {
        var products: [(inputs: [DatasetID], outputs: [DatasetID])] = []
        for part in parts {
            let assumed = part.structure.outputs.filter { !isTold($0, by: part) }
            for input in part.structure.inputs {
                // An input that feeds no output is a sink's, and an output without inputs a generator's: nothing is assumed.
                put(
                    .dataset(input), owner, .input,
                    part.layerFlags.union(assumed.isEmpty ? .reported : [.reported, .assumed]))
            }
            for output in part.structure.outputs {
                put(owner, .dataset(output), .output, part.layerFlags.union(.reported))
                if isTold(output, by: part) {
                    put(owner, .dataset(output), .output, .paired)
                } else if !part.structure.inputs.isEmpty {
                    put(owner, .dataset(output), .output, .assumed)
                }
            }
            if !assumed.isEmpty { products.append((part.structure.inputs, assumed)) }
        }
        finish(products)
    }

    /// Whether the origin of an output is told, so that the structure's inputs are not assumed to feed it.
    ///
    /// It may be told by another structure of the job that names all the inputs of this one: the START of a run that lists
    /// what the last run listed says less than that run's column lineage, not something else.
    private func isTold(_ output: DatasetID, by part: Part) -> Bool {
        if part.told[output] != nil { return true }
        return parts.contains { $0.named(for: output)?.isSuperset(of: part.structure.inputs) ?? false }
    }

    private mutating func finish(_ products: [(inputs: [DatasetID], outputs: [DatasetID])]) {
        // `paired` holds only if every structure tells the sources of the output.
        let untold = Set(products.flatMap(\.outputs))
        let distinctInputs = Set(products.map { Set($0.inputs) })
        let isSmall = products.allSatisfy { $0.inputs.count * $0.outputs.count <= Self.assumedPairsMax }
        let needsPairs = parts.count > 1 && (distinctInputs.count > 1 || hasToldInputs) && isSmall
        for output in untold {
            let edge = NamedEdge(source: owner, target: .dataset(output), kind: .output)
            if needsPairs { flags[edge]?.insert(.paired) } else { flags[edge]?.remove(.paired) }
        }
        guard needsPairs else { return }
        for (inputs, outputs) in products {
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
