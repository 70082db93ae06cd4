package import JSONBytes
package import OpenLineage
import SQLDatabase

/// Which events a list shows.
package struct EventFilter: Sendable {
    package var kinds: Set<OpenLineageEvent.Kind> = [.run]
    /// Event time, ns, inclusive.
    package var from: Int64?
    /// Event time, ns, exclusive.
    package var before: Int64?
    /// Namespace of the job, or of the dataset of a DatasetEvent.
    package var namespace: ByteString?
    /// A job by its full name or the name that events use.
    package var job: ByteString?
    package var runID: ByteString?
    package var type: EventType?

    package init() {}
}

extension CatalogReader {
    /// Events by event time; calls of the write API are not among them.
    package func events(
        _ filter: EventFilter, ascending: Bool, limit: Int, offset: Int
    ) throws -> [JSONDocument] {
        let query = try EventQuery(filter, self)
        let order = ascending ? "ASC" : "DESC"
        let statement = try connection.prepare(
            "SELECT log.seq \(query.text) ORDER BY \(query.time) \(order), log.seq \(order) LIMIT ?1 OFFSET ?2")
        query.bind(statement)
        statement.bind(1, limit)
        statement.bind(2, offset)
        defer { statement.reset() }
        var records: [Int64] = []
        while try statement.step() { records.append(statement.int(0)) }
        statement.reset()
        return try records.compactMap { try document($0) }
    }

    package func eventCount(_ filter: EventFilter) throws -> Int {
        let query = try EventQuery(filter, self)
        let statement = try connection.prepare("SELECT COUNT(*) \(query.text)")
        query.bind(statement)
        defer { statement.reset() }
        return try statement.step() ? Int(statement.int(0)) : 0
    }
}

/// The part of a query that finds events: the narrowest of the tables that a filter allows, then its conditions.
private struct EventQuery {
    private(set) var text = ""
    /// The column of the event time, in the table whose order is used.
    private(set) var time = "log.event_time"
    private var bindings: [SQLValue] = []
    /// Parameters 1 and 2 are the page's.
    private static let firstBinding = 3

    init(_ filter: EventFilter, _ reader: CatalogReader) throws {
        var conditions: [String] = []
        var tables = "log"
        if let runID = filter.runID {
            let units = try reader.runs(namedBy: runID).map { UnitID(.run, $0).stored }
            tables = "unit_event JOIN log ON log.seq = unit_event.seq"
            time = "unit_event.time"
            conditions.append("unit_event.unit IN (\(Self.list(units)))")
        } else if let job = filter.job {
            let jobs = try reader.jobs(namedBy: job, namespace: filter.namespace)
            tables = "mention JOIN log ON log.seq = mention.seq"
            time = "mention.time"
            conditions.append("mention.entity IN (\(Self.list(jobs))) AND mention.role = 0")
        }
        let kinds = filter.kinds.map { Int64(RecordKind($0, isCommand: false).rawValue) }.sorted()
        conditions.append("log.kind IN (\(Self.list(kinds)))")
        if let from = filter.from { conditions.append("\(time) >= \(add(.integer(from)))") }
        if let before = filter.before { conditions.append("\(time) < \(add(.integer(before)))") }
        if let type = filter.type { conditions.append("log.rank = \(add(SQLValue(Int(type.rawValue))))") }
        if let namespace = filter.namespace, filter.job == nil || filter.runID != nil {
            tables += Self.owners
            let id = try reader.namespace(namespace).flatMap { try reader.namespaceID($0.name) } ?? 0
            conditions.append("COALESCE(sent_job.namespace, entity.namespace) = \(add(.integer(id)))")
        }
        text = "FROM \(tables) WHERE \(conditions.joined(separator: " AND "))"
    }

    /// From a record to the job or dataset that it is about.
    private static let owners = """
         LEFT JOIN run ON log.unit % 4 = 1 AND run.id = log.unit / 4
         LEFT JOIN sent_job ON sent_job.id = CASE log.unit % 4 WHEN 1 THEN run.sent_job WHEN 2 THEN log.unit / 4 END
         LEFT JOIN entity ON log.unit % 4 = 3 AND entity.id = log.unit / 4
        """

    private static func list(_ numbers: [Int64]) -> String {
        numbers.isEmpty ? "-1" : numbers.map(String.init).joined(separator: ", ")
    }

    private mutating func add(_ value: SQLValue) -> String {
        bindings.append(value)
        return "?\(Self.firstBinding + bindings.count - 1)"
    }

    func bind(_ statement: any SQLStatement) {
        for (index, value) in bindings.enumerated() { statement.bind(Self.firstBinding + index, value) }
    }
}

extension CatalogReader {
    /// Rows of the runs that an id may mean.
    fileprivate func runs(namedBy id: ByteString) throws -> [Int64] {
        try connection.rows(
            "SELECT id FROM run WHERE uuid = ?1 UNION SELECT run FROM run_uuid_alias WHERE uuid = ?1",
            [.blob(RunID(id).uuid.bytes)]
        ) { $0.int(0) }
    }

    /// Jobs of that full name or, if there are none, of that name as sent.
    fileprivate func jobs(namedBy name: ByteString, namespace: ByteString?) throws -> [Int64] {
        if let namespace {
            switch try job(JobID(namespace: namespace, name: name)) {
            case .exact(let job), .alias(let job): return [job.id]
            case .ambiguous(let jobs): return jobs.map(\.id)
            case nil: return []
            }
        }
        let exact = try connection.rows("SELECT id FROM entity WHERE kind = 2 AND name = ?1", [.blob(name.bytes)]) {
            $0.int(0)
        }
        if !exact.isEmpty { return exact }
        return try connection.rows(
            "SELECT DISTINCT run.job FROM sent_job JOIN run ON run.sent_job = sent_job.id WHERE sent_job.name = ?1",
            [.blob(name.bytes)]
        ) { $0.int(0) }
    }
}
