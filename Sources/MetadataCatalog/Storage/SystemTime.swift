#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

enum SystemTime {
    /// Nanoseconds since 1970 UTC.
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// CPU time of the calling thread, ns.
    static func threadCPU() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// A sum that several threads add to; `lock` guards it.
final class Counter: @unchecked Sendable {
    private let lock = Lock()
    private var sum: Int64 = 0

    var value: Int64 { lock.withLock { sum } }

    func add(_ amount: Int64) { lock.withLock { sum += amount } }
}
