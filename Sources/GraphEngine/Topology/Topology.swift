/// Vertices, edges, their adjacency and the recent past, without any locking.
///
/// Sketch for 1 million vertices and 3 million edges: 32 MB vertices, 168 MB records, 2 × 24 MB adjacency,
/// 16 MB index: 264 MB, of which a walk touches 8 bytes an entry and one record for each.
struct Topology: ~Copyable {
    var vertices: RawBuffer<VertexRecord>
    private(set) var vertexCount = 0
    var edges: RawBuffer<EdgeRecord>
    /// Records in use or free, that is, the end of the table.
    var edgeSlots = 0
    /// First free record, as index + 1.
    var edgeFree: UInt32 = 0
    var edgesPresent = 0
    var out: AdjacencyArena
    var `in`: AdjacencyArena
    var index: EdgeIndex
    var undo = UndoLog()
    /// Log position of the newest change.
    var head: UInt64

    init(vertexCapacity: Int, edgeCapacity: Int, head: UInt64) {
        vertices = RawBuffer(capacity: vertexCapacity)
        edges = RawBuffer(capacity: edgeCapacity)
        out = AdjacencyArena(capacity: edgeCapacity)
        `in` = AdjacencyArena(capacity: edgeCapacity)
        index = EdgeIndex(edgeCapacity: edgeCapacity)
        self.head = head
    }

    /// Bytes in use, without what the allocator holds in reserve.
    var byteCount: Int {
        vertexCount * MemoryLayout<VertexRecord>.stride + edgeSlots * MemoryLayout<EdgeRecord>.stride
            + out.byteCount + `in`.byteCount + index.byteCount + undo.byteCount
    }

    // MARK: Changing

    mutating func apply(_ changes: [GraphChange], position: UInt64, at time: ContinuousClock.Instant) {
        let recorded = undo.count
        for change in changes {
            switch change {
            case .vertex(let vertex, let kind):
                makeRoom(for: vertex)
                vertices.base[Int(vertex)].kind = kind.rawValue
            case .put(let edge):
                put(edge, position)
            case .remove(let from, let to, let owner, let kind):
                remove(EdgeKey(from: from, to: to, owner: owner, kind: kind), position)
            }
        }
        if undo.count > recorded { undo.commit(position, at: time) }
        head = position
    }

    /// Forgets former states; edges that are absent now and in all that is left give their place back.
    mutating func dropUndo(through position: UInt64) {
        for edge in undo.drop(through: position) {
            edges.base[Int(edge)].bits.remove(.hasUndo)
            if !edges.base[Int(edge)].bits.contains(.present) { unlink(edge) }
        }
    }

    private mutating func put(_ edge: GraphEdge, _ position: UInt64) {
        let state = EdgeState(edge)
        let record = findOrAdd(edge)
        if record.isNew { link(record.edge) }
        let former = record.isNew ? EdgeState.absent : edges.base[Int(record.edge)].state
        guard former != state else { return }
        change(record.edge, from: former, to: state, position)
    }

    private mutating func remove(_ key: EdgeKey, _ position: UInt64) {
        guard let found = index.find(key, in: edges.base) else { return }
        let former = edges.base[Int(found)].state
        guard former.isPresent else { return }
        change(found, from: former, to: .absent, position)
    }

    private mutating func change(_ edge: UInt32, from former: EdgeState, to state: EdgeState, _ position: UInt64) {
        undo.record(edge, former: former, at: position)
        edges.base[Int(edge)].state = state
        edges.base[Int(edge)].bits.insert(.hasUndo)
        edgesPresent += (state.isPresent ? 1 : 0) - (former.isPresent ? 1 : 0)
    }

    // MARK: Linking

    /// Makes sure that the vertex exists.
    mutating func makeRoom(for vertex: UInt32) {
        let count = Int(vertex) + 1
        guard count > vertexCount else { return }
        vertices.grow(toHold: count)
        (vertices.base + vertexCount).initialize(repeating: VertexRecord(), count: count - vertexCount)
        vertexCount = count
    }

