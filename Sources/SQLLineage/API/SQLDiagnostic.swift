/// Something that the analysis wants said about the text.
public struct SQLDiagnostic: Sendable, Hashable {
    /// What it is about. The raw value is stable.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A string, comment or quoted name has no end.
        case unterminated
        /// A template expression was left in the text.
        case template
        /// Text could not be read and was skipped; tables in it were still collected.
        case syntax
        /// The head of a statement is not known; its tables were collected by looking for FROM, JOIN and INTO.
        case unknownStatement
        /// Nesting or size is beyond what is followed.
        case limit
        /// No source has the column.
        case unknownColumn
        /// Several sources may have the column.
        case ambiguousColumn
        /// Several sources whose columns are not known may have the column.
        case candidates
        /// No source has the qualifier.
        case unknownQualifier
        /// The branches of a set operation have different numbers of columns.
        case columnCount
        /// A star stands for columns that are not known.
        case openStar
    }

    /// How much it matters.
    public enum Severity: String, Sendable, Hashable {
        /// Lineage may be missing.
        case error
        /// Lineage is as good as the text allows.
        case warning
    }

    public let code: Code
    public let severity: Severity
    public let message: String
    /// Byte offsets into the UTF-8 text.
    public let range: Range<Int>
}
