import GraphEngine

/// A small generator with a seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

/// A graph and its plain reference, changed together by random commits.
struct RandomHistory {
    static let times: Range<Int64> = 0..<40

    let graph: LineageGraph
    private(set) var reference = ReferenceGraph()
    /// The reference after each position.
    private(set) var past: [UInt64: ReferenceGraph] = [:]
    private(set) var position: UInt64 = 0
    var random: SeededGenerator
    let datasets: [UInt32]
    let jobs: [UInt32]

    init(seed: UInt64, datasets: Int, jobs: Int, retention: UndoRetention = UndoRetention()) {
        graph = LineageGraph(vertexCapacity: 0, edgeCapacity: 0, retention: retention)
        random = SeededGenerator(seed: seed)
        self.datasets = (0..<UInt32(datasets)).map { $0 }
        self.jobs = (0..<UInt32(jobs)).map { $0 + UInt32(datasets) }
        var changes: [GraphChange] = []
        for vertex in self.datasets {
            reference.kinds[vertex] = .dataset
            changes.append(.vertex(vertex, .dataset))
        }
        for vertex in self.jobs {
            reference.kinds[vertex] = .job
            changes.append(.vertex(vertex, .job))
        }
        finish(changes)
    }

    var vertices: [UInt32] { datasets + jobs }

    /// Changes up to `count` edges in one commit.
    mutating func commit(_ count: Int) {
        var changes: [GraphChange] = []
        for _ in 0..<Int.random(in: 0...count, using: &random) {
            let known = reference.intervals.keys.sorted { ($0.from, $0.to, $0.owner) < ($1.from, $1.to, $1.owner) }
            let key = Bool.random(using: &random) ? known.randomElement(using: &random) ?? newKey() : newKey()
            if reference.intervals[key] != nil, Int.random(in: 0..<4, using: &random) == 0 {
                reference.intervals[key] = nil
                changes.append(.remove(from: key.from, to: key.to, owner: key.owner, kind: key.kind))
            } else {
                reference.intervals[key] = newIntervals(key)
                changes.append(.put(reference.record(key)!))
            }
        }
        finish(changes)
    }

    mutating func request(onlyReported: Bool? = nil) -> WalkRequest {
        WalkRequest(
            starts: (0..<Int.random(in: 1...2, using: &random)).map { _ in vertices.randomElement(using: &random)! },
            direction: WalkDirection.allCases.randomElement(using: &random)!,
            depthMax: Bool.random(using: &random) ? .max : Int.random(in: 0...4, using: &random),
            nodesMax: Int.random(in: 0..<4, using: &random) == 0 ? Int.random(in: 0...6, using: &random) : .max,
            time: Int64.random(in: Self.times, using: &random),
            onlyReported: Bool.random(using: &random))
    }

    private mutating func finish(_ changes: [GraphChange]) {
        position += UInt64.random(in: 1...3, using: &random)
        graph.apply(changes, position: position)
        past[position] = reference
    }

    private mutating func newKey() -> EdgeKey {
        let kind = EdgeKind.allCases.randomElement(using: &random)!
        let (a, b) = (datasets.randomElement(using: &random)!, datasets.randomElement(using: &random)!)
        let (j, k) = (jobs.randomElement(using: &random)!, jobs.randomElement(using: &random)!)
        switch kind {
        case .input: return EdgeKey(from: a, to: j, owner: Bool.random(using: &random) ? j : k, kind: kind)
        case .output: return EdgeKey(from: j, to: a, owner: Bool.random(using: &random) ? j : k, kind: kind)
        case .derivation, .product:
            return EdgeKey(from: a, to: b, owner: Bool.random(using: &random) ? j : b, kind: kind)
        case .flow: return EdgeKey(from: j, to: k, owner: k, kind: kind)
        case .alias: return EdgeKey(from: a, to: b, owner: a, kind: kind)
        }
    }

    private mutating func newIntervals(_ key: EdgeKey) -> [ReferenceGraph.Interval] {
        var bounds = (0..<2 * Int.random(in: 1...3, using: &random)).map { _ in
            Int64.random(in: Self.times, using: &random)
        }
        bounds.sort()
        var intervals = stride(from: 0, to: bounds.count, by: 2).map { index in
            ReferenceGraph.Interval(since: bounds[index], until: bounds[index + 1], flags: newFlags(key))
        }
        if Bool.random(using: &random) { intervals[intervals.count - 1].until = .max }
        return intervals
    }

    private mutating func newFlags(_ key: EdgeKey) -> EdgeFlags {
        var flags: EdgeFlags = []
        // What an event reports belongs to the job itself.
        let isOwn = key.owner == key.from || key.owner == key.to
        if isOwn, Int.random(in: 0..<3, using: &random) > 0 { flags.insert(.reported) }
        if key.kind == .output, Int.random(in: 0..<3, using: &random) > 0 { flags.insert(.paired) }
        if key.kind == .derivation, key.owner != key.to { flags.remove(.reported) }
        return flags
    }
}

extension RandomHistory {
    /// The reference at a position: that of the last commit up to it.
    func reference(at position: UInt64) -> ReferenceGraph {
        past[past.keys.filter { $0 <= position }.max() ?? 0] ?? ReferenceGraph()
    }
}
