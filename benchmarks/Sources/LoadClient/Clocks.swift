#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Clocks of this machine.
public enum Clocks {
    /// Nanoseconds of a clock that only goes forward.
    public static var monotonic: UInt64 { now(CLOCK_MONOTONIC) }

    /// Nanoseconds since 1970.
    public static var wall: UInt64 { now(CLOCK_REALTIME) }

    /// CPU time that this process has used, in seconds.
    public static var ownCPU: Double { Double(now(CLOCK_PROCESS_CPUTIME_ID)) / 1e9 }

    private static func now(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}

/// Durations of requests and what is said about them.
public struct Latencies: Sendable {
    private var microseconds: [UInt32] = []

    public init() {}

    public var count: Int { microseconds.count }

    public mutating func record(since start: UInt64) {
        microseconds.append(UInt32(clamping: (Clocks.monotonic &- start) / 1000))
    }

    public mutating func merge(_ other: Latencies) {
        microseconds.append(contentsOf: other.microseconds)
    }

    /// The durations below which `percents` percent of the requests lie, in milliseconds; nearest rank.
    public func percentiles(_ percents: [Double]) -> [Double] {
        guard !microseconds.isEmpty else { return percents.map { _ in 0 } }
        let sorted = microseconds.sorted()
        return percents.map { percent in
            let rank = Int((percent / 100 * Double(sorted.count)).rounded(.up))
            return Double(sorted[min(max(rank - 1, 0), sorted.count - 1)]) / 1000
        }
    }
}
