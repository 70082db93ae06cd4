import OpenLineage
import SQLDatabase

extension CatalogReader {
    /// Events of one type between two instants, by the hour in which they lie.
    package struct EventCounts: Sendable, Equatable {
        package var start = 0
        package var complete = 0
        package var abort = 0
        package var fail = 0
    }

    /// What `cumulative` counts.
    package enum Asset: Sendable {
        case datasets, jobs, sources
    }

    /// Events between each two neighbours of `bounds` (ascending, ns); an hour belongs where it begins.
    package func eventCounts(between bounds: [Int64]) throws -> [EventCounts] {
        var result = [EventCounts](repeating: EventCounts(), count: max(0, bounds.count - 1))
        guard let first = bounds.first, let last = bounds.last, !result.isEmpty else { return [] }
        let hour = EventCounters.nanosecondsPerHour
        try connection.query(
            "SELECT hour, rank, count FROM event_count WHERE hour >= ?1 AND hour < ?2",
            [.integer(first.floorDivided(by: hour)), .integer(last.floorDivided(by: hour))]
        ) { row in
            let start = row.int(0).multipliedReportingOverflow(by: hour).partialValue
            let bucket = max(0, (bounds.lastIndex { $0.floorDivided(by: hour) * hour <= start } ?? 0))
            guard bucket < result.count else { return true }
            let count = Int(row.int(2))
            switch EventType(rawValue: UInt8(clamping: row.int(1))) {
            case .start: result[bucket].start += count
            case .complete: result[bucket].complete += count
            case .abort: result[bucket].abort += count
            case .fail: result[bucket].fail += count
            default: break
            }
            return true
        }
        return result
    }

    /// How many there were at each of `instants` (ascending, ns), hidden ones too.
    package func cumulative(_ asset: Asset, at instants: [Int64]) throws -> [Int] {
        guard let first = instants.first else { return [] }
        var times: [Int64] = []
        var before = 0
        switch asset {
        case .datasets, .jobs:
            let kind: EntityKind = asset == .datasets ? .dataset : .job
            before = try births(of: kind, before: first)
            try connection.query(
                "SELECT first_seen FROM entity WHERE kind = ?1 AND first_seen >= ?2",
                [.integer(kind.rawValue), .integer(first)]
            ) {
                times.append($0.int(0))
                return true
            }
            // Names that are only referred to, and former names of jobs, count as nothing.
            var uncounted: [Int64: Int] = [:]
            for birth in try uncountedBirths(of: kind) {
                if birth < first { before -= 1 } else { uncounted[birth, default: 0] += 1 }
            }
            times.removeAll { time in
                guard let count = uncounted[time], count > 0 else { return false }
                uncounted[time] = count - 1
                return true
            }
        case .sources: times = try sourceBirths()
        }
        times.sort()
        var index = 0
        return instants.map { instant in
            while index < times.count, times[index] < instant { index += 1 }
            return before + index
        }
    }

    private func births(of kind: EntityKind, before time: Int64) throws -> Int {
        Int(
            try connection.first(
                "SELECT COUNT(*) FROM entity WHERE kind = ?1 AND first_seen < ?2",
                [.integer(kind.rawValue), .integer(time)]
            ) { $0.int(0) } ?? 0)
    }

    private func uncountedBirths(of kind: EntityKind) throws -> [Int64] {
        try connection.rows(
            """
            SELECT first_seen FROM entity WHERE (hidden_at IS NOT NULL OR (kind = 1 AND reported = 0)
                    OR (kind = 2 AND members <= 0) OR last_seen = -9223372036854775808)
                AND kind = ?1 AND ((kind = 1 AND reported = 0) OR (kind = 2 AND members <= 0))
            """, [.integer(kind.rawValue)]
        ) { $0.int(0) }
    }

    private func sourceBirths() throws -> [Int64] {
        try [catalogCreation()]
            + connection.rows(
                """
                SELECT MIN(time) FROM (SELECT name, created AS time FROM source UNION ALL
                    SELECT source_dataset.source, entity.first_seen FROM source_dataset
                    JOIN entity ON entity.id = source_dataset.dataset) AS seen GROUP BY name
                """
            ) { $0.int(0) }
    }
}
