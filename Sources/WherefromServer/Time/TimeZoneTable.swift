#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The offsets of a time zone from UTC over time, from the system's zone files.
///
/// - Source: RFC 8536 (TZif), of which the 64-bit part and the footer are read.
struct TimeZoneTable: Sendable {
    /// Seconds since 1970 from which each offset holds, ascending.
    private var transitions: [(time: Int64, offset: Int64)] = []
    /// Seconds east of UTC before the first transition.
    private var first: Int64
    /// The rule for times after the last transition.
    private var rule: ZoneRule?

    static let utc = TimeZoneTable(offset: 0)

    init(offset: Int64) { first = offset }

    /// Seconds east of UTC at an instant.
    func offset(at seconds: Int64) -> Int64 {
        guard let last = transitions.last else { return rule?.offset(at: seconds) ?? first }
        if seconds >= last.time { return rule?.offset(at: seconds) ?? last.offset }
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].time <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : transitions[low - 1].offset
    }

    /// The instant at which the clocks of the zone show `local` (seconds, as if UTC); the later offset where it is missing.
    func instant(ofLocal local: Int64) -> Int64 {
        let guess = local - offset(at: local)
        return local - offset(at: guess)
    }
}

// MARK: - Zone files

extension TimeZoneTable {
    /// The zone of an IANA name such as `Europe/Paris`; nil if the name is none or the system does not know it.
    ///
    /// Where the system has no zone files at all, every name is read as UTC.
    init?(named name: String) {
        if ["UTC", "GMT", "Z", "Etc/UTC", "Zulu", "Universal", "UCT"].contains(name) {
            self = .utc
            return
        }
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2F, 0x5F: true
            default: false
            }
        }
        // Only letters, digits and `+ - / _` may stand in it, so that no name leaves the folder.
        guard isPlain, !name.isEmpty, !name.hasPrefix("/"), name.utf8.count <= 64 else { return nil }
        let folders = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"]
        guard let folder = folders.first(where: { access($0, R_OK) == 0 }) else {
            self = .utc
            return
        }
        guard let bytes = Self.read("\(folder)/\(name)"), let table = TimeZoneTable(parsing: bytes) else { return nil }
        self = table
    }

    private static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    /// Reads a zone file; nil for other bytes.
    init?(parsing bytes: [UInt8]) {
        guard let old = Header(bytes, at: 0), old.version >= UInt8(ascii: "2") else { return nil }
        guard let header = Header(bytes, at: Header.size + old.bodySize(timeSize: 4)) else { return nil }
        let times = header.start + Header.size
        let indexes = times + header.timeCount * 8
        let types = indexes + header.timeCount
        guard header.typeCount > 0, types + header.typeCount * 6 <= bytes.count else { return nil }
        let offsets = (0..<header.typeCount).map {
            Int64(Int32(truncatingIfNeeded: bytes.bigEndian(4, at: types + $0 * 6)))
        }
        self.init(offset: offsets[0])
        for index in 0..<header.timeCount {
            let type = Int(bytes[indexes + index])
            guard type < offsets.count else { return nil }
            transitions.append((bytes.bigEndian(8, at: times + index * 8), offsets[type]))
        }
        let footer = header.start + Header.size + header.bodySize(timeSize: 8)
        guard footer < bytes.count else { return }
        let text = bytes[footer...].dropFirst().prefix { $0 != 0x0A }
        rule = ZoneRule(parsing: String(decoding: text, as: UTF8.self))
    }

    private struct Header {
        static let size = 44
        var start: Int
        var version: UInt8
        var counts: [Int]

        var timeCount: Int { counts[3] }
        var typeCount: Int { counts[4] }

        init?(_ bytes: [UInt8], at start: Int) {
            guard start >= 0, start + Self.size <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8)
            else { return nil }
            self.start = start
            version = bytes[start + 4]
            counts = (0..<6).map { Int(bytes.bigEndian(4, at: start + 20 + $0 * 4)) }
            // More would not fit into the files that are read.
            guard counts.allSatisfy({ (0...(1 << 16)).contains($0) }) else { return nil }
        }

        func bodySize(timeSize: Int) -> Int {
            counts[3] * (timeSize + 1) + counts[4] * 6 + counts[5] + counts[2] * (timeSize + 4) + counts[1] + counts[0]
        }
    }
}

extension [UInt8] {
    /// A big-endian number; bytes beyond the end count as zero.
    fileprivate func bigEndian(_ size: Int, at start: Int) -> Int64 {
        var value: UInt64 = 0
        for index in start..<(start + size) { value = value << 8 | UInt64(index < count ? self[index] : 0) }
        return Int64(bitPattern: value)
    }
}
