import HTTPTypes

/// Keeps web pages of strangers from using a server that asks for no key.
///
/// A browser on the server's machine or network can reach it where a stranger cannot. Two ways are closed: a page that
/// posts across origins gives itself away by its `Origin`; a page whose name was made to point at this server (DNS
/// rebinding) gives itself away by its `Host`. Requests with a valid key are not looked at.
package struct OriginGuard: Sendable {
    private let trustedHosts: Set<String>
    private let trustedSuffixes: [String]
    private let allowedOrigins: Set<String>
    private let allowsAnyHost: Bool

    /// - Parameters:
    ///   - boundHost: the address the server listens on.
    ///   - trustedHosts: further names it is reached by; `*.example.org` for all below one, `*` for any.
    ///   - allowedOrigins: origins of web pages that may use it, as `https://example.org`.
    package init(boundHost: String, trustedHosts: [String] = [], allowedOrigins: [String] = []) {
        let names = trustedHosts.map { $0.lowercased() }
        self.trustedHosts = Set(names.filter { !$0.hasPrefix("*.") } + [Self.name(of: boundHost)])
        trustedSuffixes = names.filter { $0.hasPrefix("*.") }.map { String($0.dropFirst()) }
        allowsAnyHost = names.contains("*")
        self.allowedOrigins = Set(
            allowedOrigins.map { $0.lowercased() }.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 })
    }

    /// Checks a request that carries no valid key.
    ///
    /// - Throws: ``HTTPError`` 403 that names the setting to change.
    package func check(authority: String?, origin: String?) throws {
        if let authority, !authority.isEmpty, !isTrusted(host: Self.name(of: authority)) {
            throw HTTPError.forbidden(
                "The request names a host that this server does not know itself by.", id: "unknown-host",
                hint: "Add the name with --trusted-host, or send an API key.")
        }
        guard let origin, !isOwn(origin, authority: authority), !allowedOrigins.contains(origin.lowercased())
        else { return }
        throw HTTPError.forbidden(
            "Web pages of another origin may not use this server.", id: "foreign-origin",
            hint: "Add the origin with --allowed-origin, or send an API key.")
    }

    /// Names that nobody can register for a public page are trusted: loopback, addresses, names without a dot as in
    /// container networks, and the reserved suffixes of local networks.
    private func isTrusted(host: String) -> Bool {
        if allowsAnyHost || trustedHosts.contains(host) { return true }
        if Loopback.isName(host) || Self.isAddress(host) || !host.contains(".") { return true }
        let localSuffixes = [".local", ".localhost", ".internal", ".svc", ".home.arpa", ".test"]
        return localSuffixes.contains { host.hasSuffix($0) } || trustedSuffixes.contains { host.hasSuffix($0) }
    }

    private func isOwn(_ origin: String, authority: String?) -> Bool {
        guard let authority, let slashes = origin.firstRange(of: "://") else { return false }
        return origin[slashes.upperBound...].lowercased() == authority.lowercased()
    }

    /// The name in a `host:port`, in lower case and without a final dot; brackets of IPv6 addresses are taken off.
    private static func name(of authority: String) -> String {
        var host = authority.lowercased()[...]
        if host.hasPrefix("[") {
            return String(host.dropFirst().prefix { $0 != "]" })
        }
        if let colon = host.firstIndex(of: ":"), host[host.index(after: colon)...].allSatisfy(\.isNumber) {
            host = host[..<colon]
        }
        return String(host.hasSuffix(".") ? host.dropLast() : host)
    }

    private static func isAddress(_ host: String) -> Bool {
        if host.contains(":") { return host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." || $0 == "%" } }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}

/// What counts as this machine.
package enum Loopback {
    /// Whether `name` is a name or address that only this machine reaches.
    package static func isName(_ name: String) -> Bool {
        name == "localhost" || name.hasSuffix(".localhost") || isAddress(name)
    }

    /// Whether `address` is a loopback address; IPv4 ones may be mapped into IPv6.
    package static func isAddress(_ address: String) -> Bool {
        if address == "::1" { return true }
        let mapped = "::ffff:"
        let text = address.hasPrefix(mapped) ? String(address.dropFirst(mapped.count)) : address
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
