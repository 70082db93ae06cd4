import Crypto
import JSONBytes

extension UUIDBytes {
    /// The URL namespace of RFC 9562, section 6.6: `6ba7b811-9dad-11d1-80b4-00c04fd430c8`.
    public static let urlNamespace = UUIDBytes(high: 0x6ba7_b811_9dad_11d1, low: 0x80b4_00c0_4fd4_30c8)

    /// The version-3 UUID of `name` alone, as Java's `UUID.nameUUIDFromBytes` makes it.
    ///
    /// Marquez gives this id to a run whose `runId` is no UUID, with the UTF-8 bytes of the text as name.
    public static func nameBased(_ name: some Sequence<UInt8>) -> UUIDBytes {
        version3(of: Array(name))
    }

    /// The version-3 UUID of `name` in `namespace` (RFC 9562, section 5.3).
    public static func nameBased(_ name: some Sequence<UInt8>, in namespace: UUIDBytes) -> UUIDBytes {
        version3(of: namespace.bytes + Array(name))
    }

    /// A UUID that is a function of `parts` and nothing else, for ids of things that have no id of their own.
    ///
    /// Each part is preceded by its length, so `["ab", "c"]` and `["a", "bc"]` differ. The bits are the first 122 free
    /// ones of the SHA-256 (RFC 9562, version 8). Stored ids depend on this rule: it never changes.
    public static func derived(from parts: some Sequence<[UInt8]>) -> UUIDBytes {
        var bytes: [UInt8] = []
        for part in parts {
            let count = UInt64(part.count)
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: count >> shift))
            }
            bytes += part
        }
        return UUIDBytes(marking: Digest256(hashing: bytes).bytes, version: 8)
    }

    private static func version3(of bytes: [UInt8]) -> UUIDBytes {
        // MD5 is what version 3 is made of; nothing here relies on it being hard to forge.
        UUIDBytes(marking: Array(Insecure.MD5.hash(data: bytes)), version: 3)
    }

    /// The first 16 of `hash` with the version and the variant of RFC 9562 set.
    private init(marking hash: [UInt8], version: UInt64) {
        precondition(hash.count >= 16, "a hash of \(hash.count) bytes is too short for a UUID")
        self.init(high: 0, low: 0)
        for byte in hash[0..<8] { high = high << 8 | UInt64(byte) }
        for byte in hash[8..<16] { low = low << 8 | UInt64(byte) }
        high = high & ~0xf000 | version << 12
        low = low & ~(0b11 << 62) | 0b10 << 62
    }
}
