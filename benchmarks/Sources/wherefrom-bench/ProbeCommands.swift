import Estate
import LoadClient

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `wait`: asks until the server answers and says how long that took since `--since` (nanoseconds since 1970).
///
/// With `--lineage` the question is the lineage of a dataset of the estate, so that names and graph must be there.
enum WaitCommand {
    static let options = EstateOptions.names.union(Results.options).union([
        "url", "api-key", "path", "lineage", "since", "timeout",
    ])

    static func run(_ arguments: ArraySlice<String>) throws {
        let options = try Options(arguments, known: Self.options)
        let target = try LoadCommand.target(options)
        let began = Clocks.wall
        let since = UInt64(try options.int("since", Int(began)))
        var path = options.text("path") ?? "/ping"
        if options.isOn("lineage") {
            let estate = try EstateOptions(options).estate
            path = Question(kind: .walk, asOf: nil).path(estate.job(0).outputs[0], index: 0, depth: 5)
        }
        while Clocks.wall < began + UInt64(try options.int("timeout", 60)) * 1_000_000_000 {
            if (try? HTTPConnection(target).get(path)) == 200 {
                Results(options, prefix: "start").add([("ms", Double(Clocks.wall - since) / 1e6)])
                return
            }
            usleep(1000)
        }
        throw UsageError(description: "no answer from \(target.host):\(target.port)\(path)")
    }
}

/// `process`: memory of a process, size of a database.
enum ProcessCommand {
    static func run(_ arguments: ArraySlice<String>) throws {
        let options = try Options(arguments, known: Results.options.union(["pid", "files", "events"]))
        var values: [(String, Double?)] = []
        let pid = try options.int("pid", 0)
        if pid > 0 {
            let probe = ProcessProbe(pid: Int32(pid))
            let resident = probe.residentBytes
            values += [
                ("resident-mb", resident.map { Double($0.all) / 1_048_576 }),
                ("anonymous-mb", resident.map { Double($0.anonymous) / 1_048_576 }),
                ("peak-resident-mb", probe.peakResidentBytes.map { Double($0) / 1_048_576 }),
            ]
        }
        if let files = options.text("files") {
            let bytes = files.split(separator: ",").map { size(ofFile: String($0)) }.reduce(0, +)
            values.append(("disk-mb", Double(bytes) / 1_048_576))
            let events = try options.int("events", 0)
            if events > 0 { values.append(("disk-bytes-per-event", Double(bytes) / Double(events))) }
        }
        Results(options, prefix: "process").add(values)
    }

    private static func size(ofFile path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}

/// `fsync`: appends 4 KB pages to a file, each followed by fdatasync, as a database's log does.
enum FsyncCommand {
    static func run(_ arguments: ArraySlice<String>) throws {
        let options = try Options(arguments, known: Results.options.union(["folder", "rounds"]))
        let path = "\(options.text("folder") ?? ".")/fsync-probe"
        let file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { throw UsageError(description: "cannot write \(path)") }
        defer {
            close(file)
            unlink(path)
        }
        let page = [UInt8](repeating: 0x5A, count: 4096)
        var latencies = Latencies()
        for _ in 0..<(try options.int("rounds", 500)) {
            let start = Clocks.monotonic
            Output.write(page, to: file)
            sync(file)
            latencies.record(since: start)
        }
        let tail = latencies.percentiles([50, 99])
        Results(options, prefix: "fsync").add([("p50-ms", tail[0]), ("p99-ms", tail[1])])
    }

    private static func sync(_ file: Int32) {
        #if canImport(Glibc)
        fdatasync(file)
        #else
        _ = fcntl(file, F_FULLFSYNC)
        #endif
    }
}

/// `evict`: keeps files out of the page cache until process `--pid` or its own parent ends.
///
/// It stands for a database much larger than memory: what the server has not in its own cache it reads from the disk.
enum EvictCommand {
    static func run(_ arguments: ArraySlice<String>) throws {
        let options = try Options(arguments, known: ["files", "pid", "every-ms"])
        let files = try options.required("files").split(separator: ",").map(String.init)
        let pid = Int32(try options.int("pid", 0))
        let pause = UInt32(clamping: try options.int("every-ms", 200) * 1000)
        #if canImport(Glibc)
        while pid > 0, kill(pid, 0) == 0, getppid() > 1 {
            for path in files {
                let file = open(path, O_RDONLY)
                guard file >= 0 else { continue }
                posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
                close(file)
            }
            usleep(pause)
        }
        #else
        throw UsageError(description: "evict is for Linux")
        #endif
    }
}
