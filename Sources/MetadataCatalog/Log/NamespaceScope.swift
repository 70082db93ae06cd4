package import JSONBytes

/// The namespaces that a sender may write; kept with each record, since keys change and a replay must not.
package struct NamespaceScope: Sendable, Hashable {
    package let patterns: [NamespacePattern]

    package init(_ patterns: [NamespacePattern]) { self.patterns = patterns }

    package func allows(_ namespace: ByteString) -> Bool { patterns.contains { $0.matches(namespace) } }

    /// The patterns, one a line.
    package var encoded: [UInt8] { Array(patterns.map(\.description).joined(separator: "\n").utf8) }

    package init(encoded: [UInt8]) {
        patterns = String(decoding: encoded, as: UTF8.self).split(separator: "\n").map { NamespacePattern(String($0)) }
    }
}

extension NamespaceScope? {
    /// No scope allows everything.
    package func allows(_ namespace: ByteString) -> Bool { self.map { $0.allows(namespace) } ?? true }
}
