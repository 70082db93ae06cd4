package import JSONBytes
import OpenLineage
import SQLDatabase

extension CatalogReader {
    /// The dataset of that name, or the job of that full name, whether it is visible or not; nil if nothing had named it.
    package func entity(_ kind: EntityKind, namespace: ByteString, name: ByteString) throws -> EntityRecord? {
        let statement = try connection.statement(
            """
            SELECT entity.id FROM namespace JOIN entity ON entity.namespace = namespace.id
            WHERE namespace.name = ?1 AND entity.kind = ?2 AND entity.name = ?3
            """)
        statement.bind(1, namespace.bytes)
        statement.bind(2, kind.rawValue)
        statement.bind(3, name.bytes)
        defer { statement.reset() }
        return try statement.step() ? entity(statement.int(0)) : nil
    }

    /// Datasets or jobs of that name in whatever namespace, at most `countMax`, ordered by namespace.
    ///
    /// - Complexity: one look-up for each namespace.
    package func entities(_ kind: EntityKind, named name: ByteString, countMax: Int) throws -> [EntityRecord] {
        let ids = try connection.rows(
            """
            SELECT entity.id FROM namespace CROSS JOIN entity
            WHERE entity.namespace = namespace.id AND entity.kind = ?1 AND entity.name = ?2 ORDER BY namespace.name LIMIT ?3
            """, [.integer(kind.rawValue), .blob(name.bytes), SQLValue(countMax)]
        ) { $0.int(0) }
        return try ids.compactMap { try entity($0) }
    }

    /// Datasets or jobs whose name ends with `.` or `/` and `end`, at most `countMax`, ordered by id.
    ///
    /// - Complexity: looks at every name; for texts that people type.
    package func entities(_ kind: EntityKind, ending end: [UInt8], countMax: Int) throws -> [EntityRecord] {
        let ids = try connection.rows(
            """
            SELECT id FROM entity
            WHERE kind = ?1 AND length(name) >= ?4
                AND substr(name, CAST(length(name) - ?4 + 1 AS INTEGER)) IN (?2, ?3) ORDER BY id LIMIT ?5
            """,
            [
                .integer(kind.rawValue), .blob([UInt8(ascii: ".")] + end), .blob([UInt8(ascii: "/")] + end),
                SQLValue(end.count + 1), SQLValue(countMax),
            ]
        ) { $0.int(0) }
        return try ids.compactMap { try entity($0) }
    }

    /// The datasets and jobs of a namespace, ordered by id, at most `countMax`.
    package func entities(inNamespace name: ByteString, countMax: Int) throws -> [EntityRecord] {
        let ids = try connection.rows(
            """
            SELECT entity.id FROM namespace JOIN entity ON entity.namespace = namespace.id
            WHERE namespace.name = ?1 ORDER BY entity.id LIMIT ?2
            """, [.blob(name.bytes), SQLValue(countMax)]
        ) { $0.int(0) }
        return try ids.compactMap { try entity($0) }
    }

    /// All datasets and jobs that are hidden at the time of the reader.
    ///
    /// - Complexity: one index entry and row for each that was ever hidden.
    package func hiddenEntities() throws -> Set<UInt32> {
        let statement = try connection.statement(
            isPresent
                ? "SELECT id FROM entity WHERE hidden_at IS NOT NULL AND hidden_at <= ?1 AND last_seen <= hidden_at"
                : """
                SELECT id FROM entity WHERE hidden_at IS NOT NULL AND EXISTS (
                    SELECT 1 FROM hiding WHERE hiding.entity = entity.id AND hiding.time <= ?1
                        AND hiding.time >= COALESCE((SELECT MAX(mention.time) FROM mention
                            WHERE mention.entity = entity.id AND mention.time <= ?1), -9223372036854775808))
                """)
        statement.bind(1, time)
        defer { statement.reset() }
        var hidden: Set<UInt32> = []
        while try statement.step() {
            if let vertex = UInt32(exactly: statement.int(0)) { hidden.insert(vertex) }
        }
        return hidden
    }

    /// Whether events up to the time of the reader say that the dataset or job exists, by listing or by naming it.
    package func exists(_ record: EntityRecord) throws -> Bool {
        switch record.kind {
        case .dataset: record.lastSeen != nil
        case .job: try hasMembers(record) || !wasListed(record)
        }
    }

    /// Event time at which an event first listed the dataset under this name, ns; nil: none has.
    package func firstListing(of entity: Int64) throws -> Int64? {
        try connection.first(
            "SELECT time FROM mention WHERE entity = ?1 AND role <> ?2 AND time <= ?3 ORDER BY time LIMIT 1",
            [.integer(entity), .integer(MentionRole.reference.rawValue), .integer(time)]
        ) { $0.int(0) }
    }
}
