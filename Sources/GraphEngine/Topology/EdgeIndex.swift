/// Finds the record of an edge key: open addressing with linear probing over record indices, 4 bytes a place.
struct EdgeIndex: ~Copyable {
    /// Index + 1 of the record, 0 for a free place.
    private var places: RawBuffer<UInt32>
    private var mask: Int
    private(set) var count = 0

    init(edgeCapacity: Int) {
        var size = 64
        while size * 3 < edgeCapacity * 4 { size *= 2 }
        places = RawBuffer(zeroed: size)
        mask = size - 1
    }

    var byteCount: Int { places.byteCount }

    func find(_ key: EdgeKey, in edges: UnsafeMutablePointer<EdgeRecord>) -> UInt32? {
        var place = Self.hash(key) & mask
        while true {
            let value = places.base[place]
            if value == 0 { return nil }
            if edges[Int(value - 1)].hasKey(key) { return value - 1 }
            place = (place + 1) & mask
        }
    }

    /// Adds the record at `edge`, whose key must not be in the index.
    mutating func insert(_ edge: UInt32, in edges: UnsafeMutablePointer<EdgeRecord>) {
        if (count + 1) * 4 > (mask + 1) * 3 { double(edges) }
        put(edge, edges)
        count += 1
    }

    /// Removes the record at `edge`, whose key must still be readable.
    mutating func remove(_ edge: UInt32, in edges: UnsafeMutablePointer<EdgeRecord>) {
        var gap = Self.hash(edges[Int(edge)].key) & mask
        while places.base[gap] != edge + 1 {
            precondition(places.base[gap] != 0, "Edge \(edge) is not in the index")
            gap = (gap + 1) & mask
        }
        // Close the gap with what was pushed past it, so that no marks for deleted places are needed.
        var place = (gap + 1) & mask
        while places.base[place] != 0 {
            let home = Self.hash(edges[Int(places.base[place] - 1)].key) & mask
            if (place &- home) & mask >= (place &- gap) & mask {
                places.base[gap] = places.base[place]
                gap = place
            }
            place = (place + 1) & mask
        }
        places.base[gap] = 0
        count -= 1
    }

    private mutating func double(_ edges: UnsafeMutablePointer<EdgeRecord>) {
        let size = mask + 1
        let old = exchange(&places, with: RawBuffer(zeroed: size * 2))
        mask = size * 2 - 1
        for place in 0..<size where old.base[place] != 0 {
            put(old.base[place] - 1, edges)
        }
    }

    private mutating func put(_ edge: UInt32, _ edges: UnsafeMutablePointer<EdgeRecord>) {
        var place = Self.hash(edges[Int(edge)].key) & mask
        while places.base[place] != 0 { place = (place + 1) & mask }
        places.base[place] = edge + 1
    }

    private static func hash(_ key: EdgeKey) -> Int {
        var value = (UInt64(key.from) << 32) | UInt64(key.to)
        value = (value ^ (value >> 32)) &* 0x9E37_79B9_7F4A_7C15
        value ^= (UInt64(key.owner) << 3) ^ UInt64(key.kind.rawValue)
        value = (value ^ (value >> 29)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 32)) &* 0x94D0_49BB_1331_11EB
        return Int(truncatingIfNeeded: value >> 20)
    }
}
