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
        try forEachBirth(of: asset) { time in
            if time < first { before += 1 } else { times.append(time) }
        }
        times.sort()
        var index = 0
        return instants.map { instant in
            while index < times.count, times[index] < instant { index += 1 }
            return before + index
        }
    }

    private func forEachBirth(of asset: Asset, _ body: (Int64) -> Void) throws {
        func visit(_ row: any SQLRow) -> Bool {
            body(row.int(0))
            return true
        }
        switch asset {
        case .datasets: try connection.query("SELECT first_seen FROM entity WHERE kind = 1 AND reported = 1", visit)
        case .jobs: try connection.query("SELECT first_seen FROM entity WHERE kind = 2 AND members > 0", visit)
        case .sources:
            body(try catalogCreation())
            try connection.query(
                """
                SELECT MIN(time) FROM (SELECT name, created AS time FROM source UNION ALL
                    SELECT source_dataset.source, entity.first_seen FROM source_dataset
                    JOIN entity ON entity.id = source_dataset.dataset) AS seen GROUP BY name
                """, visit)
        }
    }
}

extension SQLConnection {
    fileprivate func query(_ sql: StaticSQL, _ body: (any SQLRow) throws -> Bool) throws { try query(sql, [], body) }
}
