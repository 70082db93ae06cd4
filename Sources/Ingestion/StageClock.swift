import MetadataCatalog

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// CPU time spent in each stage of ingestion, for `/metrics` and the benchmarks.
///
/// `@unchecked Sendable`: `lock` guards the sums.
package final class StageClock: @unchecked Sendable {
    package enum Stage: Int, CaseIterable, Sendable {
        case parse, decode, prepare

        package var name: String {
            switch self {
            case .parse: "parse"
            case .decode: "decode"
            case .prepare: "prepare"
            }
        }
    }

    private let lock = Lock()
    private var sums = [Int64](repeating: 0, count: Stage.allCases.count)

    package init() {}

    /// CPU time of each stage since the start, ns.
    package var nanoseconds: [(name: String, cpu: Int64)] {
        lock.withLock { Stage.allCases.map { ($0.name, sums[$0.rawValue]) } }
    }

    /// - Parameter weight: how many calls this one stands for; 0: it is not measured. Reading the clock takes a system
    ///   call, so of many events only some are measured.
    func measure<Result, Failure: Error>(
        _ stage: Stage, weight: Int64 = 1, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard weight > 0 else { return try body() }
        let start = Self.threadTime()
        defer {
            let spent = Self.threadTime() - start
            lock.withLock { sums[stage.rawValue] += spent * weight }
        }
        return try body()
    }

    private static func threadTime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
