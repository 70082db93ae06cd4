/// A topology behind a read-write lock. Loading the graph anew replaces the store, so a reader that has begun
/// finishes on the one it began with.
final class TopologyStore: @unchecked Sendable {
    /// Guards `topology`.
    let lock = ReadWriteLock()
    var topology: Topology

    init(_ topology: consuming Topology) {
        self.topology = topology
    }

    func reading<T>(_ body: (borrowing Topology) throws -> T) rethrows -> T {
        lock.lockForReading()
        defer { lock.unlock() }
        return try body(topology)
    }
}
