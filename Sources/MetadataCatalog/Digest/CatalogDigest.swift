import GraphEngine
package import JSONBytes
import OpenLineage
import SQLDatabase

/// A value over the reported state: equal if and only if two catalogs report the same.
///
/// The sum, modulo 2^256, of the SHA-256 of one canonical line for each fact: runs, jobs, datasets, registers, edges,
/// versions and what commands have set. It covers all observations whatever the clock says, and nothing that depends on
/// the order of arrival: no record numbers, receipt times or rows. A sum of hashes is a check of consistency, not a
/// proof; evidence rests on the chain of the log.
package enum CatalogDigest {
    package static func compute(_ reader: CatalogReader) throws -> Digest256 {
        var sum = DigestSum()
        try forEachLine(reader) { sum.add($0) }
        return sum.digest
    }

    /// The lines behind the digest, sorted, as text.
    package static func lines(_ reader: CatalogReader) throws -> [String] {
        var lines: [String] = []
        try forEachLine(reader) { lines.append(String(decoding: $0, as: UTF8.self)) }
        return lines.sorted()
    }

    private static func forEachLine(_ reader: CatalogReader, _ body: ([UInt8]) throws -> Void) throws {
        let names = NameTable(reader.connection)
        try runs(reader, names, body)
        try entities(reader, names, body)
        try registers(reader, names, body)
        try edges(reader, names, body)
        try versions(reader, names, body)
        try commands(reader, names, body)
    }

    private static func runs(
        _ reader: CatalogReader, _ names: NameTable, _ body: ([UInt8]) throws -> Void
    ) throws {
        try reader.connection.query(
            """
            SELECT run.sent_job, run.run_id, run.job, run.events, run.first, run.started, run.last, run.terminal,
                run.terminal_rank, parent.sent_job, parent.run_id, structure.hash, run.flags, run.last_digest,
                run.last_rank
            FROM run LEFT JOIN run AS parent ON parent.id = run.parent
                LEFT JOIN structure ON structure.id = run.structure
            """
        ) { row in
            var line = Line("run")
            line.add(try names.sentJob(row.int(0)))
            line.add(row.blob(1))
            line.add(try names.entity(row.int(2)))
            for column in [3, 4, 5] { line.add(row.intOrNil(column)) }
            // The times of a run that is only named by its children are those of the children.
            line.add(row.int(3) == 0 ? nil : row.int(6))
            line.add(row.intOrNil(7))
            line.add(row.intOrNil(8))
            line.add(try row.intOrNil(9).map { try names.sentJob($0) } ?? [])
            line.add(row.blobOrNil(10) ?? [])
            line.add(row.blobOrNil(11) ?? [])
            line.add(row.int(3) == 0 ? nil : row.int(12) & RunFlags.observed.rawValue)
            line.add(row.int(3) == 0 ? [] : row.blob(13))
            try body(line.bytes)
            return true
        }
    }

    private static func entities(
        _ reader: CatalogReader, _ names: NameTable, _ body: ([UInt8]) throws -> Void
    ) throws {
        try reader.connection.query(
            "SELECT id, kind, first_seen, last_seen, reported, members, hidden_at FROM entity"
        ) { row in
            let isJob = row.int(1) == EntityKind.job.rawValue
            // A name that no run bears any more is a job of the past only.
            if isJob, row.int(5) == 0 { return true }
            var line = Line(isJob ? "job" : "dataset")
            line.add(try names.entity(row.int(0)))
            for column in [2, 3, 4, 5, 6] { line.add(row.intOrNil(column)) }
            try body(line.bytes)
            return true
        }
        try reader.connection.query("SELECT name, first_seen, last_seen, owner, description, hidden_at FROM namespace")
        {
            row in
            var line = Line("namespace")
            line.add(row.blob(0))
            line.add(row.int(1))
            line.add(row.int(2))
            line.add(row.blobOrNil(3) ?? [])
            line.add(row.blobOrNil(4) ?? [])
            line.add(row.intOrNil(5))
            try body(line.bytes)
            return true
        }
    }

    private static func registers(
        _ reader: CatalogReader, _ names: NameTable, _ body: ([UInt8]) throws -> Void
    ) throws {
        try reader.connection.query(
            """
            SELECT register.entity, register.key, register.time, register.rank, register.digest, register.value_hash
            FROM register JOIN entity ON entity.id = register.entity
            WHERE entity.kind = 1 OR entity.members > 0
            """
        ) { row in
            var line = Line("register")
            line.add(try names.entity(row.int(0)))
            line.add(try names.registerKey(row.blob(1)))
            line.add(row.int(2))
            line.add(row.int(3))
            line.add(row.blob(4))
            line.add(row.blob(5))
            try body(line.bytes)
            return true
        }
    }

    /// Edges as they are at the end of time: those of the present, which hold until further notice.
    private static func edges(
        _ reader: CatalogReader, _ names: NameTable, _ body: ([UInt8]) throws -> Void
    ) throws {
        try reader.connection.query(
            "SELECT owner, source, target, kind, flags, first_seen FROM edge WHERE until = 9223372036854775807"
        ) { row in
            var line = Line("edge")
            for column in 0...2 { line.add(try names.entity(row.int(column))) }
            line.add(row.int(3))
            line.add(row.int(4))
            // Products only guide walks; nobody has seen them.
            line.add(row.int(3) == Int64(EdgeKind.product.rawValue) ? nil : row.int(5))
            try body(line.bytes)
            return true
        }
        try reader.connection.query("SELECT job, bytes FROM job_state") { row in
            let contributions = try StoredContributions(decoding: row.blob(1)).contributions
            for contribution in contributions {
                var line = Line("contribution")
                line.add(try names.entity(row.int(0)))
                line.add(Int64(contribution.layer.rawValue))
                line.add(try names.structure(contribution.structure))
                line.add(contribution.lastSeen)
                try body(line.bytes)
            }
            return true
        }
    }

    private static func versions(
        _ reader: CatalogReader, _ names: NameTable, _ body: ([UInt8]) throws -> Void
    ) throws {
        try reader.connection.query("SELECT dataset, time, unit FROM dataset_version") { row in
            var line = Line("version")
            line.add(try names.entity(row.int(0)))
            line.add(row.int(1))
            line.add(try names.unit(row.int(2)))
            try body(line.bytes)
            return true
        }
        try reader.connection.query("SELECT job, structure, first FROM job_version") { row in
            var line = Line("job-version")
            line.add(try names.entity(row.int(0)))
            line.add(try names.structure(row.int(1)))
            line.add(row.int(2))
            try body(line.bytes)
            return true
        }
    }

    private static func commands(
        _ reader: CatalogReader, _ names: NameTable, _ body: ([UInt8]) throws -> Void
    ) throws {
        try reader.connection.query(
            """
            SELECT entity, field, tag FROM entity_tag WHERE is_set = 1 AND NOT EXISTS (SELECT 1 FROM entity_tag AS later
                WHERE later.entity = entity_tag.entity AND later.field = entity_tag.field
                    AND later.tag = entity_tag.tag AND later.seq > entity_tag.seq)
            """
        ) { row in
            var line = Line("tag")
            line.add(try names.entity(row.int(0)))
            line.add(row.blob(1))
            line.add(row.blob(2))
            try body(line.bytes)
            return true
        }
        try reader.connection.query("SELECT name, description FROM tag") { row in
            var line = Line("tag-description")
            line.add(row.blob(0))
            line.add(row.blobOrNil(1) ?? [])
            try body(line.bytes)
            return true
        }
        try reader.connection.query("SELECT name, type, url, description FROM source") { row in
            var line = Line("source")
            for column in 0...3 { line.add(row.blobOrNil(column) ?? []) }
            try body(line.bytes)
            return true
        }
        try reader.connection.query(
            """
            SELECT first, second, is_accepted FROM alias_rule WHERE NOT EXISTS (SELECT 1 FROM alias_rule AS later
                WHERE later.first = alias_rule.first AND later.second = alias_rule.second AND later.seq > alias_rule.seq)
            """
        ) { row in
            var line = Line("alias")
            line.add(try names.entity(row.int(0)))
            line.add(try names.entity(row.int(1)))
            line.add(row.int(2))
            try body(line.bytes)
            return true
        }
    }
}

