/// Structures of runs that count together, each with the newest time at which one of these runs spoke.
///
/// What matters for edges is which structures there are, so runs with equal ones are counted and not listed.
struct StructureGroups: Equatable {
    struct Group: Equatable {
        /// Event time of the newest event of a run of the group, ns.
        var newest: Int64
        /// At least as many as there are.
        var runs: Int
    }

    private(set) var groups: [Int64: Group] = [:]

    init() {}

    init(_ runs: some Sequence<RunSummary>) {
        for run in runs { add(run) }
    }

    mutating func add(_ run: RunSummary) {
        add(run.structure, newest: run.last, runs: 1)
    }

    mutating func add(_ structure: Int64, newest: Int64, runs: Int) {
        guard structure != 0 else { return }
        var group = groups[structure] ?? Group(newest: .min, runs: 0)
        group.newest = max(group.newest, newest)
        group.runs += runs
        groups[structure] = group
    }

    /// Exchanges what a run was for what it is; nil: it does not belong.
    ///
    /// - Parameter newest: looks up the newest time of what is left of a structure's runs; nil: nothing is.
    mutating func replace(
        _ before: RunSummary?, _ after: RunSummary?, newest: (_ structure: Int64) throws -> Int64?
    ) rethrows {
        var unknown: (structure: Int64, former: Int64)?
        if let before, var group = groups[before.structure] {
            group.runs -= 1
            groups[before.structure] = group.runs > 0 ? group : nil
            if group.runs > 0, before.last >= group.newest { unknown = (before.structure, group.newest) }
        }
        if let after { add(after) }
        guard let unknown else { return }
        if let after, after.structure == unknown.structure, after.last >= unknown.former { return }
        let runs = groups[unknown.structure]?.runs ?? 0
        groups[unknown.structure] = try newest(unknown.structure).map { Group(newest: $0, runs: runs) }
    }

    /// Drops the groups in which nobody has spoken since `time`.
    mutating func removeAll(before time: Int64) {
        if groups.values.contains(where: { $0.newest < time }) { groups = groups.filter { $0.value.newest >= time } }
    }

    func contributions(_ layer: Layer) -> [Contribution] {
        groups.map { Contribution(layer: layer, structure: $0.key, lastSeen: $0.value.newest) }
    }
}
