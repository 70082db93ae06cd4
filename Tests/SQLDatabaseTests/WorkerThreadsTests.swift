import Testing

@testable import SQLDatabase

@Suite struct WorkerThreadsTests {
    @Test func oneThreadKeepsTheOrder() {
        let threads = WorkerThreads(count: 1, waitingMax: 10_000)
        let seen = Monitor<[Int]>([])
        for number in 0..<5000 {
            #expect(threads.submit { seen.withLock { $0.append(number) } } == nil)
        }
        threads.stop()
        threads.join()
        #expect(seen.withLock { $0 } == Array(0..<5000))
        #expect(threads.submit {} == .stopped)
    }

    @Test func theQueueIsBounded() {
        let threads = WorkerThreads(count: 2, waitingMax: 3)
        let phase = Phase()
        let started = Monitor(0)
        for _ in 1...2 {
            let refusal = threads.submit {
                started.withLock { $0 += 1 }
                started.broadcast()
                phase.wait(for: 1)
            }
            #expect(refusal == nil)
        }
        started.wait { $0 == 2 ? () : nil }
        #expect((1...4).map { _ in threads.submit {} } == [nil, nil, nil, .full])
        phase.reach(1)
        threads.stop()
        threads.join()
    }

    @Test func aJobMayHoldTheLastReference() {
        let phase = Phase()
        var threads: WorkerThreads? = WorkerThreads(count: 1, waitingMax: 1)
        let held = Monitor(threads)
        #expect(
            threads?.submit {
                phase.wait(for: 1)
                held.withLock { $0 = nil }
                phase.reach(2)
            } == nil)
        threads = nil
        phase.reach(1)
        phase.wait(for: 2)
    }
}
