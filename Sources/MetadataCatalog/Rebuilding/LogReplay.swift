package import JSONBytes
import OpenLineage
package import SQLDatabase

/// Folds the log of one database anew into an empty catalog in another.
///
/// Every record is handed in again with its kind, receipt time, key name and scope, so that the new log has the same
/// numbers and the same chain; what is folded from it owes nothing to the old catalog.
package struct LogReplay: Sendable {
    let source: any SQLBackend
    let codec: PayloadCodec

    /// Where a log ends.
    package struct Head: Sendable, Equatable {
        package var seq: Int64
        package var chain: Digest256
    }

    /// - Parameter source: a database with a log; what is folded in it is not looked at.
    /// - Throws: ``DatabaseError``.
    package init(from source: any SQLBackend) throws {
        self.source = source
        let codec = PayloadCodec()
        try source.withReader { try Catalog.loadDictionaries($0, into: codec) }
        self.codec = codec
    }

    /// The end of the old log.
    package func head() throws -> Head {
        try source.withReader { connection in
            let log = try EventLog(connection, codec: codec)
            return Head(seq: log.head, chain: log.chain)
        }
    }

    /// Records handed in at once.
    private static let batchRecords = 1_000

    /// Replays all records into `target`, which must be empty.
    ///
    /// - Parameter progress: called with the number of records done.
    /// - Returns: the end of the new log; equal to ``head()`` if nothing was lost.
    /// - Throws: ``CatalogError/damaged(_:)`` for a record that cannot be read; ``DatabaseError``.
    package func run(into target: Catalog, progress: (Int64) async -> Void = { _ in }) async throws -> Head {
        try await copyDictionaries(to: target)
        var done: Int64 = 0
        while true {
            let after = done
            let batch = try source.withReader { try submissions(after: after, codec: target.codec, $0) }
            guard !batch.isEmpty else { break }
            for (offset, outcome) in try await target.submit(batch).enumerated() {
                let seq = after + Int64(offset) + 1
                guard outcome == .accepted(seq: seq) else {
                    throw CatalogError.damaged("a record (\(seq)) that its own log already holds")
                }
            }
            done = after + Int64(batch.count)
            await progress(done)
        }
        return try await target.read { reader in
            let head = try reader.logHead()
            return Head(seq: head.seq, chain: head.chain)
        }
    }

    /// The dictionaries trained on this log compress it best; the first one is shipped and there already.
    private func copyDictionaries(to target: Catalog) async throws {
        let trained = try source.withReader { connection in
            var rows: [(id: Int64, bytes: [UInt8])] = []
            try connection.query("SELECT id, bytes FROM payload_dictionary WHERE id > 1 ORDER BY id") { row in
                rows.append((row.int(0), row.blob(1)))
                return true
            }
            return rows
        }
        guard !trained.isEmpty else { return }
        try await target.database.write { connection in
            for row in trained {
                try connection.enqueue(
                    "INSERT INTO payload_dictionary (id, bytes) VALUES (?1, ?2)", .integer(row.id), .blob(row.bytes))
            }
        }
        for row in trained { target.codec.add(dictionary: row.bytes, number: row.id, use: true) }
    }

    private func submissions(
        after: Int64, codec target: PayloadCodec, _ connection: any SQLConnection
    ) throws -> [Catalog.Submission] {
        var result: [Catalog.Submission] = []
        let select = try connection.statement(
            """
            SELECT seq, kind, received, key_name, scope, payload, dictionary, payload_size FROM log
            WHERE seq > ?1 ORDER BY seq LIMIT ?2
            """)
        select.bind(1, after)
        select.bind(2, Self.batchRecords)
        defer { select.reset() }
        while try select.step() {
            let seq = select.int(0)
            let kind = RecordKind(rawValue: select.int(1))
            guard !select.isNull(5) else { throw CatalogError.damaged("a record (\(seq)) without its payload") }
            let bytes = try codec.decompress(select.blob(5), dictionary: select.int(6), size: Int(select.int(7)))
            let receipt = Receipt(
                time: select.int(2), keyName: select.blobOrNil(3).map { String(decoding: $0, as: UTF8.self) })
            guard kind.holdsEvent else {
                result.append(.command(try Command(decoding: bytes), receipt))
                continue
            }
            let event = PreparedEvent(
                try Self.event(bytes, seq), raw: bytes[...], codec: target,
                scope: select.blobOrNil(4).map(NamespaceScope.init(encoded:)))
            result.append(kind.isEvent ? .event(event, receipt) : .commandedEvent(event, receipt))
        }
        return result
    }

    private static func event(_ bytes: [UInt8], _ seq: Int64) throws -> OpenLineageEvent {
        do {
            return try OpenLineageEvent(decoding: JSONDocument(parsing: bytes).root)
        } catch {
            throw CatalogError.damaged("an event (record \(seq)) that cannot be read any more")
        }
    }
}
