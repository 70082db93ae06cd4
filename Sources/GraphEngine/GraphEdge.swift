/// What a vertex of the graph stands for.
package enum VertexKind: UInt8, Sendable, Hashable {
    case unknown = 0
    case dataset = 1
    case job = 2
}

/// What an edge says; edges point downstream, in the direction in which data flows.
package enum EdgeKind: UInt8, Sendable, Hashable, CaseIterable {
    /// Dataset → job: the job reads the dataset.
    case input = 1
    /// Job → dataset: the job writes the dataset.
    case output = 2
    /// Dataset → dataset: the second is made from the first, by the job (or by the statement of the dataset) that owns it.
    case derivation = 3
    /// Job → job: data or control passes directly.
    case flow = 4
    /// Dataset → dataset: one thing under two names; has no direction.
    case alias = 5
    /// Dataset → dataset: an input and an output of one run that nobody relates further; where a job's runs differ, it
    /// keeps walks from relating the inputs of one run to the outputs of another. Never part of an answer.
    case product = 6
}

/// Properties of an edge that a walk or an answer needs.
package struct EdgeFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Named in the inputs or outputs of an event. Answers of version 1 show only these.
    package static let reported = EdgeFlags(rawValue: 1 << 0)
    /// Stated by a `lineage` facet.
    package static let explicit = EdgeFlags(rawValue: 1 << 1)
    /// Stated by a `columnLineage` facet.
    package static let column = EdgeFlags(rawValue: 1 << 2)
    /// Stated by a JobEvent or a DatasetEvent, so not erased by runs.
    package static let declared = EdgeFlags(rawValue: 1 << 3)
    /// Not stated by anybody: every input of a run taken together with every output.
    package static let assumed = EdgeFlags(rawValue: 1 << 4)
    /// Seen only in runs that did not succeed.
    package static let unconfirmed = EdgeFlags(rawValue: 1 << 5)
    /// On an output edge: the sources of this output are named by derivation edges of the same owner,
    /// so that the inputs of the job must not be multiplied with it.
    package static let paired = EdgeFlags(rawValue: 1 << 6)
}

/// One edge of the graph with its last interval of validity.
///
/// The key of an edge is (`from`, `to`, `owner`, `kind`): two owners may say the same and one may take it back.
package struct GraphEdge: Sendable, Hashable {
    /// The upstream vertex.
    package var from: UInt32
    /// The downstream vertex.
    package var to: UInt32
    /// The job whose observations make the edge; a dataset for the edges of a DatasetEvent and for aliases.
    package var owner: UInt32
    package var kind: EdgeKind
    package var flags: EdgeFlags
    /// Start of the last interval, event time in nanoseconds since 1970 UTC, inclusive.
    package var since: Int64
    /// End of the last interval, exclusive; `.max` while it is open.
    package var until: Int64
    /// Start of the first interval ever; equals `since` if there is one interval.
    package var firstSeen: Int64
    /// Whether there were intervals before `since`; they are read from the database.
    package var hasHistory: Bool

    package init(
        from: UInt32, to: UInt32, owner: UInt32, kind: EdgeKind, flags: EdgeFlags = [],
        since: Int64, until: Int64 = .max, firstSeen: Int64? = nil, hasHistory: Bool = false
    ) {
        self.from = from
        self.to = to
        self.owner = owner
        self.kind = kind
        self.flags = flags
        self.since = since
        self.until = until
        self.firstSeen = firstSeen ?? since
        self.hasHistory = hasHistory
    }

    package var key: EdgeKey { EdgeKey(from: from, to: to, owner: owner, kind: kind) }
}

/// What makes an edge the same edge.
package struct EdgeKey: Sendable, Hashable {
    package var from: UInt32
    package var to: UInt32
    package var owner: UInt32
    package var kind: EdgeKind

    package init(from: UInt32, to: UInt32, owner: UInt32, kind: EdgeKind) {
        self.from = from
        self.to = to
        self.owner = owner
        self.kind = kind
    }
}

/// One change of the topology; a commit is a list of them.
package enum GraphChange: Sendable, Hashable {
    /// The vertex exists and is of this kind.
    case vertex(UInt32, VertexKind)
    /// The edge with this key now has these properties, whether it was there before or not.
    case put(GraphEdge)
    /// The edge with this key was never observed (after a refold or an erasure). Removing an unknown edge does nothing.
    case remove(from: UInt32, to: UInt32, owner: UInt32, kind: EdgeKind)
}
