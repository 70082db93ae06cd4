/// A likely mistake in a statement that can be read well.
public struct SQLFinding: Sendable, Hashable {
    /// What is looked for. The raw value is stable; docs/reference/sql-support.md says more about each.
    public enum Rule: String, Sendable, Hashable, CaseIterable {
        /// A common table expression that nothing reads.
        case unusedCommonTable
        /// A LEFT JOIN of which no column is used: at best it costs time, at worst it repeats rows.
        case unusedJoin
        /// Two tables are joined to one column of a third, then rows are counted or summed: each repeats the other.
        case joinFanOut
        /// SELECT * into a table that exists: a new column in the source breaks the statement or shifts values.
        case starIntoTable
        /// The columns of the source have the names of the target's in another order.
        case positionMismatch
        /// AVG or SUM over values that were cut to whole numbers first.
        case lossyCast
        /// A value that is another one at each run is stored.
        case nonDeterministic
    }

    public let rule: Rule
    public let message: String
    /// Byte offsets into the UTF-8 text.
    public let range: Range<Int>
}
