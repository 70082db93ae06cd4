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
    ///
    /// - Complexity: by the number of registers, however often they have changed.
    package func registers(of entity: Int64, through time: Int64) throws -> [RegisterStep] {
        var newest: [RegisterStep] = []
        var passed: [UInt8]? = []
        while let key = passed {
            passed = try registers(of: entity, through: time, behind: key, into: &newest)
        }
        return newest
    }

    /// Steps of one register that are read one by one before the last of them is looked up.
    private static let stepsInTurn = 8

    /// Reads registers in turn, up to one with many steps.
    ///
    /// - Returns: the key of that register, whose step has been read; nil: there are no more.
    private func registers(
        of entity: Int64, through time: Int64, behind key: [UInt8], into newest: inout [RegisterStep]
    ) throws -> [UInt8]? {
        let statement = try connection.statement(
            """
            SELECT key, time, rank, digest, seq, value_hash FROM register WHERE entity = ?1 AND key > ?2
            ORDER BY key, time, rank, digest
            """)
        statement.bind(1, entity)
        statement.bind(2, key)
        defer { statement.reset() }
        var current: (key: [UInt8], steps: Int)?
        while try statement.step() {
            let key = statement.blob(0)
            if current?.key != key { current = (key, 0) }
            current?.steps += 1
            guard statement.int(1) <= time, current?.steps ?? 0 <= Self.stepsInTurn else {
                if statement.int(1) <= time, let step = try lastStep(of: key, entity: entity, through: time) {
                    newest[newest.count - 1] = step
                }
                return key
            }
            let step = Self.step(key, statement, from: 1)
            if newest.last?.key == key { newest[newest.count - 1] = step } else { newest.append(step) }
        }
        return nil
    }

    private func lastStep(of key: [UInt8], entity: Int64, through time: Int64) throws -> RegisterStep? {
        try connection.first(
            """
            SELECT time, rank, digest, seq, value_hash FROM register WHERE entity = ?1 AND key = ?2 AND time <= ?3
            ORDER BY time DESC, rank DESC, digest DESC LIMIT 1
            """, [.integer(entity), .blob(key), .integer(time)]
        ) { Self.step(key, $0, from: 0) }
    }

    private static func step(_ key: [UInt8], _ row: any SQLRow, from column: Int) -> RegisterStep {
        RegisterStep(
            key: key,
            point: OrderPoint(
                time: row.int(column), rank: UInt8(clamping: row.int(column + 1)),
                digest: Digest128(bytes: row.blob(column + 2))), seq: row.int(column + 3),
            valueHash: Digest128(bytes: row.blob(column + 4)))
    }

    /// The history of one register through all time, oldest first.
    package func steps(of key: [UInt8], entity: Int64) throws -> [RegisterStep] {
        try connection.rows(
            """
            SELECT time, rank, digest, seq, value_hash FROM register WHERE entity = ?1 AND key = ?2
            ORDER BY time, rank, digest
            """, [.integer(entity), .blob(key)]
        ) { Self.step(key, $0, from: 0) }
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
