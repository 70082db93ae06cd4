/// The stored form of an edge: 56 bytes, once per edge; the adjacency lists hold its index.
struct EdgeRecord: BitwiseCopyable {
    var from: UInt32
    var to: UInt32
    var owner: UInt32
    var kind: UInt8
    var bits: EdgeBits
    var flags: UInt16
    var since: Int64
    var until: Int64
    var firstSeen: Int64
    /// Place in the list of `from`, and in the list of `to`: so a hub of 100,000 edges loses one without a search.
    var outSlot: UInt32
    var inSlot: UInt32
    /// Neighbours in the list of the owner, as index + 1, 0 for none. `ownedNext` also links the free records.
    var ownedNext: UInt32
    var ownedPrevious: UInt32
}

struct EdgeBits: OptionSet, BitwiseCopyable {
    let rawValue: UInt8
    /// Cleared: removed, or not yet there; the record stays linked while older readers may need it.
    static let present = EdgeBits(rawValue: 1)
    static let hasHistory = EdgeBits(rawValue: 2)
    /// The undo log has former states of this record.
    static let hasUndo = EdgeBits(rawValue: 4)
}

/// The part of a record that a `put` replaces.
struct EdgeState: BitwiseCopyable, Equatable {
    var isPresent: Bool
    var hasHistory: Bool
    var flags: UInt16
    var since: Int64
    var until: Int64
    var firstSeen: Int64

    static let absent = EdgeState(isPresent: false, hasHistory: false, flags: 0, since: 0, until: 0, firstSeen: 0)
}

/// A vertex: 32 bytes.
struct VertexRecord: BitwiseCopyable {
    var out = AdjacencyList()
    var `in` = AdjacencyList()
    /// First edge that the vertex owns, as index + 1, 0 for none.
    var ownedFirst: UInt32 = 0
    var kind: UInt8 = 0
    /// Whether an alias edge was ever linked here; only then must a walk look into both lists.
    var hasAlias = false
}

/// Where the edges of a vertex lie in an arena.
struct AdjacencyList: BitwiseCopyable {
    var offset: UInt32 = 0
    var count: UInt32 = 0
    var capacity: UInt32 = 0
}

/// One entry of an adjacency list.
struct AdjacencyEntry: BitwiseCopyable {
    /// The vertex at the other end.
    var other: UInt32
    /// Index of the edge record.
    var edge: UInt32
}

extension EdgeRecord {
    init(_ edge: borrowing GraphEdge) {
        self.init(
            from: edge.from, to: edge.to, owner: edge.owner, kind: edge.kind.rawValue, bits: [], flags: 0,
            since: 0, until: 0, firstSeen: 0, outSlot: 0, inSlot: 0, ownedNext: 0, ownedPrevious: 0)
        state = EdgeState(edge)
    }

    var state: EdgeState {
        get {
            EdgeState(
                isPresent: bits.contains(.present), hasHistory: bits.contains(.hasHistory), flags: flags,
                since: since, until: until, firstSeen: firstSeen)
        }
        set {
            bits = bits.intersection(.hasUndo)
            if newValue.isPresent { bits.insert(.present) }
            if newValue.hasHistory { bits.insert(.hasHistory) }
            flags = newValue.flags
            since = newValue.since
            until = newValue.until
            firstSeen = newValue.firstSeen
        }
    }

    /// The edge with this state in place of the present one.
    func edge(with state: EdgeState) -> GraphEdge {
        GraphEdge(
            from: from, to: to, owner: owner, kind: EdgeKind(rawValue: kind) ?? .flow,
            flags: EdgeFlags(rawValue: state.flags), since: state.since, until: state.until,
            firstSeen: state.firstSeen, hasHistory: state.hasHistory)
    }

    func hasKey(_ key: EdgeKey) -> Bool {
        from == key.from && to == key.to && owner == key.owner && kind == key.kind.rawValue
    }

    var key: EdgeKey { EdgeKey(from: from, to: to, owner: owner, kind: EdgeKind(rawValue: kind) ?? .flow) }
}

extension EdgeState {
    init(_ edge: borrowing GraphEdge) {
        self.init(
            isPresent: true, hasHistory: edge.hasHistory, flags: edge.flags.rawValue, since: edge.since,
            until: edge.until, firstSeen: edge.firstSeen)
    }
}
