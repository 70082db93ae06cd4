import JSONBytes
import OpenLineage
import SQLDatabase

/// The fold of one run, as far as it is kept in memory.
final class KnownFold {
    var fold: RunFold

    init(_ fold: RunFold) { self.fold = fold }
}

extension CatalogWriter {
    /// Takes an event, which is in the run's list already, into the run.
    ///
    /// Events in order mostly need nothing but the run's row: what became of an equal event after an equal structure is
    /// remembered. Where that does not tell enough, the fold of the whole run is read from the log once, and kept.
    func fold(_ prepared: PreparedEvent, into run: RunState) throws {
        let point = prepared.point
        let reference = prepared.parent
        // Every run that was ever named as a parent is known, whichever event names it.
        let parent: RunState? =
            if case .value(let reference) = reference { try parentRun(reference, at: point) } else { nil }
        if let known = folds.find(run.id) {
            let changed = known.fold.add(prepared.fragment)
            folds.insert(known, for: run.id, weight: known.fold.byteCount)
            return try take(known.fold, into: run, structureChanged: changed)
        }
        guard run.events == 0 || point > run.last else { return try refold(run) }
        let isFirst = run.events == 0
        if isFirst { run.first = point.time }
        run.events += 1
        run.last = point
        if point.eventType == .start { run.started = min(run.started ?? .max, point.time) }
        if point.eventType.isTerminal { run.terminal = point }
        foldParent(reference, parent, into: run, at: point, isFirst: isFirst)
        let wasSnapshot = run.flags.contains(.isSnapshot)
        switch prepared.emission {
        case .absent: break
        case .deleted: run.flags.subtract([.isStreaming, .isSnapshot])
        case .value(let emission):
            run.flags.set(.isStreaming, emission.isStreaming)
            run.flags.set(.isSnapshot, emission.isSnapshot)
        }
        if !isFirst, wasSnapshot != run.flags.contains(.isSnapshot) { return try refold(run) }
        guard let key = prepared.structureKey else { return }
        let step = StructureStore.Step(before: run.structure, key: key, isSnapshot: run.flags.contains(.isSnapshot))
        let next = try structures.step(step) { try structure(after: step, isFirst: isFirst, prepared) }
        if next == Self.needsRefold { return try refold(run) }
        run.structure = next
    }

    private func foldParent(
        _ reference: FacetState<ParentReference>, _ parent: RunState?, into run: RunState, at point: OrderPoint,
        isFirst: Bool
    ) {
        switch reference {
        case .absent: return
        case .deleted:
            run.flags.remove(.hasOneParent)
            if run.parent != nil || run.parentPoint == nil { run.namedAt = point.time }
            run.parent = nil
        case .value:
            if isFirst {
                run.flags.insert(.hasOneParent)
            } else if run.parent != parent?.id {
                run.flags.remove(.hasOneParent)
            }
            if isFirst || run.parent != parent?.id { run.namedAt = point.time }
            run.parent = parent?.id == run.id ? nil : parent?.id
        }
        run.parentPoint = point
    }

    private static let needsRefold: Int64 = -1

    /// The structure of a run after its next event, or `needsRefold` where the former structure does not tell enough.
    private func structure(
        after step: StructureStore.Step, isFirst: Bool, _ prepared: PreparedEvent
    ) throws -> Int64 {
        let fragment = prepared.fragment
        if fragment.withdraws {
            return isFirst ? try structures.id(of: RunFold([fragment]).structure) : Self.needsRefold
        }
        let former = try structures.structure(step.before)
        if former.isEmpty { return try structures.id(of: RunFold([fragment]).structure) }
        // What an earlier event told about an output counts again when the output is named again.
        if step.isSnapshot { return Self.needsRefold }
        if fragment.isExplicit, former.derivations.contains(where: { $0.basis == .explicit }) {
            return Self.needsRefold
        }
        let added = RunFold([fragment]).structure
        var united = former
        united.inputs += added.inputs
        united.outputs += added.outputs
        for derivation in added.derivations {
            if derivation.basis == .column {
                united.derivations.removeAll { $0.target == derivation.target && $0.basis == .column }
            }
            united.derivations.append(derivation)
        }
        united.normalise()
        return try structures.id(of: united)
    }

    /// Reads all events of a run from the log, and keeps their fold for its next events.
    private func refold(_ run: RunState) throws {
        let known = KnownFold(try observations.fold(run: run.id, through: .max))
        folds.insert(known, for: run.id, weight: known.fold.byteCount)
        try take(known.fold, into: run, structureChanged: true)
    }

    /// The fold of a run's events, from the log if it is not in memory.
    func knownFold(of run: RunState) throws -> RunFold {
        if let known = folds.find(run.id) { return known.fold }
        return try observations.fold(run: run.id, through: .max)
    }

    private func take(_ fold: RunFold, into run: RunState, structureChanged: Bool) throws {
        guard let last = fold.last else { return }
        run.events = Int64(fold.events)
        run.first = fold.first
        run.started = fold.started
        run.last = last
        run.terminal = fold.terminal
        run.parentPoint = fold.parent.point
        run.namedAt = (fold.parent.isUniform ? fold.parent.firstPoint : fold.parent.point)?.time
        run.parent = try fold.parent.value.flatMap { try parentRun($0, at: fold.parent.point ?? last).id }
        if run.parent == run.id { run.parent = nil }
        run.flags.set(.hasOneParent, fold.hasOneParent)
        run.flags.set(.isStreaming, fold.emission.value?.isStreaming ?? false)
        run.flags.set(.isSnapshot, fold.isSnapshot)
        if structureChanged { run.structure = try structures.id(of: fold.structure) }
    }

    /// The run that a `parent` facet names: a row without events until its own events come.
    func parentRun(_ reference: ParentReference, at point: OrderPoint) throws -> RunState {
        _ = try entities.namespace(reference.job.namespace, at: point.time)
        let sentJob = try entities.sentJob(reference.job, at: point.time)
        let parent = try runs.run(sentJob: sentJob, sentJobID: reference.job, runID: reference.runID, at: point)
        guard parent.events == 0 else { return parent }
        if !parent.isStored {
            try place(parent, in: parent.sentJobID, at: point.time)
            try runs.write(parent)
        } else if point.time < parent.first {
            parent.first = point.time
            try runs.write(parent)
        }
        entities.touchFirst(try requireEntity(parent.job), at: parent.first)
        return parent
    }
}

extension RunFlags {
    mutating func set(_ flag: RunFlags, _ isOn: Bool) {
        if isOn { insert(flag) } else { remove(flag) }
    }
}