    /// Finds the record of the edge, or adds it to the table and the index and makes sure that its vertices exist.
    mutating func findOrAdd(_ edge: GraphEdge) -> (edge: UInt32, isNew: Bool) {
        let free = edgeFree != 0 ? edgeFree - 1 : UInt32(edgeSlots)
        if let found = index.findOrInsert(edge.key, free, in: edges.base) { return (found, false) }
        guard edgeFree != 0 else { return (appendRecord(edge), true) }
        makeRoom(for: max(edge.from, edge.to, edge.owner))
        learnKinds(edge)
        edgeFree = edges.base[Int(free)].ownedNext
        edges.base[Int(free)] = EdgeRecord(edge)
        return (free, true)
    }

    /// Adds a record at the end of the table and makes sure that its vertices exist.
    mutating func appendRecord(_ edge: GraphEdge) -> UInt32 {
        makeRoom(for: max(edge.from, edge.to, edge.owner))
        learnKinds(edge)
        precondition(edgeSlots < Int(UInt32.max) - 1, "The graph has more than 2^32 edges")
        edges.grow(toHold: edgeSlots + 1)
        edges.base[edgeSlots] = EdgeRecord(edge)
        edgeSlots += 1
        return UInt32(edgeSlots - 1)
    }

    /// Puts the record at the head of the list of its owner.
    mutating func linkOwner(_ edge: UInt32) {
        let owner = Int(edges.base[Int(edge)].owner)
        let next = vertices.base[owner].ownedFirst
        edges.base[Int(edge)].ownedNext = next
        edges.base[Int(edge)].ownedPrevious = 0
        if next != 0 { edges.base[Int(next - 1)].ownedPrevious = edge + 1 }
        vertices.base[owner].ownedFirst = edge + 1
    }

    private mutating func link(_ edge: UInt32) {
        linkAdjacency(edge)
        linkOwner(edge)
    }

    /// Appends the record to the lists of its two ends.
    mutating func linkAdjacency(_ edge: UInt32) {
        let (from, to) = (edges.base[Int(edge)].from, edges.base[Int(edge)].to)
        let outSlot = out.append(AdjacencyEntry(other: to, edge: edge), to: &vertices.base[Int(from)].out)
        let inSlot = `in`.append(AdjacencyEntry(other: from, edge: edge), to: &vertices.base[Int(to)].in)
        edges.base[Int(edge)].outSlot = outSlot
        edges.base[Int(edge)].inSlot = inSlot
    }

    private mutating func unlink(_ edge: UInt32) {
        let record = edges.base[Int(edge)]
        index.remove(record.key, edge)
        if let moved = out.remove(record.outSlot, from: &vertices.base[Int(record.from)].out) {
            edges.base[Int(moved.edge)].outSlot = record.outSlot
        }
        if let moved = `in`.remove(record.inSlot, from: &vertices.base[Int(record.to)].in) {
            edges.base[Int(moved.edge)].inSlot = record.inSlot
        }
        if record.ownedPrevious != 0 {
            edges.base[Int(record.ownedPrevious - 1)].ownedNext = record.ownedNext
        } else {
            vertices.base[Int(record.owner)].ownedFirst = record.ownedNext
        }
        if record.ownedNext != 0 { edges.base[Int(record.ownedNext - 1)].ownedPrevious = record.ownedPrevious }
        edges.base[Int(edge)].bits = []
        edges.base[Int(edge)].ownedNext = edgeFree
        edgeFree = edge + 1
    }

    /// A vertex whose kind the catalog has not told yet gets it from its edges.
    private mutating func learnKinds(_ edge: GraphEdge) {
        let (from, to): (VertexKind, VertexKind) =
            switch edge.kind {
            case .input: (.dataset, .job)
            case .output: (.job, .dataset)
            case .derivation, .product, .alias: (.dataset, .dataset)
            case .flow: (.job, .job)
            }
        if vertices.base[Int(edge.from)].kind == 0 { vertices.base[Int(edge.from)].kind = from.rawValue }
        if vertices.base[Int(edge.to)].kind == 0 { vertices.base[Int(edge.to)].kind = to.rawValue }
        if edge.kind == .alias {
            vertices.base[Int(edge.from)].hasAlias = true
            vertices.base[Int(edge.to)].hasAlias = true
        }
    }
}
