import Ingestion
import JSONBytes
import NIOConcurrencyHelpers

@testable import WherefromServer

/// Takes every event, or answers as told.
final class FakeSink: EventSink {
    struct Call: Sendable {
        let body: [UInt8]
        let source: IngestSource
        let permission: WritePermission
        let isStrict: Bool?
    }

    private let box = NIOLockedValueBox<[Call]>([])
    private let answer: @Sendable ([UInt8]) async throws -> [EventOutcome]

    /// - Parameter answer: what becomes of a body; a single event takes the first outcome.
    init(_ answer: @escaping @Sendable ([UInt8]) async throws -> [EventOutcome] = { _ in [.accepted(seq: 1)] }) {
        self.answer = answer
    }

    var calls: [Call] { box.withLockedValue { $0 } }

    func submit(
        single body: [UInt8], source: IngestSource, permission: WritePermission, strict: Bool
    ) async throws -> EventOutcome {
        box.withLockedValue {
            $0.append(Call(body: body, source: source, permission: permission, isStrict: strict))
        }
        return try await answer(body)[0]
    }

    func submit(
        batch body: [UInt8], source: IngestSource, permission: WritePermission
    ) async throws -> [EventOutcome] {
        box.withLockedValue { $0.append(Call(body: body, source: source, permission: permission, isStrict: nil)) }
        return try await answer(body)
    }
}
