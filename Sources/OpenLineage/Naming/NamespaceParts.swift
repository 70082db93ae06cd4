import JSONBytes

/// A dataset namespace taken apart: `jdbc:postgresql+psycopg2://user@Host:5432/db?x=y` and its like.
struct NamespaceParts {
    /// In lower case, without `jdbc:` and without the driver; for text that is no URI the part before the first colon.
    var scheme: String
    /// What follows a `+` in the scheme, in lower case, for example `psycopg2`.
    var driver: String?
    var hadJDBCPrefix = false
    var hadUser = false
    /// In lower case, without brackets and trailing dot; empty if there is none.
    var host = ""
    var port: Int?
    /// What follows the authority, without leading and trailing `/`, query and parameters; bytes as sent.
    var path: [UInt8] = []
    /// Whether the namespace has the form `scheme://…`.
    var hasAuthority = false

    init(_ namespace: ByteString) {
        var rest = namespace.bytes[...]
        if rest.count > 5, rest.prefix(5).elementsEqual("jdbc:".utf8, by: { $0.asciiLowercased == $1 }) {
            rest = rest.dropFirst(5)
            hadJDBCPrefix = true
        }
        let colon = rest.firstIndex(of: UInt8(ascii: ":"))
        let words = NamespaceParts.lowercased(rest[..<(colon ?? rest.endIndex)]).split(
            separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        scheme = words.first.map(String.init) ?? ""
        driver = words.count > 1 ? String(words[1]) : nil
        guard let colon else { return }
        rest = rest[(colon + 1)...]
        guard rest.starts(with: "//".utf8) else {
            path = Array(rest)
            return
        }
        hasAuthority = true
        readAuthority(rest.dropFirst(2))
    }

    private mutating func readAuthority(_ text: ArraySlice<UInt8>) {
        let end = text.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: ";") }
        var authority = text[..<(end ?? text.endIndex)]
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            // The container of abfss://container@account is part of the identity and no user.
            if !NamespaceParts.containerSchemes.contains(scheme) {
                authority = authority[(at + 1)...]
                hadUser = true
            }
        }
        if let end {
            let isOption: (UInt8) -> Bool = { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: ";") }
            let tail = text[end...].prefix { !isOption($0) }
            path = NamespaceParts.trimmingSlashes(tail)
        }
        readHost(authority)
    }

    private mutating func readHost(_ authority: ArraySlice<UInt8>) {
        var name = authority
        let bracket = authority.lastIndex(of: UInt8(ascii: "]"))
        let colons = authority.indices.filter {
            authority[$0] == UInt8(ascii: ":") && $0 > (bracket ?? authority.startIndex - 1)
        }
        // Several colons outside brackets are a list of brokers or something unknown, which stays as it is.
        if colons.count == 1, let colon = colons.first {
            let digits = authority[(colon + 1)...]
            if let number = Int(String(decoding: digits, as: UTF8.self)), (0...65_535).contains(number) {
                port = number
                name = authority[..<colon]
            }
        }
        var text = NamespaceParts.lowercased(name)
        if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
        while text.hasSuffix(".") { text.removeLast() }
        host = text
    }

    private static let containerSchemes: Set<String> = ["abfs", "abfss", "wasb", "wasbs"]

    static func lowercased(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.map(\.asciiLowercased), as: UTF8.self)
    }

    static func trimmingSlashes(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let slash = UInt8(ascii: "/")
        var rest = bytes.drop { $0 == slash }
        while rest.last == slash { rest = rest.dropLast() }
        return Array(rest)
    }
}
