#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What the parser, the writer and names need to know of UTF-8.
enum UTF8Bytes {
    /// The length of the well-formed sequence of two to four bytes at `at`, 0 if there is none.
    ///
    /// - Source: The Unicode Standard 16, table 3-7 (no surrogates, no overlong forms, nothing above U+10FFFF).
    static func multibyteLength(_ bytes: Span<UInt8>, _ at: Int) -> Int {
        let first = bytes[at]
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard first >= 0xC2, first <= 0xF4, at + length <= bytes.count else { return 0 }
        let second = bytes[at + 1]
        var secondMin: UInt8 = 0x80
        var secondMax: UInt8 = 0xBF
        switch first {
        case 0xE0: secondMin = 0xA0
        case 0xED: secondMax = 0x9F
        case 0xF0: secondMin = 0x90
        case 0xF4: secondMax = 0x8F
        default: break
        }
        guard second >= secondMin, second <= secondMax else { return 0 }
        for index in at + 2..<max(at + 2, at + length) where bytes[index] & 0xC0 != 0x80 { return 0 }
        return length
    }

    /// The UTF-16 unit whose three-byte WTF-8 form stands at `at`, nil if there is none.
    static func surrogate(_ bytes: Span<UInt8>, _ at: Int) -> UInt16? {
        guard at + 3 <= bytes.count, bytes[at] == 0xED, bytes[at + 1] >= 0xA0, bytes[at + 1] <= 0xBF,
            bytes[at + 2] & 0xC0 == 0x80
        else { return nil }
        return 0xD000 | UInt16(bytes[at + 1] & 0x3F) << 6 | UInt16(bytes[at + 2] & 0x3F)
    }

    /// UTF-8 in which each lone surrogate and each byte that belongs to no sequence became U+FFFD.
    static func repaired(_ bytes: Span<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 8)
        var at = 0
        while at < bytes.count {
            let length = bytes[at] < 0x80 ? 1 : multibyteLength(bytes, at)
            if length > 0 {
                result.append(bytes.extracting(at..<at + length))
                at += length
            } else {
                result.append(contentsOf: [0xEF, 0xBF, 0xBD])
                at += surrogate(bytes, at) == nil ? 1 : 3
            }
        }
        return result
    }

    @inline(__always)
    static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        left.count == right.count && order(left, right) == 0
    }

    /// Negative, zero or positive, as `left` stands before, equals or stands behind `right` in the order of bytes.
    @inline(__always)
    static func order(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                if let leftBase = left.baseAddress, let rightBase = right.baseAddress {
                    let order = memcmp(leftBase, rightBase, min(left.count, right.count))
                    if order != 0 { return Int(order) }
                }
                return left.count - right.count
            }
        }
    }
}

extension [UInt8] {
    /// Appends a copy of the bytes.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
