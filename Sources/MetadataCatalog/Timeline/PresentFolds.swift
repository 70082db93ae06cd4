import OpenLineage

/// Folds of runs up to the present of the writer, kept for those that also have events in the future.
///
/// Used on the writer's thread alone.
final class PresentFolds {
    /// Event time through which the folds go, ns.
    var present: Int64 = .min
    private var folds = BoundedCache<Int64, KnownFold>(bytesMax: 16 << 20)

    func fold(ofRun run: Int64, _ make: () throws -> RunFold) rethrows -> RunFold {
        if let known = folds.find(run) { return known.fold }
        let known = KnownFold(try make())
        folds.insert(known, for: run, weight: known.fold.byteCount)
        return known.fold
    }

    /// Takes in a new event of a run.
    func add(_ prepared: PreparedEvent, toRun run: Int64) {
        guard prepared.point.time <= present, let known = folds.find(run) else { return }
        known.fold.add(prepared.fragment)
        folds.insert(known, for: run, weight: known.fold.byteCount)
    }

    func removeAll() { folds = BoundedCache(bytesMax: 16 << 20) }
}
