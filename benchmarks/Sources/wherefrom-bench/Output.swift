#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Writes to the streams of the process.
enum Output {
    static func write(_ bytes: [UInt8], to file: Int32 = 1) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                systemWrite(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            guard count > 0 else { exit(1) }
            written += count
        }
    }

    static func line(_ text: String) { write(Array((text + "\n").utf8)) }

    static func error(_ text: String) { write(Array((text + "\n").utf8), to: 2) }
}

private func systemWrite(_ file: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, base, count)
}

/// Results as lines `name<TAB>value`, printed and, with `--results FILE`, appended to a file.
struct Results {
    private let prefix: String
    private let path: String?

    /// - Parameter prefix: goes before every name, so that one command can fill several rows of the table.
    init(_ options: Options, prefix standard: String) {
        prefix = options.text("row") ?? standard
        path = options.text("results")
    }

    static let options: Set<String> = ["row", "results"]

    func add(_ values: [(String, Double?)]) {
        let lines = values.compactMap { name, value in
            value.map { "\(prefix).\(name)\t\(rounded($0))\n" }
        }.joined()
        Output.write(Array(lines.utf8))
        guard let path else { return }
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        guard file >= 0 else { return Output.error("cannot write \(path)") }
        Output.write(Array(lines.utf8), to: file)
        close(file)
    }

    private func rounded(_ value: Double) -> Double {
        let scale = abs(value) < 100 ? 10_000.0 : 10.0
        return (value * scale).rounded() / scale
    }
}
