import CZstd
import SQLDatabase

/// Trains compression dictionaries on a store's own events: they fit them better than the shipped one.
///
/// Every dictionary is kept for ever, so a new one is made only when the store has grown a lot and gains from it.
package struct DictionaryTrainer: Sendable {
    let catalog: Catalog

    /// The first training takes place at this many records, the next ones each time the log has grown tenfold.
    let firstRecords: Int64

    package init(catalog: Catalog, firstRecords: Int64 = 10_000) {
        self.catalog = catalog
        self.firstRecords = firstRecords
    }

    static let growth: Int64 = 10
    static let samples: Int64 = 4_000
    static let dictionaryBytesMax = 112 << 10
    /// A new dictionary must make payloads this much smaller than the present one does.
    static let gainMin = 0.05

    /// What a round came to.
    package enum Outcome: Sendable, Equatable {
        case notDue
        /// A dictionary was trained and does not gain enough.
        case noGain
        case adopted(number: Int64)
    }

    /// Trains if it is due; a few tenths of a second of CPU on a reader's thread then.
    ///
    /// - Throws: ``DatabaseError``; nothing is changed then.
    package func runIfDue() async throws -> Outcome {
        let state = try await catalog.database.read { connection in
            (
                head: try connection.first("SELECT COALESCE(MAX(seq), 0) FROM log") { $0.int(0) } ?? 0,
                trainedAt: try connection.first("SELECT value FROM setting WHERE name = 'dictionary-trained-at'") {
                    Int64(String(decoding: $0.blob(0), as: UTF8.self)) ?? 0
                } ?? 0
            )
        }
        let due =
            state.trainedAt == 0
            ? firstRecords : state.trainedAt.multipliedReportingOverflow(by: Self.growth).partialValue
        guard state.head >= due else { return .notDue }
        let trained = try await catalog.database.read { [codec = catalog.codec] connection in
            try Self.train(head: state.head, PayloadReader(connection, codec: codec), codec)
        }
        let number = try await catalog.database.write { connection -> Int64? in
            try connection.enqueue(
                """
                INSERT INTO setting (name, value) VALUES ('dictionary-trained-at', ?1)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """, .blob(Array(String(state.head).utf8)))
            guard let trained else { return nil }
            let number = (try connection.first("SELECT MAX(id) FROM payload_dictionary") { $0.int(0) } ?? 0) + 1
            try connection.enqueue(
                "INSERT INTO payload_dictionary (id, bytes) VALUES (?1, ?2)", .integer(number), .blob(trained))
            return number
        }
        guard let number, let trained else { return .noGain }
        catalog.codec.add(dictionary: trained, number: number, use: true)
        return .adopted(number: number)
    }

    /// A dictionary from records spread over the log; nil if it gains too little on others of them.
    private static func train(head: Int64, _ payloads: PayloadReader, _ codec: PayloadCodec) throws -> [UInt8]? {
        var training: [[UInt8]] = []
        var control: [[UInt8]] = []
        let step = max(1, head / samples)
        for (index, seq) in stride(from: head, to: max(0, head - step * samples), by: -Int(step)).enumerated() {
            guard let payload = try payloads.payload(seq) else { continue }
            if index.isMultiple(of: 5) { control.append(payload) } else { training.append(payload) }
        }
        guard let dictionary = dictionary(from: training) else { return nil }
        let trial = PayloadCodec()
        trial.add(dictionary: dictionary, number: 1, use: true)
        let now = control.reduce(0) { $0 + codec.compress($1[...]).bytes.count }
        let then = control.reduce(0) { $0 + trial.compress($1[...]).bytes.count }
        return Double(then) <= Double(now) * (1 - gainMin) ? dictionary : nil
    }

    private static func dictionary(from samples: [[UInt8]]) -> [UInt8]? {
        let sizes = samples.map(\.count)
        let joined = samples.flatMap { $0 }
        guard samples.count >= 100 else { return nil }
        var dictionary = [UInt8](repeating: 0, count: dictionaryBytesMax)
        let size = dictionary.withUnsafeMutableBytes { output in
            joined.withUnsafeBytes { input in
                ZDICT_trainFromBuffer(
                    output.baseAddress, output.count, input.baseAddress, sizes, UInt32(sizes.count))
            }
        }
        guard ZDICT_isError(size) == 0 else { return nil }
        return Array(dictionary.prefix(size))
    }
}