/// One fact: its kind and its fields, each with its length before it, so that no two facts share their bytes.
private struct Line {
    private(set) var bytes: [UInt8]

    init(_ kind: String) { bytes = Array(kind.utf8) }

    mutating func add(_ field: [UInt8]) {
        bytes.append(contentsOf: Array(" \(field.count):".utf8))
        bytes.append(contentsOf: field)
    }

    mutating func add(_ number: Int64?) { add(number.map { Array(String($0).utf8) } ?? []) }
}

/// Sums digests modulo 2^256, so that the order of the facts does not matter.
private struct DigestSum {
    private var words: [UInt64] = [0, 0, 0, 0]

    mutating func add(_ line: [UInt8]) {
        let bytes = Digest256(hashing: line).bytes
        var carry: UInt64 = 0
        for index in stride(from: 3, through: 0, by: -1) {
            let word = bytes[(index * 8)..<(index * 8 + 8)].reduce(UInt64(0)) { ($0 << 8) | UInt64($1) }
            let (partial, first) = words[index].addingReportingOverflow(word)
            let (sum, second) = partial.addingReportingOverflow(carry)
            words[index] = sum
            carry = (first ? 1 : 0) + (second ? 1 : 0)
        }
    }

    var digest: Digest256 {
        var bytes: [UInt8] = []
        for word in words { withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) } }
        return Digest256(bytes: bytes) ?? Digest256(hashing: bytes)
    }
}

