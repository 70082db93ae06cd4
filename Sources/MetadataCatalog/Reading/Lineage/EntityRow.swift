package import JSONBytes
package import OpenLineage
import SQLDatabase

/// A dataset or a job as the catalog knows it.
package struct EntityRow: Sendable {
    package var id: Int64
    package var kind: EntityKind
    package var namespace: ByteString
    package var name: ByteString
    /// Event time of the first mention, ns.
    package var firstSeen: Int64
    /// Event time of the newest mention that is not in the future, ns; `.min`: none so far.
    package var lastSeen: Int64
    /// Whether events list it; false: only lineage facets, aliases or parents name it.
    package var isReported: Bool
    /// Jobs: the number of runs and declarations that bear the name.
    package var members: Int64
    /// Receipt time of the command that hid it, ns.
    package var hiddenAt: Int64?

    package var datasetID: DatasetID { DatasetID(namespace: namespace, name: name) }
    package var jobID: JobID { JobID(namespace: namespace, name: name) }

    fileprivate init(_ row: any SQLRow) throws {
        guard let kind = EntityKind(rawValue: row.int(1)) else { throw CatalogError.damaged("an unknown entity") }
        id = row.int(0)
        self.kind = kind
        namespace = ByteString(bytes: row.blob(2))
        name = ByteString(bytes: row.blob(3))
        firstSeen = row.int(4)
        lastSeen = row.int(5)
        isReported = row.int(6) != 0
        members = row.int(7)
        hiddenAt = row.intOrNil(8)
    }
}

extension CatalogReader {
    /// The dataset or job with this id; nil if there is none.
    package func entityRow(_ id: Int64) throws -> EntityRow? {
        let statement = try connection.statement(
            """
            SELECT entity.id, kind, namespace.name, entity.name, entity.first_seen, entity.last_seen, reported, members,
                entity.hidden_at
            FROM entity JOIN namespace ON namespace.id = entity.namespace WHERE entity.id = ?1
            """)
        statement.bind(1, id)
        defer { statement.reset() }
        return try statement.step() ? EntityRow(statement) : nil
    }

    /// The dataset of that name, or the job of that full name, whether it exists at the time of the reader or not.
    package func entityRow(_ kind: EntityKind, namespace: ByteString, name: ByteString) throws -> EntityRow? {
        let statement = try connection.statement(
            """
            SELECT entity.id, kind, namespace.name, entity.name, entity.first_seen, entity.last_seen, reported, members,
                entity.hidden_at
            FROM namespace JOIN entity ON entity.namespace = namespace.id
            WHERE namespace.name = ?1 AND entity.kind = ?2 AND entity.name = ?3
            """)
        statement.bind(1, namespace.bytes)
        statement.bind(2, kind.rawValue)
        statement.bind(3, name.bytes)
        defer { statement.reset() }
        return try statement.step() ? EntityRow(statement) : nil
    }

    /// Datasets or jobs of that name in whatever namespace, at most `countMax`, ordered by namespace.
    ///
    /// - Complexity: one look-up for each namespace.
    package func entityRows(_ kind: EntityKind, named name: ByteString, countMax: Int) throws -> [EntityRow] {
        try connection.rows(
            """
            SELECT entity.id, kind, namespace.name, entity.name, entity.first_seen, entity.last_seen, reported, members,
                entity.hidden_at
            FROM namespace CROSS JOIN entity ON entity.namespace = namespace.id
            WHERE entity.kind = ?1 AND entity.name = ?2 ORDER BY namespace.name LIMIT ?3
            """, [.integer(kind.rawValue), .blob(name.bytes), SQLValue(countMax)]
        ) { try EntityRow($0) }
    }

