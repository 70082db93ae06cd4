/// How far the analysis follows a text.
enum Limits {
    /// Levels of nested queries, calls and joins; deeper ones are scanned for tables only.
    static let depthMax = 160
    /// Bytes of text that are analysed at once.
    static let textBytesMax = 256 << 20
    /// Base columns of one output column; more are given up with a diagnostic.
    static let edgesPerColumnMax = 20_000
    /// Columns a star is expanded to.
    static let starColumnsMax = 20_000
    /// Diagnostics kept of one text.
    static let diagnosticsMax = 200
    /// Rounds in which a recursive common table expression is evaluated.
    static let recursionRounds = 2
}
