/// How far the analysis follows a text.
enum Limits {
    /// Levels of nested queries, calls and joins; deeper ones are scanned for tables only.
    static let depthMax = 150
    /// Bytes of text that are analysed at once.
    static let textBytesMax = 256 << 20
    /// Base columns of one output column; more are given up with a diagnostic.
    static let edgesPerColumnMax = 20_000
    /// Columns a star is expanded to.
    static let starColumnsMax = 20_000
    /// Bytes of a name in quotes or brackets.
    static let nameBytesMax = 1024
    /// Opening parentheses that are looked behind for a query.
    static let parenthesesAheadMax = 64
    /// Tokens that are looked through for the body of a routine.
    static let routineHeaderTokensMax = 20_000
    /// Common table expressions of one WITH beyond which they are resolved in order rather than on demand.
    static let commonTablesOnDemandMax = 24
    /// Diagnostics kept of one text.
    static let diagnosticsMax = 200
    /// Rounds in which a recursive common table expression is evaluated.
    static let recursionRounds = 2
}
