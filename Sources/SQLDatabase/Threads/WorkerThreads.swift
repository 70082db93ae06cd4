#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A fixed number of threads that take jobs from one bounded queue, in the order of arrival.
///
/// They may block, unlike the threads of Swift's own pool. With one thread this is a serial queue.
final class WorkerThreads: Sendable {
    typealias Job = @Sendable () -> Void

    private let queue: Monitor<Queue>
    private let waitingMax: Int

    private struct Queue {
        var jobs: [Job?] = []
        var head = 0
        var isStopped = false
        var threads: [pthread_t] = []

        var waiting: Int { jobs.count - head }

        mutating func next() -> Job? {
            guard head < jobs.count else { return nil }
            let job = jobs[head]
            jobs[head] = nil
            head += 1
            if head == jobs.count {
                jobs.removeAll(keepingCapacity: true)
                head = 0
            } else if head >= 1024, head * 2 >= jobs.count {
                jobs.removeFirst(head)
                head = 0
            }
            return job
        }
    }

    /// Starts `count` threads; more than `waitingMax` jobs never wait.
    init(count: Int, waitingMax: Int) {
        precondition(count > 0, "\(count) threads")
        self.waitingMax = waitingMax
        queue = Monitor(Queue())
        for _ in 0..<count { start() }
    }

    /// Lets the threads end by themselves: a job that holds the last reference must not wait for its own thread.
    deinit {
        stop()
        queue.withLock { queue in
            for thread in queue.threads { pthread_detach(thread) }
        }
    }

    /// Adds a job.
    ///
    /// - Returns: why the job was refused; nil if it was taken.
    func submit(_ job: @escaping Job) -> Refusal? {
        let refusal: Refusal? = queue.withLock { queue in
            if queue.isStopped { return .stopped }
            if queue.waiting >= waitingMax { return .full }
            queue.jobs.append(job)
            return nil
        }
        if refusal == nil { queue.signal() }
        return refusal
    }

    enum Refusal {
        case full
        case stopped
    }

    /// Refuses further jobs; those already taken are still run.
    func stop() {
        queue.withLock { $0.isStopped = true }
        queue.broadcast()
    }

    /// Waits until all jobs are done and the threads have ended; `stop` comes first.
    func join() {
        let threads = queue.withLock { queue in
            defer { queue.threads = [] }
            return queue.threads
        }
        for thread in threads { pthread_join(thread, nil) }
    }

    private func start() {
        // The thread knows the queue only, so that it does not keep this object alive.
        let queue = self.queue
        let main = Box { Self.work(queue) }
        let argument = Unmanaged.passRetained(main).toOpaque()
        #if canImport(Darwin)
        var thread: pthread_t?
        let result = pthread_create(&thread, nil, { runBox($0) }, argument)
        #else
        var thread = pthread_t()
        let result = pthread_create(&thread, nil, { runBox($0) }, argument)
        #endif
        precondition(result == 0, "no thread: error \(result)")
        #if canImport(Darwin)
        guard let thread else { return }
        #endif
        let started = thread
        queue.withLock { $0.threads.append(started) }
    }

    private static func work(_ queue: Monitor<Queue>) {
        enum Step {
            case run(Job)
            case end
        }
        while true {
            let step: Step = queue.wait { queue in
                if let job = queue.next() { return .run(job) }
                return queue.isStopped ? .end : nil
            }
            guard case .run(let job) = step else { return }
            job()
        }
    }
}

private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runBox(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
    return nil
}
