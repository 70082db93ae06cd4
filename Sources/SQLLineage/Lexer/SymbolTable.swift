/// Names as numbers.
///
/// A *base* symbol is a name in lower case (ASCII). A *variant* is a spelling that the dialect keeps apart from it, as a
/// quoted name in PostgreSQL; it knows its base, so names can be compared with and without case by one comparison.
/// Symbol 0 is no name; symbols below `Keyword.allCases.count` are keywords.
struct SymbolTable {
    /// Symbols that were there before this analysis: keywords and the names of the catalog.
    private let frozen: FrozenSymbols
    private let frozenCount: UInt32
    private var store = SymbolStore()

    init(frozen: FrozenSymbols) {
        self.frozen = frozen
        frozenCount = UInt32(frozen.store.count)
    }

    /// The symbol of a name in any case.
    @inline(__always)
    mutating func base(_ text: UnsafeBufferPointer<UInt8>, hash: UInt32) -> UInt32 {
        let found = frozen.store.find(text, hash: hash, exact: false)
        if found != SymbolStore.missing { return found }
        let own = store.find(text, hash: hash, exact: false)
        if own != SymbolStore.missing { return frozenCount + own }
        return frozenCount + store.add(text, hash: hash, base: UInt32.max, folded: true)
    }

    /// The symbol of exactly this spelling; the base symbol if it has no upper-case letter.
    mutating func exact(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let base = base(text, hash: SymbolStore.hash(text))
        guard text.contains(where: { $0 >= 65 && $0 <= 90 }) else { return base }
        return variant(text, base: base)
    }

    /// The symbol of a spelling that is kept apart from `base`, even if it is in lower case.
    mutating func variant(_ text: UnsafeBufferPointer<UInt8>, base: UInt32) -> UInt32 {
        let hash = SymbolStore.exactHash(text)
        let found = frozen.store.find(text, hash: hash, exact: true)
        if found != SymbolStore.missing { return found }
        let own = store.find(text, hash: hash, exact: true)
        if own != SymbolStore.missing { return frozenCount + own }
        return frozenCount + store.add(text, hash: hash, base: base, folded: false)
    }

    mutating func base(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { base($0, hash: SymbolStore.hash($0)) }
    }

    /// The base symbol of a symbol.
    @inline(__always)
    func lower(_ symbol: UInt32) -> UInt32 {
        symbol < frozenCount ? frozen.store.lower(symbol) : lowerOfOwn(symbol - frozenCount)
    }

    private func lowerOfOwn(_ index: UInt32) -> UInt32 {
        let base = store.bases[Int(index)]
        return base == UInt32.max ? frozenCount + index : base
    }

    func isVariant(_ symbol: UInt32) -> Bool { lower(symbol) != symbol }

    /// The text; a base symbol is in lower case.
    func text(_ symbol: UInt32) -> String {
        symbol < frozenCount ? frozen.store.text(symbol) : store.text(symbol - frozenCount)
    }

    mutating func reset() { store.reset() }
}

/// Symbols that several analyses share.
final class FrozenSymbols: Sendable {
    let store: SymbolStore

    init(store: SymbolStore) { self.store = store }

    static let keywords: FrozenSymbols = FrozenSymbols(store: keywordStore())

    static func keywordStore() -> SymbolStore {
        var store = SymbolStore()
        for keyword in Keyword.allCases {
            var text = keyword.spelling
            _ = text.withUTF8 { store.add($0, hash: SymbolStore.hash($0), base: UInt32.max, folded: true) }
        }
        return store
    }
}

/// A hash table of names by their bytes.
struct SymbolStore: Sendable {
    static let missing = UInt32.max

    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    private var hashes: [UInt32] = []
    fileprivate(set) var bases: [UInt32] = []
    private var slots: [UInt32]

    init() { slots = [UInt32](repeating: 0, count: 64) }

    var count: Int { ends.count }

    /// FNV-1a over the bytes in lower case.
    @inline(__always)
    static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var hash: UInt32 = 2_166_136_261
        for byte in text { hash = hashStep(hash, byte) }
        return hash
    }

    @inline(__always)
    static func hashStep(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
        // Setting the bit folds letters; the few other bytes that it merges are told apart by comparing.
        (hash ^ UInt32(byte | 0x20)) &* 16_777_619
    }

    static func exactHash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var hash: UInt32 = 40_389
        for byte in text { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return hash
    }

    @inline(__always)
    func find(_ text: UnsafeBufferPointer<UInt8>, hash: UInt32, exact: Bool) -> UInt32 {
        let mask = UInt32(truncatingIfNeeded: slots.count - 1)
        var slot = (hash ^ (hash >> 15)) & mask
        while true {
            let entry = slots[Int(slot)]
            if entry == 0 { return SymbolStore.missing }
            let index = Int(entry - 1)
            if hashes[index] == hash, (bases[index] != UInt32.max) == exact, equals(index, text, exact: exact) {
                return entry - 1
            }
            slot = (slot + 1) & mask
        }
    }

    private func equals(_ index: Int, _ text: UnsafeBufferPointer<UInt8>, exact: Bool) -> Bool {
        let start = index == 0 ? 0 : Int(ends[index - 1])
        guard Int(ends[index]) - start == text.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            for position in 0..<text.count {
                let byte = exact ? text[position] : asciiLower(text[position])
                if bytes[start + position] != byte { return false }
            }
            return true
        }
    }

    mutating func add(_ text: UnsafeBufferPointer<UInt8>, hash: UInt32, base: UInt32, folded: Bool) -> UInt32 {
        let index = UInt32(ends.count)
        for byte in text { bytes.append(folded ? asciiLower(byte) : byte) }
        ends.append(UInt32(bytes.count))
        hashes.append(hash)
        bases.append(base)
        if (ends.count + 1) * 2 > slots.count { grow() }
        place(index, hash)
        return index
    }

    private mutating func place(_ index: UInt32, _ hash: UInt32) {
        let mask = UInt32(truncatingIfNeeded: slots.count - 1)
        var slot = (hash ^ (hash >> 15)) & mask
        while slots[Int(slot)] != 0 { slot = (slot + 1) & mask }
        slots[Int(slot)] = index + 1
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 4)
        for index in 0..<ends.count - 1 { place(UInt32(index), hashes[index]) }
    }

    @inline(__always)
    func lower(_ symbol: UInt32) -> UInt32 {
        let base = bases[Int(symbol)]
        return base == UInt32.max ? symbol : base
    }

    func text(_ symbol: UInt32) -> String {
        let start = symbol == 0 ? 0 : Int(ends[Int(symbol) - 1])
        return String(decoding: bytes[start..<Int(ends[Int(symbol)])], as: UTF8.self)
    }

    mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        bases.removeAll(keepingCapacity: true)
        if slots.count > 4096 {
            slots = [UInt32](repeating: 0, count: 256)
        } else {
            for index in slots.indices { slots[index] = 0 }
        }
    }
}

@inline(__always)
func asciiLower(_ byte: UInt8) -> UInt8 {
    byte >= 65 && byte <= 90 ? byte | 0x20 : byte
}