/// Names for rows, so that nothing of a line depends on the numbers of rows.
private final class NameTable {
    private let connection: any SQLConnection
    private var entities: [Int64: [UInt8]] = [:]
    private var sentJobs: [Int64: [UInt8]] = [:]
    private var structures: [Int64: [UInt8]] = [:]

    init(_ connection: any SQLConnection) { self.connection = connection }

    func entity(_ id: Int64) throws -> [UInt8] {
        if let known = entities[id] { return known }
        let name = try connection.first(
            """
            SELECT namespace.name, entity.name FROM entity JOIN namespace ON namespace.id = entity.namespace
            WHERE entity.id = ?1
            """, [.integer(id)]
        ) { Self.joined($0.blob(0), $0.blob(1)) }
        entities[id] = name ?? []
        return name ?? []
    }

    func sentJob(_ id: Int64) throws -> [UInt8] {
        if let known = sentJobs[id] { return known }
        let name = try connection.first(
            """
            SELECT namespace.name, sent_job.name FROM sent_job JOIN namespace ON namespace.id = sent_job.namespace
            WHERE sent_job.id = ?1
            """, [.integer(id)]
        ) { Self.joined($0.blob(0), $0.blob(1)) }
        sentJobs[id] = name ?? []
        return name ?? []
    }

    func structure(_ id: Int64) throws -> [UInt8] {
        if let known = structures[id] { return known }
        let hash = try connection.first("SELECT hash FROM structure WHERE id = ?1", [.integer(id)]) { $0.blob(0) } ?? []
        structures[id] = hash
        return hash
    }

    /// A register's key with the name of the job instead of its row.
    func registerKey(_ key: [UInt8]) throws -> [UInt8] {
        guard key.first == UInt8(ascii: "s"), key.count > 2 else { return key }
        var position = 2
        guard let row = key.readLEB(at: &position) else { return key }
        return Array(key[..<2]) + (try sentJob(Int64(row)))
    }

    func unit(_ stored: Int64) throws -> [UInt8] {
        guard let unit = UnitID(stored: stored) else { return [] }
        switch unit.kind {
        case .run:
            let run = try connection.first("SELECT sent_job, run_id FROM run WHERE id = ?1", [.integer(unit.row)]) {
                ($0.int(0), $0.blob(1))
            }
            return Self.joined(try sentJob(run?.0 ?? 0), run?.1 ?? [])
        case .command:
            return try connection.first(
                """
                SELECT unit_event.digest FROM log JOIN unit_event ON unit_event.unit = log.unit
                    AND unit_event.time = log.event_time AND unit_event.rank = log.rank AND unit_event.seq = log.seq
                WHERE log.seq = ?1
                """, [.integer(unit.row)]
            ) { $0.blob(0) } ?? []
        case .job, .dataset: return Array(String(unit.row).utf8)
        }
    }

    private static func joined(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        Array("\(left.count)/".utf8) + left + right
    }
}
