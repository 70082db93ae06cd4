package import GraphEngine
import JSONBytes
package import OpenLineage
import SQLDatabase

/// When two names were one dataset, and who said so, as a step function of time.
package struct AliasTimeline: Sendable, Equatable {
    package struct Step: Sendable, Equatable {
        /// Event time of the facet, or receipt time of the decision, from which on it holds, ns.
        package var time: Int64
        /// `reported`: a `symlinks` facet says so; `declared`: a person accepted it; empty: nobody does.
        package var flags: EdgeFlags
    }

    /// What a person decided about two names.
    struct Decision {
        var seq: Int64
        /// ns.
        var time: Int64
        var isAccepted: Bool
    }

    /// Ascending, neighbours differ; before the first step the names are not linked.
    package private(set) var steps: [Step] = []

    /// - Parameters:
    ///   - symlinks: whether the facet names the alias from a time on, ascending.
    ///   - decisions: those about the pair; of those received by an instant the last one of the log counts.
    init(symlinks: [(time: Int64, isNamed: Bool)], decisions: [Decision]) {
        for time in Set(symlinks.map(\.time) + decisions.map(\.time)).sorted() {
            var flags: EdgeFlags = []
            if symlinks.last(where: { $0.time <= time })?.isNamed ?? false { flags.insert(.reported) }
            let decision = decisions.filter { $0.time <= time }.max { $0.seq < $1.seq }
            if decision?.isAccepted ?? false { flags.insert(.declared) }
            if flags != steps.last?.flags ?? [] { steps.append(Step(time: time, flags: flags)) }
        }
    }

    /// The step that holds at `time`; nil: the names had never been linked by then.
    package func step(at time: Int64) -> Step? { steps.last { $0.time <= time } }
}

extension ObservationReader {
    /// The names that a dataset was ever linked to, by its own `symlinks` facet or by decisions about pairs of which it is
    /// the first, with their histories.
    package func aliasTimelines(of entity: Int64, own: DatasetID) throws -> [DatasetID: AliasTimeline] {
        let steps = try aliasSteps(of: entity, own: own)
        var decisions: [DatasetID: [AliasTimeline.Decision]] = [:]
        try connection.query(
            """
            SELECT namespace.name, entity.name, alias_rule.seq, alias_rule.time, alias_rule.is_accepted
            FROM alias_rule JOIN entity ON entity.id = alias_rule.second
                JOIN namespace ON namespace.id = entity.namespace
            WHERE alias_rule.first = ?1
            """, [.integer(entity)]
        ) { row in
            let name = DatasetID(namespace: ByteString(bytes: row.blob(0)), name: ByteString(bytes: row.blob(1)))
            decisions[name, default: []].append(
                AliasTimeline.Decision(seq: row.int(2), time: row.int(3), isAccepted: row.int(4) == 1))
            return true
        }
        var result: [DatasetID: AliasTimeline] = [:]
        for name in Set(steps.flatMap(\.aliases)).union(decisions.keys) {
            let timeline = AliasTimeline(
                symlinks: steps.map { ($0.time, $0.aliases.contains(name)) }, decisions: decisions[name] ?? [])
            if !timeline.steps.isEmpty { result[name] = timeline }
        }
        return result
    }
}
