/// The address of a server: `http://host:port[/base]`, numeric or a name.
public struct HTTPTarget: Sendable {
    public let host: String
    public let port: UInt16
    /// Goes before every path; without a slash at its end.
    public let basePath: String
    /// Sent as a bearer token when given.
    public let apiKey: String?

    /// - Returns: nil if `url` is no plain http URL.
    public init?(url: String, apiKey: String? = nil) {
        guard url.hasPrefix("http://") else { return nil }
        let rest = url.dropFirst("http://".count)
        let authority = rest.prefix { $0 != "/" }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return nil }
        guard let port = parts.count == 2 ? UInt16(parts[1]) : 80 else { return nil }
        self.host = String(host)
        self.port = port
        var base = rest.dropFirst(authority.count)
        while base.hasSuffix("/") { base = base.dropLast() }
        basePath = String(base)
        self.apiKey = apiKey
    }

    /// The lines that every request carries after its first one.
    var commonHeader: String {
        var header = "Host: \(host):\(port)\r\nUser-Agent: wherefrom-bench\r\n"
        if let apiKey { header += "Authorization: Bearer \(apiKey)\r\n" }
        return header
    }
}

extension String {
    /// The text with every byte escaped that may not stand in a query value.
    public var percentEncoded: String {
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.append(Character(UnicodeScalar(byte)))
            default:
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return text
    }
}
