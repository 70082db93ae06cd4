import JSONBytes
package import OpenLineage
import SQLDatabase

extension ObservationReader {
    /// One step of a register: from `point` on, the value that record `seq` holds.
    package struct RegisterStep {
        package var key: [UInt8]
        package var point: OrderPoint
        package var seq: Int64
        package var valueHash: Digest128
    }

    /// All registers of an entity as of `time`, one step each, ordered by key.
    package func registers(of entity: Int64, through time: Int64) throws -> [RegisterStep] {
        var newest: [RegisterStep] = []
        let statement = try connection.statement(
            """
            SELECT key, time, rank, digest, seq, value_hash FROM register WHERE entity = ?1 AND time <= ?2
            ORDER BY key, time, rank, digest
            """)
        statement.bind(1, entity)
        statement.bind(2, time)
        defer { statement.reset() }
        while try statement.step() {
            let step = RegisterStep(
                key: statement.blob(0),
                point: OrderPoint(
                    time: statement.int(1), rank: UInt8(clamping: statement.int(2)),
                    digest: Digest128(bytes: statement.blob(3))), seq: statement.int(4),
                valueHash: Digest128(bytes: statement.blob(5)))
            if newest.last?.key == step.key { newest[newest.count - 1] = step } else { newest.append(step) }
        }
        return newest
    }

    /// The history of one register through all time, oldest first.
    package func steps(of key: [UInt8], entity: Int64) throws -> [RegisterStep] {
        try connection.rows(
            """
            SELECT time, rank, digest, seq, value_hash FROM register WHERE entity = ?1 AND key = ?2
            ORDER BY time, rank, digest
            """, [.integer(entity), .blob(key)]
        ) {
            RegisterStep(
                key: key,
                point: OrderPoint(
                    time: $0.int(0), rank: UInt8(clamping: $0.int(1)), digest: Digest128(bytes: $0.blob(2))),
                seq: $0.int(3), valueHash: Digest128(bytes: $0.blob(4)))
        }
    }

    /// What the `symlinks` facet of a dataset says from some time on.
    package struct AliasStep {
        package var time: Int64
        package var seq: Int64
        package var aliases: Set<DatasetID>
    }

    package func aliasSteps(of entity: Int64, own: DatasetID) throws -> [AliasStep] {
        try steps(of: RegisterKey.facet("symlinks"), entity: entity).map { step in
            let event = try payloads.event(step.seq)
            let mentions = (event?.inputs ?? []) + (event?.outputs ?? []) + (event?.dataset.map { [$0] } ?? [])
            let facet = mentions.first { $0.id == own && $0.facets["symlinks"] != nil }?.facets["symlinks"]
            var aliases = Set(facet.map(SymlinkReader.aliases(of:)) ?? [])
            aliases.remove(own)
            return AliasStep(time: step.point.time, seq: step.seq, aliases: aliases)
        }
    }
}
