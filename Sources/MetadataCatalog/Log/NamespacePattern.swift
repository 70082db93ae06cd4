package import JSONBytes

/// A pattern for namespaces: plain bytes, with `*` for any run of bytes, also none.
package struct NamespacePattern: Sendable, Hashable, CustomStringConvertible {
    private let parts: [[UInt8]]
    package let description: String

    package init(_ text: String) {
        description = text
        parts = Array(text.utf8).split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
    }

    /// Whether the whole of `namespace` fits. Linear in its length for each part of the pattern.
    package func matches(_ namespace: ByteString) -> Bool {
        let bytes = namespace.bytes
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return bytes == parts.first }
        guard bytes.count >= first.count + last.count, bytes.starts(with: first),
            bytes.suffix(last.count).elementsEqual(last)
        else { return false }
        var rest = bytes[first.count..<bytes.count - last.count]
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let end = Self.end(of: part, in: rest) else { return false }
            rest = rest[end...]
        }
        return true
    }

    private static func end(of part: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= part.count else { return nil }
        for start in bytes.startIndex...(bytes.endIndex - part.count)
        where bytes[start..<start + part.count].elementsEqual(part) {
            return start + part.count
        }
        return nil
    }
}
