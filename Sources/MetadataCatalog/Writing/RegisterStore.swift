package import JSONBytes
import SQLDatabase

/// Registers as step functions of time: for each entity and key the points at which the value changed.
///
/// A register's value at T is that of the last change at or before T. Equal neighbours are one step, whatever order the
/// observations come in: an observation inside a step of its own value changes nothing; one that differs splits the
/// step, and the step's value begins again at its next observation, which is looked up in the log.
struct RegisterStore {
    let connection: any SQLConnection

    struct Change {
        var point: OrderPoint
        var seq: Int64
        var value: Digest128
    }

    /// Takes in an observation.
    ///
    /// - Parameters:
    ///   - isNewest: no event that mentions the entity is younger, so nothing needs to be looked up.
    ///   - next: the next observation of this key after a point and, if one is given, not after another, from the log.
    /// - Returns: whether the step function changed.
    @discardableResult
    func observe(
        _ entity: Int64, _ key: [UInt8], _ change: Change, isNewest: Bool,
        next: (OrderPoint, OrderPoint?) throws -> Change?
    ) throws -> Bool {
        let before = try last(entity, key, atOrBefore: change.point)
        // At one point the first mention of an event speaks.
        if let before, before.value == change.value || before.point == change.point { return false }
        let after = isNewest ? nil : try first(entity, key, after: change.point)
        if !isNewest, before != nil, let resumed = try next(change.point, after?.point),
            after.map({ resumed.point < $0.point }) ?? true
        {
            // The step that is split goes on with its next observation.
            if resumed.value != change.value { try insert(entity, key, resumed) }
        } else if let after, after.value == change.value {
            try remove(entity, key, after.point)
        }
        try insert(entity, key, change)
        return true
    }

    /// Takes back an observation, which is no longer in the log for this entity.
    func retract(
        _ entity: Int64, _ key: [UInt8], at point: OrderPoint, next: (OrderPoint, OrderPoint?) throws -> Change?
    ) throws {
        // Inside the step of its own value it changed nothing.
        guard let step = try last(entity, key, atOrBefore: point), step.point == point else { return }
        let after = try first(entity, key, after: point)
        try remove(entity, key, point)
        if let resumed = try next(point, after?.point), after.map({ resumed.point < $0.point }) ?? true {
            try insert(entity, key, resumed)
        } else if let after, try last(entity, key, atOrBefore: point)?.value == after.value {
            try remove(entity, key, after.point)
        }
    }

    func last(_ entity: Int64, _ key: [UInt8], atOrBefore point: OrderPoint) throws -> Change? {
        let statement = try connection.statement(
            """
            SELECT time, rank, digest, seq, value_hash FROM register
            WHERE entity = ?1 AND key = ?2 AND (time, rank, digest) <= (?3, ?4, ?5)
            ORDER BY time DESC, rank DESC, digest DESC LIMIT 1
            """)
        return try one(statement, entity, key, point)
    }

    private func first(_ entity: Int64, _ key: [UInt8], after point: OrderPoint) throws -> Change? {
        let statement = try connection.statement(
            """
            SELECT time, rank, digest, seq, value_hash FROM register
            WHERE entity = ?1 AND key = ?2 AND (time, rank, digest) > (?3, ?4, ?5)
            ORDER BY time, rank, digest LIMIT 1
            """)
        return try one(statement, entity, key, point)
    }

    private func one(
        _ statement: any SQLStatement, _ entity: Int64, _ key: [UInt8], _ point: OrderPoint
    ) throws -> Change? {
        statement.bind(1, entity)
        statement.bind(2, key)
        statement.bind(3, point.time)
        statement.bind(4, Int64(point.rank))
        statement.bind(5, point.digest)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return Change(
            point: OrderPoint(
                time: statement.int(0), rank: UInt8(clamping: statement.int(1)),
                digest: Digest128(bytes: statement.blob(2))), seq: statement.int(3),
            value: Digest128(bytes: statement.blob(4)))
    }

    private func insert(_ entity: Int64, _ key: [UInt8], _ change: Change) throws {
        let insert = try connection.statement(
            """
            INSERT INTO register (entity, key, time, rank, digest, seq, value_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT DO NOTHING
            """)
        insert.bind(1, entity)
        insert.bind(2, key)
        insert.bind(3, change.point.time)
        insert.bind(4, Int64(change.point.rank))
        insert.bind(5, change.point.digest)
        insert.bind(6, change.seq)
        insert.bind(7, change.value)
        try insert.enqueue()
    }

    private func remove(_ entity: Int64, _ key: [UInt8], _ point: OrderPoint) throws {
        try connection.enqueue(
            "DELETE FROM register WHERE entity = ?1 AND key = ?2 AND time = ?3 AND rank = ?4 AND digest = ?5",
            .integer(entity), .blob(key), .integer(point.time), SQLValue(Int(point.rank)), .blob(point.digest.bytes))
    }
}

/// Names of registers.
package enum RegisterKey {
    /// A dataset, job or run facet: `f` and its name.
    package static func facet(_ name: ByteString) -> [UInt8] { [UInt8(ascii: "f")] + name.bytes }

    /// The schema that one job, in one role, reports for a dataset: `s`, the row of the job as sent, the role.
    package static func schema(sentJob: Int64, role: MentionRole) -> [UInt8] {
        var key = [UInt8(ascii: "s")]
        key.append(UInt8(role.rawValue))
        key.appendLEB(UInt64(sentJob))
        return key
    }
}
