import OpenLineage

/// The fold of the events of one run: a function of the set of its events, whatever order they came in.
package struct RunFold: Sendable, Equatable {
    package var events = 0
    /// Event time of the earliest event, ns.
    package var first: Int64 = .max
    /// Event time of the earliest START, ns; nil: none was seen.
    package var started: Int64?
    /// The greatest point.
    package var last: OrderPoint?
    /// The greatest point among COMPLETE, FAIL and ABORT.
    package var terminal: OrderPoint?
    package var parent: Register<ParentReference> = Register()
    package var emission: Register<Emission> = Register()
    package var structure = Structure.empty
    /// Facts that tell whether an earlier state of the run can differ from the present one in more than being shorter.
    package var hasSeveralTerminals = false

    /// A value that the greatest order point owns; a deletion is a value too.
    package struct Register<Value: Hashable & Sendable>: Sendable, Equatable {
        package var point: OrderPoint?
        /// The point of the first observation.
        package var firstPoint: OrderPoint?
        package var value: Value?
        /// How many times the value changed in the order of points, beginning with the first event of the fold.
        package var changes = 0

        package init() {}

        mutating func fold(_ state: FacetState<Value>, at point: OrderPoint) {
            let new: Value?
            switch state {
            case .absent: return
            case .deleted: new = nil
            case .value(let value): new = value
            }
            if self.point == nil || new != value { changes += 1 }
            if firstPoint == nil { firstPoint = point }
            self.point = point
            value = new
        }
    }

    package init() {}

    /// Folds events in ascending order of their points.
    package init(_ fragments: some Sequence<EventFragment>) {
        var structure = RunStructureFold()
        for fragment in fragments {
            count(fragment.point)
            parent.fold(fragment.parent, at: fragment.point)
            emission.fold(fragment.emission, at: fragment.point)
            structure.add(fragment)
        }
        self.structure = structure.structure(isSnapshot: emission.value?.isSnapshot ?? false)
    }

    /// Counts an event whose point is greater than all before it.
    private mutating func count(_ point: OrderPoint) {
        events += 1
        first = min(first, point.time)
        if point.eventType == .start { started = min(started ?? .max, point.time) }
        last = point
        if point.eventType.isTerminal {
            if let terminal, terminal.eventType != point.eventType || terminal.time != point.time {
                hasSeveralTerminals = true
            }
            terminal = point
        }
    }

    /// The start of the run: its START, else its earliest event.
    package var start: Int64 { started ?? first }
}

/// Inputs and outputs unite over the events of a run, facets are registers, unless the run emits complete snapshots.
struct RunStructureFold {
    private var inputs: Set<DatasetID> = []
    private var outputs: Set<DatasetID> = []
    private var newest: EventFragment?
    private var jobLineage: [Derivation] = []
    private var datasetLineage: [DatasetID: Derivation] = [:]
    private var columnLineage: [DatasetID: Derivation] = [:]

    mutating func add(_ fragment: EventFragment) {
        inputs.formUnion(fragment.inputs)
        outputs.formUnion(fragment.outputs)
        if fragment.namesDatasets { newest = fragment }
        switch fragment.jobLineage {
        case .absent: break
        case .deleted: jobLineage = []
        case .value(let entries): jobLineage += entries
        }
        for (dataset, state) in fragment.datasetLineage { Self.set(&datasetLineage, dataset, state) }
        for (dataset, state) in fragment.columnLineage { Self.set(&columnLineage, dataset, state) }
    }

    func structure(isSnapshot: Bool) -> Structure {
        var result = Structure()
        result.inputs = Array(isSnapshot ? Set(newest?.inputs ?? []) : inputs)
        result.outputs = Array(isSnapshot ? Set(newest?.outputs ?? []) : outputs)
        let kept = isSnapshot ? Set(result.outputs) : nil
        result.derivations = jobLineage
        for derivation in datasetLineage where kept?.contains(derivation.key) ?? true {
            result.derivations.append(derivation.value)
        }
        for derivation in columnLineage where kept?.contains(derivation.key) ?? true {
            result.derivations.append(derivation.value)
        }
        result.normalise()
        return result
    }

    private static func set(
        _ registers: inout [DatasetID: Derivation], _ dataset: DatasetID, _ state: FacetState<Derivation>
    ) {
        switch state {
        case .absent: break
        case .deleted: registers[dataset] = nil
        case .value(let derivation): registers[dataset] = derivation
        }
    }
}
