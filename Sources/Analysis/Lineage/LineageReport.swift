package import GraphEngine
package import JSONBytes
package import MetadataCatalog
package import OpenLineage

/// The answer to a question about lineage: nodes and edges by name, and what is known about their completeness.
package struct LineageReport: Sendable {
    /// Each once; in no particular order.
    package var nodes: [LineageNode] = []
    /// Each pair of ends once for each job that says so.
    package var edges: [LineageEdge] = []
    /// How the text that was asked for became a node; nil if it was one.
    package var resolved: NodeResolution?
    package var completeness = Completeness()

    package init() {}
}

/// A node of a lineage answer.
package struct LineageNode: Sendable {
    package var id: NodeID
    /// What it is by the rules: `job`, `table`, `topic`, `model`, `column`, `run`, …
    package var kind: String
    /// The least number of jobs on a path from the asked node.
    package var depth: Int
    /// Jobs: the job that the newest run was started by.
    package var parent: JobID?
    /// Datasets: its other names in this catalog, ascending.
    package var aliases: [DatasetID] = []
    /// Datasets, where columns were asked for: the columns of its schema.
    package var fields: [SchemaFold.Column]?
    /// Runs: the job that it is a run of.
    package var job: JobID?

    package init(id: NodeID, kind: String, depth: Int) {
        self.id = id
        self.kind = kind
        self.depth = depth
    }
}

/// Why an edge is known; an edge's first one counts most.
package enum EdgeOrigin: UInt8, Sendable, Comparable, CaseIterable {
    case explicit, column, declared, assumed, unconfirmed

    package static func < (left: EdgeOrigin, right: EdgeOrigin) -> Bool { left.rawValue < right.rawValue }

    package var name: String {
        switch self {
        case .explicit: "explicit"
        case .column: "column"
        case .declared: "declared"
        case .assumed: "assumed"
        case .unconfirmed: "unconfirmed"
        }
    }

    /// The origins that the flags of an edge stand for.
    ///
    /// What an event says in words is not assumed, though a run that says less may assume it as well; a JobEvent's
    /// inputs and outputs are declared. What only runs without success say is unconfirmed first of all.
    package static func origins(of flags: EdgeFlags) -> [EdgeOrigin] {
        var result: [EdgeOrigin] = []
        if flags.contains(.explicit) { result.append(.explicit) }
        if flags.contains(.column) { result.append(.column) }
        if flags.contains(.declared) { result.append(.declared) }
        if result.isEmpty { result.append(.assumed) }
        if flags.contains(.unconfirmed) { result.append(.unconfirmed) }
        return ordered(result)
    }

    /// Each origin once, the one that counts most first: from explicit to assumed, but unconfirmed before all of them
    /// unless a declaration says the same.
    package static func ordered(_ origins: [EdgeOrigin]) -> [EdgeOrigin] {
        if origins.count < 2 { return origins }
        var result = Set(origins).sorted()
        if result.last == .unconfirmed, !result.contains(.declared) {
            result.removeLast()
            result.insert(.unconfirmed, at: 0)
        }
        return result
    }
}

/// An edge of a lineage answer, in the direction in which data flows.
package struct LineageEdge: Sendable {
    package var from: NodeID
    package var to: NodeID
    /// Whose observations make it, if that is neither of its ends.
    package var job: JobID?
    /// At least one, the strongest first.
    package var origins: [EdgeOrigin]
    /// Event time of the first event that told it, ns; nil for edges of columns.
    package var firstSeen: Int64?
    /// Event time of the newest event that speaks for it, ns.
    package var lastSeen: Int64?
    /// Columns: every way in which the source influences the target; nil for other edges.
    package var transformations: [Derivation.Transformation]?

    package init(from: NodeID, to: NodeID, job: JobID?, origins: [EdgeOrigin], firstSeen: Int64?, lastSeen: Int64?) {
        self.from = from
        self.to = to
        self.job = job
        self.origins = EdgeOrigin.ordered(origins)
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}

/// How a text became a node.
package struct NodeResolution: Sendable, Equatable {
    package var asked: ByteString
    package var node: ByteString
    /// One sentence for people.
    package var how: String

    package init(asked: ByteString, node: ByteString, how: String) {
        self.asked = asked
        self.node = node
        self.how = how
    }
}

/// What an answer says about itself; the same object in every answer.
package struct Completeness: Sendable {
    /// The instant asked for, ns; nil: the present.
    package var asOf: Int64?
    /// Number of the newest record of the log that the answer follows.
    package var logPosition: Int64 = 0
    /// Chain value of that record, hexadecimal.
    package var logHead = ""
    /// Nodes and edges in the whole answer, also if it was cut. In a cut answer two names of one dataset count twice.
    package var nodes = 0
    package var edges = 0
    package var truncated = false
    /// Edges that nobody stated: inputs taken together with outputs.
    package var assumed = 0
    /// Edges inferred from SQL.
    package var inferred = 0
    /// Statements whose lineage is still to be inferred.
    package var pending = 0
    /// Edges seen only in runs that did not succeed.
    package var unconfirmed = 0
    package var gaps: [LineageGap] = []

    package init() {}
}

/// Something that is known to be missing or doubtful.
package struct LineageGap: Sendable, Hashable, Comparable {
    package enum Kind: String, Sendable {
        /// A job of which no inputs and outputs are known.
        case jobWithoutLineage = "job-without-lineage"
        /// A run that has begun and not ended.
        case runNeverEnded = "run-never-ended"
        /// A column that lineage names and no schema has.
        case columnWithoutSchema = "column-without-schema"
        /// A job between two datasets that does not say which column comes from which.
        case noColumnLineage = "no-column-lineage"
        /// Two names that look like one table.
        case similarNames = "similar-names"
        /// More names of one dataset than are believed.
        case aliasesNotApplied = "aliases-not-applied"
    }

    package var kind: Kind
    package var node: ByteString
    package var message: String

    package init(_ kind: Kind, node: ByteString, _ message: String) {
        self.kind = kind
        self.node = node
        self.message = message
    }

    package static func < (left: LineageGap, right: LineageGap) -> Bool {
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        return left.node == right.node ? left.message < right.message : left.node < right.node
    }
}
