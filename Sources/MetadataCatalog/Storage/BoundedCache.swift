/// A cache that is emptied when it is full: the working set comes back at once, and nothing must be kept in order.
struct BoundedCache<Key: Hashable, Value> {
    private var values: [Key: Value] = [:]
    private let countMax: Int

    init(countMax: Int) { self.countMax = countMax }

    mutating func value(for key: Key, _ make: () throws -> Value) rethrows -> Value {
        if let value = values[key] { return value }
        let value = try make()
        if values.count >= countMax { values.removeAll(keepingCapacity: true) }
        values[key] = value
        return value
    }
}
