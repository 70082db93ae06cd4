package import JSONBytes
package import OpenLineage
package import SQLDatabase

/// What a record of the log is; stored in `log.kind`.
package struct RecordKind: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// An event as received; the raw value is that of ``OpenLineageEvent/Kind``.
    package static let runEvent = RecordKind(rawValue: 1)
    package static let jobEvent = RecordKind(rawValue: 2)
    package static let datasetEvent = RecordKind(rawValue: 3)
    /// An event that a call of the deprecated write API stands for: a command, folded like the event that is its payload.
    package static let commandedRunEvent = RecordKind(rawValue: 17)
    package static let commandedJobEvent = RecordKind(rawValue: 18)
    package static let commandedDatasetEvent = RecordKind(rawValue: 19)
    /// Any other state-changing call; the payload is a ``Command``.
    package static let command = RecordKind(rawValue: 32)

    package init(_ kind: OpenLineageEvent.Kind, isCommand: Bool) {
        self.init(rawValue: Int64(kind.rawValue) + (isCommand ? 16 : 0))
    }

    package var isEvent: Bool { rawValue < 16 }
    package var holdsEvent: Bool { rawValue < 32 }
}

/// The append-only log: gapless numbers, each record chained to the one before it.
///
/// The chain value of a record is SHA-256 over the former chain value, the number, the kind, the receipt time, the
/// SHA-256 of the bytes as received, the name of the key that sent them and the namespaces that it could write. It
/// covers the digest and not the payload, so that a payload can be erased and the chain still verifies.
package struct EventLog {
    let connection: any SQLConnection
    let codec: PayloadCodec
    package private(set) var head: Int64
    package private(set) var chain: Digest256

    package init(_ connection: any SQLConnection, codec: PayloadCodec) throws {
        self.connection = connection
        self.codec = codec
        let last = try connection.first("SELECT seq, chain FROM log ORDER BY seq DESC LIMIT 1") {
            ($0.int(0), Digest256(bytes: $0.blob(1)))
        }
        head = last?.0 ?? 0
        chain = last?.1 ?? Self.genesis
    }

    /// The chain value before the first record.
    package static let genesis = Digest256(hashing: Array("wherefrom log 1".utf8))

    package struct Record {
        package var kind: RecordKind
        /// Receipt time, ns.
        package var received: Int64
        package var time: Int64
        package var rank: UInt8
        package var unit: UnitID
        package var keyName: [UInt8]?
        /// Namespaces that the sender may write; nil: all.
        package var scope: NamespaceScope?
        package var rawDigest: Digest256
        package var dictionary: Int64
        package var payload: [UInt8]
        package var payloadSize: Int
        package var diagnostics: Int
    }

    /// Appends a record and returns its number.
    @discardableResult
    mutating func append(_ record: Record) throws -> Int64 {
        let seq = head + 1
        let chained = Self.link(
            chain, seq: seq, kind: record.kind, received: record.received, rawDigest: record.rawDigest,
            keyName: record.keyName, scope: record.scope?.encoded)
        let insert = try connection.statement(
            """
            INSERT INTO log (seq, kind, received, event_time, rank, unit, key_name, raw_sha, chain, dictionary, payload,
                payload_size, diagnostics, scope)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """)
        insert.bind(1, seq)
        insert.bind(2, record.kind.rawValue)
        insert.bind(3, record.received)
        insert.bind(4, record.time)
        insert.bind(5, Int64(record.rank))
        insert.bind(6, record.unit.stored)
        insert.bind(7, record.keyName)
        insert.bind(8, record.rawDigest)
        insert.bind(9, chained)
        insert.bind(10, record.dictionary)
        insert.bind(11, record.payload)
        insert.bind(12, record.payloadSize)
        insert.bind(13, record.diagnostics)
        insert.bind(14, record.scope?.encoded)
        try insert.enqueue()
        head = seq
        chain = chained
        return seq
    }

    package static func link(
        _ former: Digest256, seq: Int64, kind: RecordKind, received: Int64, rawDigest: Digest256, keyName: [UInt8]?,
        scope: [UInt8]?
    ) -> Digest256 {
        var bytes = former.bytes
        for number in [seq, kind.rawValue, received] {
            withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(contentsOf: rawDigest.bytes)
        for field in [keyName, scope] {
            // The length plus one, so that nothing and an empty name differ and no two records share their bytes.
            bytes.appendLEB(field.map { UInt64($0.count) + 1 } ?? 0)
            bytes.append(contentsOf: field ?? [])
        }
        return Digest256(hashing: bytes)
    }
}

/// Reading of payloads, for the writer and for readers alike.
package struct PayloadReader {
    let connection: any SQLConnection
    let codec: PayloadCodec
    /// Counts the events that are read.
    private let counter: Counter?

    package init(_ connection: any SQLConnection, codec: PayloadCodec) {
        self.init(connection, codec: codec, counter: nil)
    }

    init(_ connection: any SQLConnection, codec: PayloadCodec, counter: Counter?) {
        self.connection = connection
        self.codec = codec
        self.counter = counter
    }

    /// The bytes as received; nil if there is no such record or its payload was erased.
    package func payload(_ seq: Int64) throws -> [UInt8]? {
        let statement = try connection.statement("SELECT payload, dictionary, payload_size FROM log WHERE seq = ?1")
        statement.bind(1, seq)
        defer { statement.reset() }
        guard try statement.step(), !statement.isNull(0) else { return nil }
        return try decompress(statement)
    }

    /// The payload in the columns 0 to 2 of a row.
    private func decompress(_ row: any SQLRow) throws -> [UInt8] {
        // Another server may have trained it.
        if !codec.knows(dictionary: row.int(1)) { try Catalog.loadDictionaries(connection, into: codec) }
        return try codec.decompress(row.blob(0), dictionary: row.int(1), size: Int(row.int(2)))
    }

    /// The event of a record with what its sender may write; nil if there is none or its payload was erased.
    package func record(_ seq: Int64) throws -> (event: OpenLineageEvent, scope: NamespaceScope?, bytes: [UInt8])? {
        let statement = try connection.statement(
            "SELECT payload, dictionary, payload_size, scope FROM log WHERE seq = ?1")
        statement.bind(1, seq)
        defer { statement.reset() }
        guard try statement.step(), !statement.isNull(0) else { return nil }
        counter?.add(1)
        let bytes = try decompress(statement)
        do {
            let event = try OpenLineageEvent(decoding: JSONDocument(parsing: bytes).root)
            return (event, statement.blobOrNil(3).map(NamespaceScope.init(encoded:)), bytes)
        } catch {
            throw CatalogError.damaged("an event (record \(seq)) that cannot be read any more")
        }
    }

    /// The event of a record; nil if there is none or its payload was erased.
    package func event(_ seq: Int64) throws -> OpenLineageEvent? { try record(seq)?.event }
}
