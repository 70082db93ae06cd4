import JSONBytes

/// An event on its way, with the place to name when it is rejected.
struct PendingEvent: Equatable {
    var bytes: [UInt8]
    var place: String
}

/// Sends events in batches and keeps count of what became of them.
///
/// An overloaded server (503) is waited for. Sending again is safe at any time: the server recognises what it has.
struct BatchSender {
    /// Events of one request.
    static let batchEventsMax = 500
    /// Bytes of one request, well below the server's limit; a larger event goes alone.
    static let batchBytesMax = 8 << 20
    /// Longest patience with a server that refuses everything, for one batch.
    static let patience = Duration.seconds(600)

    let client: APIClient
    /// Replaced in tests, so that nobody waits.
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    private(set) var summary = IngestSummary()
    private var batch: [PendingEvent] = []
    private var batchBytes = 0

    init(client: APIClient) {
        self.client = client
    }

    /// Takes what the splitter found; text that is no JSON is rejected here, with its line.
    mutating func add(_ event: SplitEvent, from source: String) async throws {
        let place = "\(source):\(event.line)"
        if let problem = event.problem {
            summary.reject(place, problem)
            return
        }
        do {
            _ = try JSONDocument(parsing: event.bytes)
        } catch {
            summary.reject(place, "this is no JSON: \(error)")
            return
        }
        try await add(PendingEvent(bytes: event.bytes, place: place))
    }

    mutating func add(_ event: PendingEvent) async throws {
        if !batch.isEmpty, batchBytes + event.bytes.count > Self.batchBytesMax { try await flush() }
        batch.append(event)
        batchBytes += event.bytes.count + 1
        if batch.count >= Self.batchEventsMax { try await flush() }
    }

    mutating func skipPresent() {
        summary.present += 1
    }

    mutating func reject(_ place: String, _ reason: String) {
        summary.reject(place, reason)
    }

    /// Sends what is waiting; afterwards every event added so far is accounted for.
    mutating func flush() async throws {
        let waiting = batch
        batch = []
        batchBytes = 0
        if !waiting.isEmpty { try await deliver(waiting) }
    }

    private mutating func deliver(_ events: [PendingEvent]) async throws {
        var queue = [events]
        var rounds = 0
        while let next = queue.popLast() {
            let answer = try await post(next)
            switch answer.status {
            case 200, 201:
                let again = try settle(next, BatchAnswer(try client.parse(answer.body).root))
                guard !again.isEmpty else { continue }
                rounds += 1
                if rounds > 20 {
                    for event in again { summary.reject(event.place, "the server kept refusing it for now") }
                } else {
                    try await sleep(.seconds(min(30, rounds)))
                    queue.append(again)
                }
            case 204:
                summary.accepted += next.count
            case 400, 413, 422:
                // Halving finds the event that the server stumbles over; the others get through.
                if next.count > 1 {
                    queue.append(Array(next[(next.count / 2)...]))
                    queue.append(Array(next[..<(next.count / 2)]))
                } else {
                    summary.reject(next[0].place, client.failure(answer).message)
                }
            default:
                throw client.failure(answer)
            }
        }
    }

    /// Counts the outcome; returns what should be sent again.
    private mutating func settle(_ events: [PendingEvent], _ answer: BatchAnswer) throws -> [PendingEvent] {
        var again: [PendingEvent] = []
        var failed: Set<Int> = []
        for failure in answer.failures where events.indices.contains(failure.index) {
            guard failed.insert(failure.index).inserted else { continue }
            let event = events[failure.index]
            if failure.isRetriable { again.append(event) } else { summary.reject(event.place, failure.reason) }
        }
        let taken = events.count - failed.count
        let duplicates = min(taken, max(0, answer.duplicates))
        summary.duplicates += duplicates
        summary.accepted += taken - duplicates
        return again
    }

    /// Posts a batch, again and again while the server is overloaded or out of reach.
    private func post(_ events: [PendingEvent]) async throws -> APIAnswer {
        var body: [UInt8] = [UInt8(ascii: "[")]
        body.reserveCapacity(events.reduce(2) { $0 + $1.bytes.count + 1 })
        for (index, event) in events.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body += event.bytes
        }
        body.append(UInt8(ascii: "]"))
        let request = APIRequest("POST", "/api/v1/lineage/batch", body: body)
        var waited = Duration.zero
        var pause = Duration.milliseconds(200)
        while true {
            let outcome: Result<APIAnswer, CommandFailure>
            do {
                outcome = .success(try await client.transport.send(request))
            } catch let failure as CommandFailure {
                outcome = .failure(failure)
            }
            let patience: Duration
            switch outcome {
            case .success(let answer):
                guard answer.status == 503 || answer.status == 502 || answer.status == 504 else { return answer }
                let asked = answer.head.headers["retry-after"].flatMap { Int($0) } ?? 0
                pause = max(pause, .seconds(min(30, max(0, asked))))
                patience = Self.patience
            case .failure:
                // A server that restarts is back in seconds; one that was never there should be told soon.
                patience = summary.total > 0 ? .seconds(30) : .zero
            }
            guard waited < patience else {
                switch outcome {
                case .success(let answer): throw client.failure(answer)
                case .failure(let failure): throw failure
                }
            }
            try await sleep(pause)
            waited += pause
            pause = min(pause * 2, .seconds(10))
        }
    }
}
