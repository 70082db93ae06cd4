/// How long the records that a commit replaced are kept, for readers at an older position.
///
/// A commit is kept while it is one of the last `commits` or younger than `age`; readers that are still at work hold
/// what they need in any case. Beyond `recordsMax` records the oldest commits go first.
package struct UndoRetention: Sendable {
    package var commits: Int
    package var age: Duration
    package var recordsMax: Int

    package init(commits: Int = 4096, age: Duration = .seconds(10), recordsMax: Int = 1_000_000) {
        self.commits = commits
        self.age = age
        self.recordsMax = recordsMax
    }
}

/// Limits of the graph in memory.
package enum GraphLimits {
    /// How long a reader waits for the graph to reach its position, in milliseconds.
    package static let positionWaitMilliseconds = 5_000
    /// Edge entries that a reader looks at before it lets a waiting writer pass.
    static let entriesPerTurn = 16_384
    /// Out-degree above which the edges of an answer are looked up from their other end, if that is cheaper.
    static let hubDegreeMin = 256
    /// Walk workspaces (one byte per vertex each) that are kept for the next walk.
    static let workspacesKept = 16
}
