public import JSONBytes

/// The place of an event in the one order that decides everything: time, then rank of the type, then digest.
///
/// No two different events are equal in it, and it does not depend on the order of arrival.
public struct OrderKey: Hashable, Comparable, Sendable {
    public var time: EventTime
    public var type: EventType
    /// SHA-256 of the event's canonical form.
    public var digest: Digest256

    public init(time: EventTime, type: EventType, digest: Digest256) {
        self.time = time
        self.type = type
        self.digest = digest
    }

    public static func < (left: OrderKey, right: OrderKey) -> Bool {
        if left.time != right.time { return left.time < right.time }
        if left.type != right.type { return left.type < right.type }
        return left.digest < right.digest
    }
}
