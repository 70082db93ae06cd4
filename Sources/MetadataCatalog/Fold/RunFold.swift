import OpenLineage

/// The fold of the events of one run: a function of the set of its events.
///
/// Each part is a union or the value of the greatest point, so events can be added in any order: one that comes late costs
/// no more than one that comes in time.
package struct RunFold: Sendable {
    package private(set) var events = 0
    /// Event time of the earliest event, ns.
    package var first: Int64 { firstPoint?.time ?? .max }
    /// The smallest point.
    private var firstPoint: OrderPoint?
    /// Event time of the earliest START, ns; nil: none was seen.
    package private(set) var started: Int64?
    /// The greatest point.
    package private(set) var last: OrderPoint?
    /// The greatest point among COMPLETE, FAIL and ABORT.
    package private(set) var terminal: OrderPoint?
    package private(set) var parent: Register<ParentReference> = Register()
    package private(set) var emission: Register<Emission> = Register()
    private var structureFold = RunStructureFold()

    /// A value that the greatest order point owns; a deletion is a value too.
    package struct Register<Value: Hashable & Sendable>: Sendable {
        package private(set) var point: OrderPoint?
        /// The point of the first observation.
        package private(set) var firstPoint: OrderPoint?
        package private(set) var value: Value?
        /// Every value that was ever told.
        package private(set) var values: Set<Value> = []
        private var hasDeletion = false

        package init() {}

        /// Whether one value was told and never anything else.
        package var isUniform: Bool { values.count == 1 && !hasDeletion }

        mutating func fold(_ state: FacetState<Value>, at point: OrderPoint) {
            let new: Value?
            switch state {
            case .absent: return
            case .deleted:
                new = nil
                hasDeletion = true
            case .value(let value):
                new = value
                values.insert(value)
            }
            firstPoint = min(firstPoint ?? point, point)
            guard self.point.map({ $0 < point }) ?? true else { return }
            self.point = point
            value = new
        }
    }

    package init() {}

    /// Folds events in any order, each of them once.
    package init(_ fragments: some Sequence<EventFragment>) {
        for fragment in fragments { add(fragment) }
    }

    /// Takes in an event that is not in the fold yet, older or younger than the others.
    ///
    /// - Returns: whether the structure may have changed.
    @discardableResult
    package mutating func add(_ fragment: EventFragment) -> Bool {
        let point = fragment.point
        let wasSnapshot = isSnapshot
        events += 1
        firstPoint = min(firstPoint ?? point, point)
        last = max(last ?? point, point)
        if point.eventType == .start { started = min(started ?? .max, point.time) }
        if point.eventType.isTerminal { terminal = max(terminal ?? point, point) }
        parent.fold(fragment.parent, at: point)
        emission.fold(fragment.emission, at: point)
        return structureFold.add(fragment) || wasSnapshot != isSnapshot
    }

    /// Counts events that tell nothing which the others do not tell.
    mutating func count(others: Int) { events += others }

    /// The start of the run: its START, else its earliest event.
    package var start: Int64 { started ?? first }

    /// Whether the parent was told by the first event, and never another one.
    package var hasOneParent: Bool { parent.isUniform && parent.firstPoint == firstPoint }

    package var isSnapshot: Bool { emission.value?.isSnapshot ?? false }

    /// What the events say about structure; put together at each call.
    package var structure: Structure { structureFold.structure(isSnapshot: isSnapshot) }

    /// About how many bytes the fold takes.
    var byteCount: Int { 400 + structureFold.byteCount + 200 * parent.values.count }
}

/// Inputs and outputs unite over the events of a run, facets are registers, unless the run emits complete snapshots.
private struct RunStructureFold: Sendable {
    private var inputs: Set<DatasetID> = []
    private var outputs: Set<DatasetID> = []
    /// The newest event that names any dataset.
    private var newest: (point: OrderPoint, inputs: [DatasetID], outputs: [DatasetID])?
    /// Entries of the job's `lineage` facets with the newest event that has them.
    private var jobLineage: [Derivation: OrderPoint] = [:]
    /// The newest event that withdraws the job's `lineage` facet.
    private var jobLineageDeleted: OrderPoint?
    private var datasetLineage: [DatasetID: Told] = [:]
    private var columnLineage: [DatasetID: Told] = [:]
    private(set) var byteCount = 0

    private struct Told {
        var point: OrderPoint
        /// nil: withdrawn.
        var derivation: Derivation?
    }

    /// - Returns: whether anything changed, whether or not it shows in the structure.
    mutating func add(_ fragment: EventFragment) -> Bool {
        var changed = false
        for id in fragment.inputs where inputs.insert(id).inserted { note(&changed, bytes: 100) }
        for id in fragment.outputs where outputs.insert(id).inserted { note(&changed, bytes: 100) }
        if fragment.namesDatasets, newest.map({ $0.point < fragment.point }) ?? true {
            if newest?.inputs != fragment.inputs || newest?.outputs != fragment.outputs { changed = true }
            newest = (fragment.point, fragment.inputs, fragment.outputs)
        }
        addJobLineage(fragment, &changed)
        for (dataset, state) in fragment.datasetLineage {
            set(\.datasetLineage, dataset, state, at: fragment.point, &changed)
        }
        for (dataset, state) in fragment.columnLineage {
            set(\.columnLineage, dataset, state, at: fragment.point, &changed)
        }
        return changed
    }

    private mutating func note(_ changed: inout Bool, bytes: Int) {
        changed = true
        byteCount += bytes
    }

    private mutating func addJobLineage(_ fragment: EventFragment, _ changed: inout Bool) {
        let point = fragment.point
        switch fragment.jobLineage {
        case .absent: break
        case .deleted:
            jobLineageDeleted = max(jobLineageDeleted ?? point, point)
            let count = jobLineage.count
            jobLineage = jobLineage.filter { $0.value > point }
            if jobLineage.count != count { changed = true }
        case .value(let entries):
            if let jobLineageDeleted, point < jobLineageDeleted { return }
            for entry in entries {
                if let known = jobLineage[entry] {
                    jobLineage[entry] = max(known, point)
                } else {
                    jobLineage[entry] = point
                    note(&changed, bytes: entry.byteCount)
                }
            }
        }
    }

    private mutating func set(
        _ registers: WritableKeyPath<Self, [DatasetID: Told]>, _ dataset: DatasetID,
        _ state: FacetState<Derivation>, at point: OrderPoint, _ changed: inout Bool
    ) {
        let new: Derivation?
        switch state {
        case .absent: return
        case .deleted: new = nil
        case .value(let derivation): new = derivation
        }
        let known = self[keyPath: registers][dataset]
        if let known, point < known.point { return }
        self[keyPath: registers][dataset] = Told(point: point, derivation: new)
        byteCount += (new?.byteCount ?? 0) - (known?.derivation?.byteCount ?? 0) + (known == nil ? 100 : 0)
        if known?.derivation != new { changed = true }
    }

    func structure(isSnapshot: Bool) -> Structure {
        var result = Structure()
        result.inputs = isSnapshot ? newest?.inputs ?? [] : Array(inputs)
        result.outputs = isSnapshot ? newest?.outputs ?? [] : Array(outputs)
        let kept = isSnapshot ? Set(result.outputs) : nil
        result.derivations = Array(jobLineage.keys)
        for registers in [datasetLineage, columnLineage] {
            for (dataset, told) in registers where kept?.contains(dataset) ?? true {
                if let derivation = told.derivation { result.derivations.append(derivation) }
            }
        }
        result.normalise()
        return result
    }
}
