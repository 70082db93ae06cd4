#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What another process costs, read from /proc; nothing is known elsewhere than on Linux.
public struct ProcessProbe: Sendable {
    public let pid: Int32

    public init(pid: Int32) {
        self.pid = pid
    }

    /// CPU time used so far, user and system, in seconds (in steps of 10 ms).
    public var cpuSeconds: Double? {
        guard let text = FileText.read("/proc/\(pid)/stat"), let name = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: name)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Resident memory now, in bytes: all of it, and without file pages.
    public var residentBytes: (all: Int, anonymous: Int)? {
        guard let text = FileText.read("/proc/\(pid)/status") else { return nil }
        guard let all = Self.kilobytes("VmRSS:", in: text) else { return nil }
        return (all * 1024, (Self.kilobytes("RssAnon:", in: text) ?? all) * 1024)
    }

    /// The most that was ever resident, in bytes.
    public var peakResidentBytes: Int? {
        FileText.read("/proc/\(pid)/status").flatMap { Self.kilobytes("VmHWM:", in: $0) }.map { $0 * 1024 }
    }

    private static func kilobytes(_ key: String, in text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix(key) {
            return Int(line.dropFirst(key.count).filter(\.isNumber))
        }
        return nil
    }
}

/// Small files as text.
public enum FileText {
    /// The whole file, or nil if it cannot be read.
    public static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = buffer.withUnsafeMutableBytes { Self.readBytes(file, $0) }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    private static func readBytes(_ file: Int32, _ into: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.read(file, into.baseAddress, into.count)
        #else
        Darwin.read(file, into.baseAddress, into.count)
        #endif
    }
}
