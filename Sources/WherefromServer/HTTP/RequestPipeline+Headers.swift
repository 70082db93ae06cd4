import HTTPTypes
import JSONBytes
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Ids of requests: the client's where it sent a harmless one.
final class RequestIDs: Sendable {
    private let prefix: String
    private let count = Atomic<UInt64>(0)

    init() {
        var generator = SystemRandomNumberGenerator()
        prefix = String(generator.next(upperBound: UInt32.max), radix: 36) + "-"
    }

    func id(for request: IncomingRequest) -> String {
        if let sent = request.headers[.xRequestID], Self.isPlain(sent) { return sent }
        return prefix + String(count.add(1, ordering: .relaxed).newValue, radix: 36)
    }

    /// Letters, digits and `-_.:/+=@`: nothing that a log or header could be broken with.
    private static func isPlain(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= Limits.requestIDLengthMax
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: "-_.:/+=@".utf8.contains(byte)
                }
            }
    }
}

/// Tags of answers, for conditional requests.
enum EntityTag {
    /// A weak tag, since the same answer may be sent compressed or not.
    static func of(_ bytes: [UInt8]) -> String {
        "W/\"\(Digest256(hashing: bytes).hex.prefix(32))\""
    }

    /// Whether an `If-None-Match` names `tag`.
    static func matches(_ tag: String, _ list: String) -> Bool {
        let wanted = tag.drop { $0 != "\"" }
        return list.split(separator: ",").contains { item in
            let candidate = item.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            let text = String(candidate)
            return text == "*" || text.drop { $0 != "\"" } == wanted
        }
    }
}

/// What an `Accept-Encoding` allows.
enum AcceptedEncodings {
    static func allowGzip(_ header: String) -> Bool {
        for item in header.lowercased().split(separator: ",") {
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let name = parts.first, name == "gzip" || name == "x-gzip" || name == "*" else { continue }
            let isRefused = parts.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
            return !isRefused
        }
        return false
    }
}

/// The time of day.
package enum WallClock {
    /// Nanoseconds since 1970, UTC.
    package static func nanoseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
    }
}
