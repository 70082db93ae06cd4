import GraphEngine
import JSONBytes
import OpenLineage
import SQLDatabase

extension CatalogWriter {
    /// Records a command and lets it take effect.
    package func add(_ command: Command, receipt: Receipt) throws -> Acceptance {
        let payload = command.encoded()
        let (dictionary, compressed) = codec.compress(payload[...])
        let seq = try log.append(
            EventLog.Record(
                kind: .command, received: receipt.time, time: receipt.time, rank: 0, unit: UnitID(.command, 0),
                keyName: receipt.keyName.map { Array($0.utf8) }, rawDigest: Digest256(hashing: payload),
                dictionary: dictionary, payload: compressed, payloadSize: payload.count, diagnostics: 0))
        try apply(command, at: receipt.time, seq: seq)
        return .accepted(seq: seq)
    }

    private func apply(_ command: Command, at time: Int64, seq: Int64) throws {
        switch command {
        case .addTag(let tag, let target):
            guard let (entity, field) = try tagged(target) else { return }
            try connection.enqueue(
                "INSERT INTO tag (name, description, created) VALUES (?1, NULL, ?2) ON CONFLICT DO NOTHING",
                .blob(tag.bytes), .integer(time))
            try setTag(tag, of: entity, field, isSet: true, at: time, seq: seq)
            try search.add(tag, field: .tag, entity: entity)
        case .removeTag(let tag, let target):
            guard let (entity, field) = try tagged(target) else { return }
            try setTag(tag, of: entity, field, isSet: false, at: time, seq: seq)
        case .describeTag(let tag, let description):
            try connection.enqueue(
                """
                INSERT INTO tag (name, description, created) VALUES (?1, ?2, ?3)
                ON CONFLICT (name) DO UPDATE SET description = excluded.description
                """, .blob(tag.bytes), SQLValue(description?.bytes), .integer(time))
        case .hideDataset(let id):
            if let entity = try entities.knownDataset(id) { try hide([entity.id], at: time) }
        case .hideJob(let id):
            if let entity = try entities.knownJob(id) { try hide([entity.id], at: time) }
        case .hideNamespace(let name):
            try hideNamespace(name, at: time)
        case .putNamespace(let name, let owner, let description):
            _ = try entities.namespace(name, at: time)
            try connection.enqueue(
                "UPDATE namespace SET owner = ?2, description = COALESCE(?3, description), hidden_at = NULL WHERE name = ?1",
                .blob(name.bytes), .blob(owner.bytes), SQLValue(description?.bytes))
        case .putSource(let name, let type, let url, let description):
            try connection.enqueue(
                """
                INSERT INTO source (name, type, url, description, created, updated) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
                ON CONFLICT (name) DO UPDATE SET type = excluded.type, url = excluded.url,
                    description = COALESCE(excluded.description, source.description), updated = excluded.updated
                """, .blob(name.bytes), .blob(type.bytes), .blob(url.bytes), SQLValue(description?.bytes),
                .integer(time))
        case .acceptAlias(let first, let second, let reason):
            try setAlias(first, second, isAccepted: true, reason: reason, at: time, seq: seq)
        case .revokeAlias(let first, let second):
            try setAlias(first, second, isAccepted: false, reason: "", at: time, seq: seq)
        }
    }

    private func tagged(_ target: Command.Target) throws -> (entity: Int64, field: ByteString)? {
        switch target {
        case .dataset(let id): try entities.knownDataset(id).map { ($0.id, "") }
        case .field(let id, let field): try entities.knownDataset(id).map { ($0.id, field) }
        case .job(let id): try entities.knownJob(id).map { ($0.id, "") }
        }
    }

    private func setTag(
        _ tag: ByteString, of entity: Int64, _ field: ByteString, isSet: Bool, at time: Int64, seq: Int64
    ) throws {
        let wasSet =
            try connection.first(
                """
                SELECT is_set FROM entity_tag WHERE entity = ?1 AND field = ?2 AND tag = ?3 ORDER BY seq DESC LIMIT 1
                """, [.integer(entity), .blob(field.bytes), .blob(tag.bytes)]
            ) { $0.int(0) == 1 } ?? false
        if wasSet == isSet { return }
        try connection.enqueue(
            "INSERT INTO entity_tag (entity, field, tag, seq, time, is_set) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            .integer(entity), .blob(field.bytes), .blob(tag.bytes), .integer(seq), .integer(time),
            SQLValue(isSet ? 1 : 0))
    }

    private func hide(_ ids: [Int64], at time: Int64) throws {
        for id in ids {
            try connection.enqueue(
                "INSERT INTO hiding (entity, time) VALUES (?1, ?2) ON CONFLICT DO NOTHING", .integer(id),
                .integer(time))
            try connection.enqueue(
                "UPDATE entity SET hidden_at = ?2 WHERE id = ?1 AND (hidden_at IS NULL OR hidden_at < ?2)",
                .integer(id), .integer(time))
        }
    }

    private func hideNamespace(_ name: ByteString, at time: Int64) throws {
        guard let namespace = try entities.knownNamespace(name) else { return }
        try connection.enqueue(
            "UPDATE namespace SET hidden_at = ?2 WHERE id = ?1", .integer(namespace), .integer(time))
        try hide(
            try connection.rows("SELECT id FROM entity WHERE namespace = ?1", [.integer(namespace)]) { $0.int(0) },
            at: time)
    }

    private func setAlias(
        _ first: DatasetID, _ second: DatasetID, isAccepted: Bool, reason: ByteString, at time: Int64, seq: Int64
    ) throws {
        // One rule for a pair, whichever way round it was named.
        let (low, high) = first < second ? (first, second) : (second, first)
        guard low != high, let from = try entities.knownDataset(low), let to = try entities.knownDataset(high) else {
            return
        }
        try connection.enqueue(
            """
            INSERT INTO alias_rule (first, second, seq, time, is_accepted, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """, .integer(from.id), .integer(to.id), .integer(seq), .integer(time), SQLValue(isAccepted ? 1 : 0),
            .blob(reason.bytes))
        try updateAliases(of: from.id)
    }
}
