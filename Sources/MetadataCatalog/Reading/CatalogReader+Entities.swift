package import JSONBytes
package import OpenLineage
import SQLDatabase

extension CatalogReader {
    /// Rows that are not hidden; `?1` is the time.
    private static let notHidden = """
        (entity.hidden_at IS NULL OR NOT EXISTS (SELECT 1 FROM hiding WHERE hiding.entity = entity.id AND hiding.time <= ?1
            AND hiding.time >= COALESCE((SELECT MAX(mention.time) FROM mention
                WHERE mention.entity = entity.id AND mention.time <= ?1), -9223372036854775808)))
        """

    /// Rows of a kind that lists show; `?1` is the time. The same words stand in each list, so that counts agree.
    ///
    /// Which jobs had runs in the past a statement cannot tell: those that may have had are among them. At present a
    /// statement names the kind of jobs itself.
    func visible(_ kind: EntityKind) -> String {
        let isKnown =
            switch kind {
            case .dataset where isPresent: "entity.kind = 1 AND entity.reported = 1"
            case .dataset:
                """
                entity.kind = 1 AND EXISTS (SELECT 1 FROM mention
                    WHERE mention.entity = entity.id AND mention.time <= ?1 AND mention.role <> 3)
                """
            case .job where isPresent: "entity.members > 0"
            case .job: "entity.kind = 2"
            }
        // Spelled so that no index of the times is taken for one that finds few rows.
        return "\(isKnown) AND +entity.first_seen <= ?1 AND \(Self.notHidden)"
    }

    /// Rows that may be invisible at present, in the words of the index `entity_exception`.
    private static let exceptions = """
        (hidden_at IS NOT NULL OR (kind = 1 AND reported = 0) OR (kind = 2 AND members <= 0)
        OR last_seen = -9223372036854775808)
        """

    /// How many rows of a kind lists show, aliases included.
    ///
    /// At present it is all but the invisible ones among the exceptions, so that the cost does not grow with the rows
    /// of the table but with those of an index.
    func visibleCount(_ kind: EntityKind, inNamespace namespace: Int64?) throws -> Int {
        let visible = visible(kind)
        let scope = "kind = \(kind.rawValue)" + (namespace == nil ? "" : " AND namespace = ?2")
        let statement = try connection.prepare(
            isPresent
                ? """
                SELECT (SELECT COUNT(*) FROM entity WHERE \(scope)) - (SELECT COUNT(*) FROM entity
                    WHERE \(Self.exceptions) AND \(scope) AND NOT (\(visible)))
                """ : "SELECT COUNT(*) FROM entity WHERE \(scope) AND \(visible)")
        statement.bind(1, time)
        if let namespace { statement.bind(2, namespace) }
        defer { statement.reset() }
        return try statement.step() ? Int(statement.int(0)) : 0
    }

    /// The row of an entity, hidden ones too; nil if there is none or nothing had named it by then.
    package func entity(_ id: Int64) throws -> EntityRecord? {
        try memory.entities.value(for: id) {
            let statement = try connection.statement(
                """
                SELECT entity.kind, entity.namespace, namespace.name, entity.name, entity.first_seen, entity.last_seen,
                    entity.reported, entity.members, entity.hidden_at, entity.kind_facets
                FROM entity JOIN namespace ON namespace.id = entity.namespace WHERE entity.id = ?1
                """)
            statement.bind(1, id)
            defer { statement.reset() }
            guard try statement.step() else { return nil }
            let record = EntityRecord(
                id: id, kind: EntityKind(rawValue: statement.int(0)) ?? .dataset, namespaceID: statement.int(1),
                namespace: ByteString(bytes: statement.blob(2)), name: ByteString(bytes: statement.blob(3)),
                firstSeen: statement.int(4), lastSeen: statement.int(5) == .min ? nil : statement.int(5),
                isReported: statement.int(6) != 0, members: statement.int(7), hiddenAt: statement.intOrNil(8),
                hasKindFacets: statement.int(9) != 0)
            statement.reset()
            return try atTime(record)
        }
    }

    /// The record as of the reader's time; nil if nothing had named it by then.
    private func atTime(_ present: EntityRecord) throws -> EntityRecord? {
        var record = present
        if let hiddenAt = record.hiddenAt, hiddenAt > time {
            record.hiddenAt =
                try connection.first(
                    "SELECT MAX(time) FROM hiding WHERE entity = ?1 AND time <= ?2",
                    [.integer(record.id), .integer(time)]
                ) { $0.intOrNil(0) } ?? nil
        }
        if !isPresent, record.kind == .job, try hadOtherRuns(record.id) { return try pastJob(record) }
        guard record.firstSeen <= time else { return nil }
        if let newest = record.lastSeen, newest > time { record.lastSeen = try lastMention(of: record.id) }
        return record
    }

