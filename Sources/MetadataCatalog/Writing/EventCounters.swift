import JSONBytes
import OpenLineage
import SQLDatabase

/// Counts by hour and type, and by producer, gathered during a batch.
///
/// They serve dashboards and `doctor`; they are not part of the digest.
struct EventCounters {
    private struct Hour: Hashable {
        var start: Int64
        var rank: UInt8
    }

    private struct Producer {
        var events: Int64 = 0
        var lastTime: Int64 = .min
        var lastReceived: Int64 = .min
    }

    private var hours: [Hour: Int64] = [:]
    private var producers: [ByteString: Producer] = [:]

    static let nanosecondsPerHour: Int64 = 3_600_000_000_000

    mutating func count(_ prepared: PreparedEvent, received: Int64) {
        let hour = Hour(
            start: prepared.point.time.floorDivided(by: Self.nanosecondsPerHour), rank: prepared.point.rank)
        hours[hour, default: 0] += 1
        var producer = producers[prepared.event.producer ?? ""] ?? Producer()
        producer.events += 1
        producer.lastTime = max(producer.lastTime, prepared.point.time)
        producer.lastReceived = max(producer.lastReceived, received)
        producers[prepared.event.producer ?? ""] = producer
    }

    mutating func flush(_ connection: any SQLConnection) throws {
        for (hour, count) in hours {
            try connection.enqueue(
                """
                INSERT INTO event_count (hour, rank, count) VALUES (?1, ?2, ?3)
                ON CONFLICT (hour, rank) DO UPDATE SET count = event_count.count + excluded.count
                """, .integer(hour.start), SQLValue(Int(hour.rank)), .integer(count))
        }
        for (name, producer) in producers {
            try connection.enqueue(
                """
                INSERT INTO producer (name, events, last_time, last_received) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (name) DO UPDATE SET events = producer.events + excluded.events,
                    last_time = CASE WHEN excluded.last_time > producer.last_time THEN excluded.last_time
                        ELSE producer.last_time END,
                    last_received = CASE WHEN excluded.last_received > producer.last_received
                        THEN excluded.last_received ELSE producer.last_received END
                """, .blob(name.bytes), .integer(producer.events), .integer(producer.lastTime),
                .integer(producer.lastReceived))
        }
        hours.removeAll(keepingCapacity: true)
        producers.removeAll(keepingCapacity: true)
    }
}

extension Int64 {
    /// Division that rounds towards negative infinity.
    package func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient
    }
}
