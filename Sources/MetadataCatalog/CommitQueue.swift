/// Gathers what several callers hand in, so that they share a transaction: the wait of one commit fills the next.
///
/// Bounded in submissions and in bytes: beyond them a caller is refused at once.
///
/// `@unchecked Sendable`: `lock` guards the waiting list.
package final class CommitQueue: @unchecked Sendable {
    /// Too much is waiting to be stored; try again in a moment.
    package struct Full: Error, CustomStringConvertible {
        package var description: String {
            "The server has more events waiting than it takes. Nothing of this request was stored; send it again."
        }
    }

    /// What may wait at one time.
    package struct Bounds: Sendable {
        /// Events and commands.
        package var submissions: Int
        /// Bytes of events as received.
        package var bytes: Int

        package init(submissions: Int = 50_000, bytes: Int = 256 << 20) {
            self.submissions = submissions
            self.bytes = bytes
        }
    }

    private struct Waiting {
        var submissions: [Catalog.Submission]
        var bytes: Int
        var continuation: CheckedContinuation<[Acceptance], any Error>
    }

    package typealias Commit =
        @Sendable ([[Catalog.Submission]]) async throws -> [Result<[Acceptance], any Error>]

    private let lock = Lock()
    private var waiting: [Waiting] = []
    private var waitingCount = 0
    private var waitingBytes = 0
    private let bounds: Bounds
    private var isRunning = false

    /// Submissions in one transaction. Not all that wait: those whose turn comes next keep the writer busy while the
    /// senders of this transaction prepare what they send next.
    package static let transactionMax = 1_000

    init(bounds: Bounds) { self.bounds = bounds }

    /// Submissions waiting now.
    package var depth: Int { lock.withLock { waitingCount } }

    func submit(_ submissions: [Catalog.Submission], _ commit: @escaping Commit) async throws -> [Acceptance] {
        let bytes = submissions.reduce(0) { $0 + $1.byteCount }
        return try await withCheckedThrowingContinuation { continuation in
            enum Next { case start, wait, refuse }
            let next: Next = lock.withLock {
                // A request that is larger than the bounds is taken when nothing else waits.
                let fits =
                    waitingCount + submissions.count <= bounds.submissions && waitingBytes + bytes <= bounds.bytes
                guard waitingCount == 0 || fits else { return .refuse }
                waiting.append(Waiting(submissions: submissions, bytes: bytes, continuation: continuation))
                waitingCount += submissions.count
                waitingBytes += bytes
                if isRunning { return .wait }
                isRunning = true
                return .start
            }
            switch next {
            case .start: Task { await drain(commit) }
            case .wait: break
            case .refuse: continuation.resume(throwing: Full())
            }
        }
    }

    private func drain(_ commit: Commit) async {
        while let batch = takeBatch() {
            do {
                let results = try await commit(batch.map(\.submissions))
                for (entry, result) in zip(batch, results) { entry.continuation.resume(with: result) }
            } catch {
                for entry in batch { entry.continuation.resume(throwing: error) }
            }
        }
    }

    private func takeBatch() -> [Waiting]? {
        lock.withLock {
            guard !waiting.isEmpty else {
                isRunning = false
                return nil
            }
            var count = 0
            var end = 0
            while end < waiting.count, end == 0 || count + waiting[end].submissions.count <= Self.transactionMax {
                count += waiting[end].submissions.count
                end += 1
            }
            let batch = Array(waiting[..<end])
            waiting.removeFirst(end)
            waitingCount -= count
            waitingBytes -= batch.reduce(0) { $0 + $1.bytes }
            return batch
        }
    }
}
