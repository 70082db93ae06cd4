#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Memory and processor time of the process.
enum ProcessMetrics {
    private static let started = WallClock.nanoseconds()

    static func families() -> [MetricFamily] {
        var usage = rusage()
        #if canImport(Glibc)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
        getrusage(RUSAGE_SELF, &usage)
        #endif
        let seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
        var families = [
            MetricFamily(
                "process_cpu_seconds_total", .counter, "Processor time used, in seconds.",
                [MetricSample([:], seconds)]),
            MetricFamily(
                "process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.",
                [MetricSample([:], Double(started) / 1e9)]),
        ]
        if let bytes = residentBytes() {
            families.append(
                MetricFamily("process_resident_memory_bytes", .gauge, "Memory held, in bytes.", bytes))
        }
        return families
    }

    /// Notes the time of the start; called once while the server starts.
    static func noteStart() { _ = started }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }

    private static func residentBytes() -> Int? {
        guard let file = fopen("/proc/self/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let numbers = text.split(separator: " ")
        guard numbers.count > 1, let pages = Int(numbers[1]) else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
