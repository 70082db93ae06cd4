package import JSONBytes

/// Decodes what is percent-encoded in a request target, once.
package enum PercentCoding {
    /// Returns `bytes` with `%XX` decoded; `+` becomes a space if `plusIsSpace`.
    ///
    /// A `%` that two hexadecimal digits do not follow stays as it is: clients that forget to encode a `%` mean it.
    package static func decode(_ bytes: some Collection<UInt8>, plusIsSpace: Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index != bytes.endIndex {
            let byte = bytes[index]
            let next = bytes.index(after: index)
            if byte == UInt8(ascii: "%"), let (value, after) = escape(in: bytes, at: next) {
                result.append(value)
                index = after
            } else {
                result.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index = next
            }
        }
        return result
    }

    /// Returns `bytes` with everything but unreserved characters percent-encoded, fit for a segment or a query value.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var result: [UInt8] = []
        for byte in bytes {
            if isUnreserved(byte) {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func escape<Bytes: Collection<UInt8>>(
        in bytes: Bytes, at index: Bytes.Index
    ) -> (value: UInt8, after: Bytes.Index)? {
        guard index != bytes.endIndex, let high = value(ofDigit: bytes[index]) else { return nil }
        let second = bytes.index(after: index)
        guard second != bytes.endIndex, let low = value(ofDigit: bytes[second]) else { return nil }
        return ((high << 4) | low, bytes.index(after: second))
    }

    private static func value(ofDigit byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

/// The part of a request target after `?`, decoded: `+` and `%20` are spaces, `%2B` is a plus.
package struct QueryItems: Sendable {
    /// Names and values in the order sent; an item without `=` has an empty value.
    package private(set) var items: [(name: ByteString, value: ByteString)] = []
    /// Whether the query had more items than `Limits.queryItemsMax`.
    package private(set) var isCut = false

    package init() {}

    /// Reads a query, without its `?`.
    package init(parsing query: some Collection<UInt8>) {
        for item in query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            guard items.count < Limits.queryItemsMax else {
                isCut = true
                return
            }
            let parts = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentCoding.decode(parts[0], plusIsSpace: true)
            let value = parts.count > 1 ? PercentCoding.decode(parts[1], plusIsSpace: true) : []
            items.append((ByteString(bytes: name), ByteString(bytes: value)))
        }
    }

    /// The first value sent under `name`.
    package func first(_ name: String) -> ByteString? {
        if items.isEmpty { return nil }
        let wanted = ByteString(name)
        return items.first { $0.name == wanted }?.value
    }

    /// All values sent under `name`, in order.
    package func all(_ name: String) -> [ByteString] {
        if items.isEmpty { return [] }
        let wanted = ByteString(name)
        return items.filter { $0.name == wanted }.map(\.value)
    }
}