    private func lastMention(of id: Int64) throws -> Int64? {
        try connection.first(
            "SELECT MAX(time) FROM mention WHERE entity = ?1 AND time <= ?2", [.integer(id), .integer(time)]
        ) { $0.intOrNil(0) } ?? nil
    }

    private func entityID(_ kind: EntityKind, _ namespace: ByteString, _ name: ByteString) throws -> Int64? {
        try connection.first(
            """
            SELECT entity.id FROM entity JOIN namespace ON namespace.id = entity.namespace
            WHERE namespace.name = ?1 AND entity.kind = ?2 AND entity.name = ?3
            """, [.blob(namespace.bytes), .integer(kind.rawValue), .blob(name.bytes)]
        ) { $0.int(0) }
    }

    /// The dataset of exactly that name, hidden or not.
    package func exactDataset(_ id: DatasetID) throws -> EntityRecord? {
        let found = try memory.datasets.value(for: id) { try entityID(.dataset, id.namespace, id.name) }
        return try found.flatMap { try entity($0) }
    }

    /// The job of exactly that full name, hidden or not, if runs or declarations bear it.
    package func exactJob(_ id: JobID) throws -> EntityRecord? {
        guard let found = try entityID(.job, id.namespace, id.name), let job = try entity(found) else { return nil }
        return try hasMembers(job) ? job : nil
    }

    /// The visible dataset of that name or alias: the canonical member of its aliases.
    ///
    /// A namespace is also found in the form to which Marquez normalises it.
    package func dataset(_ id: DatasetID) throws -> EntityRecord? {
        for namespace in try namespaceSpellings(id.namespace) {
            guard let exact = try exactDataset(DatasetID(namespace: namespace, name: id.name)) else { continue }
            let members = try component(of: exact)
            guard let canonical = members.first, !members.allSatisfy(\.isHidden) else { continue }
            return canonical.isHidden ? members.first { !$0.isHidden } : canonical
        }
        return nil
    }

    /// How a name leads to a job.
    package enum JobMatch: Sendable {
        /// The job bears the name.
        case exact(EntityRecord)
        /// Events call it so, children of a parent; its full name is another.
        case alias(EntityRecord)
        /// Several jobs are called so by events.
        case ambiguous([EntityRecord])
    }

    /// The visible job of that full name, or of that name as events send it.
    package func job(_ id: JobID) throws -> JobMatch? {
        for namespace in try namespaceSpellings(id.namespace) {
            if let exact = try exactJob(JobID(namespace: namespace, name: id.name)), try isShown(exact) {
                return .exact(exact)
            }
            let named = try jobs(sentAs: JobID(namespace: namespace, name: id.name))
            if named.count == 1 { return .alias(named[0]) }
            if named.count > 1 { return .ambiguous(named) }
        }
        return nil
    }

    /// Visible jobs whose runs are sent under that name, by full name.
    private func jobs(sentAs id: JobID) throws -> [EntityRecord] {
        let ids = try connection.rows(
            """
            SELECT DISTINCT run.job FROM namespace JOIN sent_job ON sent_job.namespace = namespace.id
                JOIN run ON run.sent_job = sent_job.id
            WHERE namespace.name = ?1 AND sent_job.name = ?2 AND run.first <= ?3
            """, [.blob(id.namespace.bytes), .blob(id.name.bytes), .integer(time)]
        ) { $0.int(0) }
        return try ids.compactMap { try entity($0) }.filter { try isShown($0) }.sorted { $0.name < $1.name }
    }

    /// The job as sent of a run's row.
    func sentJob(_ id: Int64) throws -> JobID? {
        try memory.sentJobs.value(for: id) { try observations.sentJob(id) }
    }

    /// The record's JSON; nil if its payload was erased.
    package func document(_ seq: Int64) throws -> JSONDocument? {
        // The tape of a document takes about as much again as its text.
        try memory.documents.value(for: seq, weight: { 200 + 3 * ($0?.bytes.count ?? 0) }) {
            guard let bytes = try payloads.payload(seq) else { return nil }
            do {
                return try JSONDocument(parsing: bytes)
            } catch {
                throw CatalogError.damaged("an event (record \(seq)) that cannot be read any more")
            }
        }
    }
}
