import JSONBytes
package import MetadataCatalog
import OpenLineage

/// Takes bytes to committed changes: decode, prepare, hand to the catalog's commit queue, tell what became of each event.
///
/// Decoding and preparing run on the caller's task, for large batches on two; only the fold is serial.
package struct Ingestor: EventSink {
    private let catalog: Catalog
    private let stages: StageClock
    /// Bad events are noted here.
    private let rejections: RejectionList

    package init(catalog: Catalog, stages: StageClock = StageClock(), rejections: RejectionList) {
        self.catalog = catalog
        self.stages = stages
        self.rejections = rejections
    }

    package func submit(
        single body: [UInt8], source: IngestSource, permission: WritePermission, strict: Bool
    ) async throws -> EventOutcome {
        let document: JSONDocument
        do {
            document = try stages.measure(.parse) { () throws(JSONError) in try JSONDocument(parsing: body) }
        } catch {
            let outcome = EventOutcome.rejected(
                status: 400, errors: ["The body is not valid JSON: \(error)"], retriable: false)
            await note(outcome, body[...], source)
            return outcome
        }
        let prepared = prepare(document.root, permission: permission, strict: strict)
        return try await commit([prepared], source)[0]
    }

    package func submit(
        batch body: [UInt8], source: IngestSource, permission: WritePermission
    ) async throws -> [EventOutcome] {
        let document: JSONDocument
        do {
            document = try stages.measure(.parse) { () throws(JSONError) in try JSONDocument(parsing: body) }
        } catch {
            throw await refuse(400, "The body is not valid JSON: \(error)", body, source)
        }
        guard document.root.kind == .array else {
            throw await refuse(400, "A batch is a JSON array of events.", body, source)
        }
        let values = Array(document.root.elements)
        let prepared = await prepareAll(values, permission: permission)
        return try await commit(prepared, source)
    }

    private enum Candidate: Sendable {
        case event(PreparedEvent)
        case rejected(EventRejection, raw: ArraySlice<UInt8>)
    }

    // MARK: - Preparing

    /// Batches of at least this many events are prepared by two tasks.
    private static let parallelMin = 64

    private func prepareAll(_ values: [JSONValue], permission: WritePermission) async -> [Candidate] {
        guard values.count >= Self.parallelMin else { return prepareSome(values[...], permission) }
        let middle = values.count / 2
        async let first = prepareSome(values[..<middle], permission)
        async let second = prepareSome(values[middle...], permission)
        return await first + second
    }

    /// Of a batch, one event in so many is measured.
    private static let measuredEvery = 16

    private func prepareSome(_ values: ArraySlice<JSONValue>, _ permission: WritePermission) -> [Candidate] {
        // Not the first one, whose caches are cold.
        let isSampled = values.count >= Self.measuredEvery
        return values.enumerated().map { index, value in
            let isMeasured = !isSampled || index % Self.measuredEvery == Self.measuredEvery - 1
            let weight = isMeasured ? (isSampled ? Self.measuredEvery : 1) : 0
            return prepare(value, permission: permission, strict: false, weight: Int64(weight))
        }
    }

    /// - Parameter weight: for the measurement of stages.
    private func prepare(
        _ value: JSONValue, permission: WritePermission, strict: Bool, weight: Int64 = 1
    ) -> Candidate {
        do throws(EventRejection) {
            let event = try stages.measure(.decode, weight: weight) { () throws(EventRejection) in
                try OpenLineageEvent(decoding: value)
            }
            if strict {
                let errors = event.marquezStrictErrors
                if !errors.isEmpty { throw EventRejection(status: 422, errors: errors) }
            }
            let namespace = event.job?.id.namespace ?? event.dataset?.id.namespace ?? ""
            guard permission.allows(namespace) else {
                throw EventRejection(
                    status: 403,
                    errors: ["The key may not write the namespace '\(namespace)'. Use a key whose patterns fit it."])
            }
            return .event(
                stages.measure(.prepare, weight: weight) {
                    PreparedEvent(
                        event, raw: value.raw, codec: catalog.codec,
                        scope: permission.namespaces.map(NamespaceScope.init))
                })
        } catch {
            return .rejected(error, raw: value.raw)
        }
    }

    // MARK: - Committing

    private func commit(_ candidates: [Candidate], _ source: IngestSource) async throws -> [EventOutcome] {
        let receipt = Receipt(time: source.receivedAt, keyName: source.keyName)
        let submissions = candidates.compactMap { candidate -> Catalog.Submission? in
            if case .event(let event) = candidate { .event(event, receipt) } else { nil }
        }
        var acceptances: ArraySlice<Acceptance> = []
        if !submissions.isEmpty {
            do {
                acceptances = try await catalog.submit(submissions)[...]
            } catch is CommitQueue.Full {
                throw IngestOverload()
            }
        }
        var outcomes: [EventOutcome] = []
        outcomes.reserveCapacity(candidates.count)
        for candidate in candidates {
            switch candidate {
            case .event:
                switch acceptances.popFirst() {
                case .accepted(let seq)?: outcomes.append(.accepted(seq: UInt64(seq)))
                case .duplicate?, nil: outcomes.append(.duplicate)
                }
            case .rejected(let rejection, let raw):
                let outcome = EventOutcome.rejected(
                    status: rejection.status, errors: rejection.errors, retriable: false)
                await note(outcome, raw, source)
                outcomes.append(outcome)
            }
        }
        return outcomes
    }

    private func refuse(
        _ status: Int, _ reason: String, _ body: [UInt8], _ source: IngestSource
    ) async -> BodyRejection {
        await note(.rejected(status: status, errors: [reason], retriable: false), body[...], source)
        return BodyRejection(status: status, errors: [reason])
    }

    private func note(_ outcome: EventOutcome, _ raw: ArraySlice<UInt8>, _ source: IngestSource) async {
        guard case .rejected(let status, let errors, _) = outcome else { return }
        await rejections.add(
            Rejection(
                received: source.receivedAt, status: status, reason: errors.joined(separator: "; "),
                address: source.address, keyName: source.keyName, head: Array(raw.prefix(RejectionList.headBytesMax))))
    }
}
