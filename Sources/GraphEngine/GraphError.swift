/// Why the graph could not be read at a position.
package enum GraphError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The former records that the position needs have been dropped; read again at a newer position.
    case positionTooOld(requested: UInt64, oldest: UInt64)
    /// The graph did not get as far as the position in the time allowed.
    case positionNotReached(requested: UInt64, head: UInt64)

    package var description: String {
        switch self {
        case .positionTooOld(let requested, let oldest):
            "The graph is no longer kept as of log position \(requested); the oldest is \(oldest). Ask again."
        case .positionNotReached(let requested, let head):
            "The graph is at log position \(head) and did not reach \(requested) in time. Ask again."
        }
    }
}
