import HTTPTypes
import Synchronization

/// Collects the body of one request within its bounds, inflating it as it comes.
struct BodyReader: Sendable {
    let request: IncomingRequest
    let bytesMax: Int
    let budget: BodyBudget

    /// Returns the body, decompressed; empty if there is none.
    ///
    /// - Throws: ``HTTPError`` 413 beyond the limit, 400 for a body that is not in the encoding it claims, 415 for an
    ///   encoding not known here, 503 while other bodies use up the budget; ``TransportFailure``.
    func collect() async throws -> [UInt8] {
        let declared = request.headers[.contentLength].flatMap { Int($0) }
        if let declared, declared > bytesMax { throw HTTPError.bodyTooLarge(limit: bytesMax) }
        var collector = BodyCollector(
            inflater: try inflater(), bytesMax: bytesMax, expecting: min(declared ?? 0, 1 << 20), budget: budget)
        defer { budget.release(collector.reserved) }
        try await request.body.forEachPiece { try collector.add($0) }
        return try collector.finish()
    }

    private func inflater() throws -> Inflater? {
        guard let encoding = request.headers[.contentEncoding] else { return nil }
        switch encoding.lowercased() {
        case "", "identity": return nil
        case "gzip", "x-gzip", "deflate": return Inflater(bytesMax: bytesMax)
        default:
            throw HTTPError(
                415, id: "unsupported-encoding", "The body has an encoding that is not supported here.",
                hint: "Send it as gzip, deflate or without Content-Encoding.")
        }
    }
}

/// What a request's body has become so far.
private struct BodyCollector {
    private(set) var reserved = 0
    private var bytes: [UInt8] = []
    private let inflater: Inflater?
    private let bytesMax: Int
    private let budget: BodyBudget

    init(inflater: Inflater?, bytesMax: Int, expecting: Int, budget: BodyBudget) {
        self.inflater = inflater
        self.bytesMax = bytesMax
        self.budget = budget
        bytes.reserveCapacity(expecting)
    }

    mutating func add(_ piece: UnsafeRawBufferPointer) throws {
        if let inflater {
            try inflater.inflate(piece, into: &bytes)
        } else {
            guard piece.count <= bytesMax - bytes.count else { throw HTTPError.bodyTooLarge(limit: bytesMax) }
            bytes.append(contentsOf: piece)
        }
        guard bytes.count > reserved else { return }
        let further = bytes.count - reserved
        guard budget.reserve(further) else {
            throw HTTPError.overloaded("The server holds as many request bodies as it takes.")
        }
        reserved += further
    }

    func finish() throws -> [UInt8] {
        try inflater?.finish()
        return bytes
    }
}

/// Counts the bytes of all bodies being collected, so that many connections together stay within memory.
package final class BodyBudget: Sendable {
    private let bytesMax: Int
    private let used = Atomic<Int>(0)

    package init(bytesMax: Int = Limits.bodyBytesInFlightMax) {
        self.bytesMax = bytesMax
    }

    /// Bytes being held now.
    package var bytesInUse: Int { used.load(ordering: .relaxed) }

    /// Takes `bytes` of the budget; false if there is not so much left.
    func reserve(_ bytes: Int) -> Bool {
        let before = used.add(bytes, ordering: .relaxed).oldValue
        guard before <= bytesMax - bytes else {
            used.subtract(bytes, ordering: .relaxed)
            return false
        }
        return true
    }

    func release(_ bytes: Int) {
        if bytes > 0 { used.subtract(bytes, ordering: .relaxed) }
    }
}
