/// Finds the record of an edge key: open addressing with linear probing, 8 bytes a place.
///
/// A place holds 32 bits of the hash beside the record index, so that probing, growing and closing gaps read
/// no records: these lie scattered, and one costs as much as the whole search.
struct EdgeIndex: ~Copyable {
    /// Not private: the compiler (6.3.1) stops at a private type in a noncopyable one that another file holds.
    struct Place: BitwiseCopyable {
        var hash: UInt32
        /// Index + 1 of the record, 0 for a free place.
        var edge: UInt32
    }

    private var places: RawBuffer<Place>
    private var mask: Int
    private(set) var count = 0

    init(edgeCapacity: Int) {
        var size = 64
        while size * 3 < edgeCapacity * 4 { size *= 2 }
        places = RawBuffer(zeroed: size)
        mask = size - 1
    }

    /// The index of records whose keys all differ.
    init(of edges: UnsafeMutablePointer<EdgeRecord>, count: Int) {
        self.init(edgeCapacity: count)
        for edge in 0..<count { put(Place(hash: Self.hash(edges[edge].key), edge: UInt32(edge) + 1)) }
        self.count = count
    }

    var byteCount: Int { places.byteCount }

    func find(_ key: EdgeKey, in edges: UnsafeMutablePointer<EdgeRecord>) -> UInt32? {
        find(key, Self.hash(key), edges)
    }

    /// Finds the record of the key, or takes `edge`, where the caller then writes it.
    mutating func findOrInsert(
        _ key: EdgeKey, _ edge: UInt32, in edges: UnsafeMutablePointer<EdgeRecord>
    ) -> UInt32? {
        let hash = Self.hash(key)
        if let found = find(key, hash, edges) { return found }
        if (count + 1) * 4 > (mask + 1) * 3 { double() }
        put(Place(hash: hash, edge: edge + 1))
        count += 1
        return nil
    }

    /// Removes the record at `edge`, which has the key.
    mutating func remove(_ key: EdgeKey, _ edge: UInt32) {
        var gap = Int(Self.hash(key)) & mask
        while places.base[gap].edge != edge + 1 {
            precondition(places.base[gap].edge != 0, "Edge \(edge) is not in the index")
            gap = (gap + 1) & mask
        }
        // Close the gap with what was pushed past it, so that no marks for deleted places are needed.
        var place = (gap + 1) & mask
        while places.base[place].edge != 0 {
            let home = Int(places.base[place].hash) & mask
            if (place &- home) & mask >= (place &- gap) & mask {
                places.base[gap] = places.base[place]
                gap = place
            }
            place = (place + 1) & mask
        }
        places.base[gap] = Place(hash: 0, edge: 0)
        count -= 1
    }

    private func find(_ key: EdgeKey, _ hash: UInt32, _ edges: UnsafeMutablePointer<EdgeRecord>) -> UInt32? {
        var place = Int(hash) & mask
        while true {
            let found = places.base[place]
            if found.edge == 0 { return nil }
            if found.hash == hash, edges[Int(found.edge - 1)].hasKey(key) { return found.edge - 1 }
            place = (place + 1) & mask
        }
    }

    private mutating func double() {
        let size = mask + 1
        let old = exchange(&places, with: RawBuffer(zeroed: size * 2))
        mask = size * 2 - 1
        for place in 0..<size where old.base[place].edge != 0 { put(old.base[place]) }
    }

    private mutating func put(_ new: Place) {
        var place = Int(new.hash) & mask
        while places.base[place].edge != 0 { place = (place + 1) & mask }
        places.base[place] = new
    }

    private static func hash(_ key: EdgeKey) -> UInt32 {
        var value = (UInt64(key.from) << 32) | UInt64(key.to)
        value = (value ^ (value >> 32)) &* 0x9E37_79B9_7F4A_7C15
        value ^= (UInt64(key.owner) << 3) ^ UInt64(key.kind.rawValue)
        value = (value ^ (value >> 29)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 32)) &* 0x94D0_49BB_1331_11EB
        return UInt32(truncatingIfNeeded: value >> 32)
    }
}