    /// Datasets or jobs whose name ends with `.` or `/` and `end`, at most `countMax`, ordered by id.
    ///
    /// - Complexity: looks at every name; for texts that people type.
    package func entityRows(_ kind: EntityKind, ending end: [UInt8], countMax: Int) throws -> [EntityRow] {
        try connection.rows(
            """
            SELECT entity.id, kind, namespace.name, entity.name, entity.first_seen, entity.last_seen, reported, members,
                entity.hidden_at
            FROM entity JOIN namespace ON namespace.id = entity.namespace
            WHERE entity.kind = ?1
                AND (substr(entity.name, -?4) = ?2 OR substr(entity.name, -?4) = ?3)
            ORDER BY entity.id LIMIT ?5
            """,
            [
                .integer(kind.rawValue), .blob([UInt8(ascii: ".")] + end), .blob([UInt8(ascii: "/")] + end),
                SQLValue(end.count + 1), SQLValue(countMax),
            ]
        ) { try EntityRow($0) }
    }

    /// The datasets and jobs of a namespace, ordered by id.
    package func entityIDs(inNamespace name: ByteString, countMax: Int) throws -> [Int64] {
        try connection.rows(
            """
            SELECT entity.id FROM namespace JOIN entity ON entity.namespace = namespace.id
            WHERE namespace.name = ?1 ORDER BY entity.id LIMIT ?2
            """, [.blob(name.bytes), SQLValue(countMax)]
        ) { $0.int(0) }
    }

    /// The names of namespaces, in byte order, and whether each is hidden.
    package func namespaceNames() throws -> [ByteString] {
        try connection.rows("SELECT name FROM namespace ORDER BY name") { ByteString(bytes: $0.blob(0)) }
    }

    /// Whether the dataset or job is hidden at the time of the reader: hiding ends with an event dated after it.
    package func isHidden(_ row: EntityRow) throws -> Bool {
        guard let hiddenAt = row.hiddenAt, hiddenAt <= time else { return false }
        if isPresent { return row.lastSeen <= hiddenAt }
        return try connection.first(
            "SELECT 1 FROM mention WHERE entity = ?1 AND time > ?2 AND time <= ?3 LIMIT 1",
            [.integer(row.id), .integer(hiddenAt), .integer(time)]
        ) { _ in true } == nil
    }

    /// All datasets and jobs that are hidden at the time of the reader.
    package func hiddenEntities() throws -> Set<UInt32> {
        let ids = try connection.rows("SELECT id FROM entity WHERE hidden_at IS NOT NULL") { $0.int(0) }
        var hidden: Set<UInt32> = []
        for id in ids {
            guard let row = try entityRow(id), try isHidden(row), let vertex = UInt32(exactly: id) else { continue }
            hidden.insert(vertex)
        }
        return hidden
    }

    /// Whether events up to the time of the reader say that the dataset or job exists.
    package func exists(_ row: EntityRow) throws -> Bool {
        switch row.kind {
        case .dataset:
            if isPresent { return row.lastSeen != .min }
            return try connection.first(
                "SELECT 1 FROM mention WHERE entity = ?1 AND time <= ?2 LIMIT 1", [.integer(row.id), .integer(time)]
            ) { _ in true } != nil
        case .job:
            if isPresent { return row.members > 0 || !row.isReported }
            if !row.isReported { return row.firstSeen <= time }
            var isDeclared = false
            let runs = try observations.summaries(ofJob: row.id, name: row.jobID, through: time) { _ in -1 }
            if runs.isEmpty {
                isDeclared =
                    try observations.declaration(ofJob: row.jobID, through: time) { _ in -1 } != nil
            }
            return !runs.isEmpty || isDeclared
        }
    }

    /// Event time at which an event first named the dataset other than as an alias or in a lineage facet, ns; nil: never.
    package func firstOwnMention(of entity: Int64) throws -> Int64? {
        try connection.first(
            "SELECT time FROM mention WHERE entity = ?1 AND role <> ?2 AND time <= ?3 ORDER BY time LIMIT 1",
            [.integer(entity), .integer(MentionRole.reference.rawValue), .integer(time)]
        ) { $0.int(0) }
    }
}
