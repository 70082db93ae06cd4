/// A cache of two generations, bounded by a weight: what was used since the last turn stays at the next.
///
/// Weights are counts, or bytes where the values differ much in size. The weight of all values stays below the bound
/// plus the greatest single one.
package struct BoundedCache<Key: Hashable, Value> {
    private typealias Generation = [Key: (value: Value, weight: Int)]

    private var young: Generation = [:]
    private var old: Generation = [:]
    private var youngWeight = 0
    private let weightMax: Int

    /// - Parameter countMax: how many values are kept, if each weighs 1.
    package init(countMax: Int) { weightMax = countMax }

    /// - Parameter bytesMax: about how many bytes of values are kept.
    package init(bytesMax: Int) { weightMax = bytesMax }

    /// The value for a key, which counts as used by that.
    package mutating func find(_ key: Key) -> Value? {
        if let found = young[key] { return found.value }
        guard let found = old[key] else { return nil }
        insert(found.value, for: key, weight: found.weight)
        return found.value
    }

    /// Keeps a value, in place of the one that the key had.
    package mutating func insert(_ value: Value, for key: Key, weight: Int = 1) {
        let former = young.updateValue((value, weight), forKey: key)
        youngWeight += weight - (former?.weight ?? 0)
        guard youngWeight > weightMax / 2 else { return }
        old = young
        young = [:]
        youngWeight = 0
    }

    package mutating func remove(_ key: Key) {
        if let former = young.removeValue(forKey: key) { youngWeight -= former.weight }
        old.removeValue(forKey: key)
    }

    package mutating func value(for key: Key, weight: (Value) -> Int = { _ in 1 }, _ make: () throws -> Value) rethrows
        -> Value
    {
        if let value = find(key) { return value }
        let value = try make()
        insert(value, for: key, weight: weight(value))
        return value
    }
}
