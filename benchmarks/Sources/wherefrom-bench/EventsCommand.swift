import Estate

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `events`: prints events, one in a line.
enum EventsCommand {
    static func run(_ arguments: ArraySlice<String>) throws {
        let options = try Options(arguments, known: EstateOptions.names.union(["events"]))
        var stream = try EstateOptions(options).makeStream()
        var bytes: [UInt8] = []
        for _ in 0..<(try options.int("events", 1000)) {
            stream.appendNext(to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
            if bytes.count > 1 << 20 {
                Output.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        Output.write(bytes)
    }
}

/// `train-dictionary`: writes diverse events, one in a file, for `zstd --train`.
///
/// Fifty events each of many small estates: what is common to all of them is worth a place in a dictionary, the names
/// of one company are not.
enum TrainCommand {
    static func run(_ arguments: ArraySlice<String>) throws {
        let options = try Options(arguments, known: ["events", "folder", "seed"])
        let folder = try options.required("folder")
        let count = try options.int("events", 2000)
        mkdir(folder, 0o755)
        for index in 0..<count {
            guard save(event(index, seed: try options.int("seed", 1)), to: "\(folder)/event-\(100_000 + index).json")
            else {
                throw UsageError(description: "cannot write to \(folder)")
            }
        }
    }

    static func event(_ index: Int, seed: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        let estate = Estate(
            EstateShape(
                seed: UInt64(truncatingIfNeeded: seed * 1000 + index / 50), datasets: 20_000,
                columnsMax: 40, detail: index % 5 == 4 ? .lean : .rich))
        // Every fourth event is of a kind that no estate's stream has: checks, features, whole DAGs.
        if index % 4 == 3 {
            estate.oddTemplate(index / 4).append(RunValues(seed: UInt64(index)), to: &bytes)
            return bytes
        }
        let phase = EventPhase.allCases[[0, 2, 0, 2, 0, 2, 3, 1][index % 8]]
        estate.template(job: index * 7919 % estate.jobs, phase: phase)
            .append(RunValues(seed: UInt64(index)), to: &bytes)
        return bytes
    }

    private static func save(_ bytes: [UInt8], to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0 else { return false }
        Output.write(bytes, to: file)
        return close(file) == 0
    }
}
