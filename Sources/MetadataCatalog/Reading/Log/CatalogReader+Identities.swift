import JSONBytes
package import OpenLineage
import SQLDatabase

/// Two names of one dataset.
package struct AliasLink: Sendable {
    package enum Source: String, Sendable {
        /// A `symlinks` facet.
        case symlink
        /// A person accepted it.
        case rule
    }

    package var from: EntityRecord
    package var to: EntityRecord
    package var source: Source
}

extension CatalogReader {
    /// All links between names that hold at present, ordered by ids.
    package func aliasLinks() throws -> [AliasLink] {
        // 1 is the flag `reported`: a symlinks facet says so.
        let rows = try connection.rows(
            """
            SELECT source, target, flags & 1 FROM edge WHERE kind = 5 AND since <= ?1 AND until > ?1
            ORDER BY source, target
            """, [.integer(time)]
        ) { (from: $0.int(0), to: $0.int(1), isSymlink: $0.int(2) != 0) }
        return try rows.compactMap { row in
            guard let from = try entity(row.from), let to = try entity(row.to) else { return nil }
            return AliasLink(from: from, to: to, source: row.isSymlink ? .symlink : .rule)
        }
    }

    /// The last decision of a person about two names: true: one dataset, false: revoked, nil: none.
    package func aliasRule(_ first: EntityRecord, _ second: EntityRecord) throws -> Bool? {
        let (low, high) = first.datasetID < second.datasetID ? (first, second) : (second, first)
        return try connection.first(
            "SELECT is_accepted FROM alias_rule WHERE first = ?1 AND second = ?2 ORDER BY seq DESC LIMIT 1",
            [.integer(low.id), .integer(high.id)]
        ) { $0.int(0) == 1 }
    }

    /// The greatest id of a dataset or job; names are never taken away, so equal values mean equal sets of names.
    package func greatestEntity() throws -> Int64 {
        try connection.first("SELECT COALESCE(MAX(id), 0) FROM entity") { $0.int(0) } ?? 0
    }

    /// Calls `body` with the name of every dataset, in the order of ids.
    package func forEachDataset(_ body: (DatasetID) throws -> Void) throws {
        try connection.query(
            """
            SELECT namespace.name, entity.name FROM entity JOIN namespace ON namespace.id = entity.namespace
            WHERE entity.kind = 1 ORDER BY entity.id
            """
        ) { row in
            try body(DatasetID(namespace: .init(bytes: row.blob(0)), name: .init(bytes: row.blob(1))))
            return true
        }
    }
}
