import JSONBytes
import OpenLineage

/// What reads have worked out from records of the log and later reads of the same history can use: it never becomes wrong.
///
/// Each cache is bounded by bytes. `@unchecked Sendable`: `lock` guards all of them.
package final class SharedReads: @unchecked Sendable {
    /// The steps of registers that an answer is made of.
    struct StepsKey: Hashable {
        /// Entities, each followed by the numbers of the records of its steps.
        var numbers: [Int64]
    }

    private let lock = Lock()
    private var registers = BoundedCache<StepsKey, RegisterFacets>(bytesMax: 64 << 20)
    private var runs = BoundedCache<Int64, RunFacts>(bytesMax: 32 << 20)
    private var structures = BoundedCache<Int64, Structure>(bytesMax: 32 << 20)

    private let namesLock = Lock()
    private var names = NameList()
    private var aliases: (revision: UInt64, ids: Set<Int64>)?

    /// Numbers the histories that a server has seen: after a fail-over that lost commits, numbers mean other things.
    let history: Int

    init(history: Int) { self.history = history }

    /// The names of the catalog, at most `countMax`, with those that `load` adds behind the last one that is known.
    func names(countMax: Int, _ load: (inout NameList, Int) throws -> Void) rethrows -> NameList {
        try namesLock.withLock {
            if names.ids.count < countMax { try load(&names, countMax - names.ids.count) }
            return names
        }
    }

    /// What is found at present after a commit; looked up once for each.
    func aliases(at revision: UInt64, _ find: () throws -> Set<Int64>) rethrows -> Set<Int64> {
        if let known = lock.withLock({ aliases }), known.revision == revision { return known.ids }
        let found = try find()
        lock.withLock {
            if aliases.map({ $0.revision < revision }) ?? true { aliases = (revision, found) }
        }
        return found
    }

    func registers(_ key: StepsKey, _ make: () throws -> RegisterFacets) rethrows -> RegisterFacets {
        if let known = lock.withLock({ registers.find(key) }) { return known }
        let made = try make()
        lock.withLock { registers.insert(made, for: key, weight: made.byteCount + 8 * key.numbers.count) }
        return made
    }

    /// What the events of a run told when it was last asked for; events may have come since.
    func run(_ id: Int64) -> RunFacts? { lock.withLock { runs.find(id) } }

    func add(_ facts: RunFacts, _ id: Int64) {
        lock.withLock { runs.insert(facts, for: id, weight: facts.byteCount) }
    }

    func structure(_ id: Int64, _ make: () throws -> Structure) rethrows -> Structure {
        if let known = lock.withLock({ structures.find(id) }) { return known }
        let made = try make()
        lock.withLock { structures.insert(made, for: id, weight: made.byteCount) }
        return made
    }
}
