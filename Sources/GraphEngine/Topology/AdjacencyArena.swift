/// The adjacency lists of one direction in one block of memory.
///
/// A list lies in one piece, so that a walk reads it forward. A full list moves to a place of twice its size;
/// the place it leaves is given to the next list that needs one of that size.
struct AdjacencyArena: ~Copyable {
    private var entries: RawBuffer<AdjacencyEntry>
    private var used = 0
    /// For each power of two, the offset + 1 of a free place of at least that size; places are chained in `other`.
    private var freeFirst = [UInt32](repeating: 0, count: 33)

    init(capacity: Int) {
        entries = RawBuffer(capacity: capacity)
    }

    var base: UnsafeMutablePointer<AdjacencyEntry> { entries.base }
    var byteCount: Int { used * MemoryLayout<AdjacencyEntry>.stride }

    /// Reserves a place for a list whose length is known.
    mutating func reserve(_ capacity: UInt32) -> AdjacencyList {
        AdjacencyList(offset: place(capacity), count: 0, capacity: capacity)
    }

    /// Appends and returns the slot, counted from the start of the list.
    mutating func append(_ entry: AdjacencyEntry, to list: inout AdjacencyList) -> UInt32 {
        if list.count == list.capacity { relocate(&list) }
        let slot = list.count
        entries.base[Int(list.offset + slot)] = entry
        list.count += 1
        return slot
    }

    /// Removes the entry at `slot`, fills the gap with the last one and returns that, if it is another.
    mutating func remove(_ slot: UInt32, from list: inout AdjacencyList) -> AdjacencyEntry? {
        list.count -= 1
        guard slot != list.count else { return nil }
        let moved = entries.base[Int(list.offset + list.count)]
        entries.base[Int(list.offset + slot)] = moved
        return moved
    }

    private mutating func relocate(_ list: inout AdjacencyList) {
        let capacity = list.capacity == 0 ? 1 : Self.powerOfTwo(above: list.capacity)
        let offset = takeFree(capacity) ?? place(capacity)
        if list.capacity > 0 {
            (entries.base + Int(offset)).update(from: entries.base + Int(list.offset), count: Int(list.count))
            release(list.offset, list.capacity)
        }
        list.offset = offset
        list.capacity = capacity
    }

    private mutating func place(_ capacity: UInt32) -> UInt32 {
        let offset = used
        used += Int(capacity)
        precondition(used <= Int(UInt32.max), "The graph has more than 2^32 adjacency entries")
        entries.grow(toHold: used)
        return UInt32(offset)
    }

    private mutating func takeFree(_ capacity: UInt32) -> UInt32? {
        let sizeClass = capacity.trailingZeroBitCount
        let first = freeFirst[sizeClass]
        guard first != 0 else { return nil }
        freeFirst[sizeClass] = entries.base[Int(first - 1)].other
        return first - 1
    }

    private mutating func release(_ offset: UInt32, _ capacity: UInt32) {
        let sizeClass = 31 - capacity.leadingZeroBitCount
        entries.base[Int(offset)] = AdjacencyEntry(other: freeFirst[sizeClass], edge: .max)
        freeFirst[sizeClass] = offset + 1
    }

    private static func powerOfTwo(above value: UInt32) -> UInt32 {
        1 << UInt32(32 - value.leadingZeroBitCount)
    }
}
