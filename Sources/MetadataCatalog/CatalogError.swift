/// A failure of the catalog that is not the caller's input.
package enum CatalogError: Error, CustomStringConvertible, Equatable {
    /// Stored bytes are not what this program writes.
    case damaged(String)
    /// The file holds no catalog, or one of another kind.
    case notACatalog(String)
    /// The folded state was made by other rules; the log is unharmed.
    case foldVersion(found: Int, expected: Int)
    /// A graph or page at a position that is no longer kept.
    case positionGone

    package var description: String {
        switch self {
        case .damaged(let what):
            "The catalog holds \(what). The event log is separate: run `wherefrom verify`, then `wherefrom rebuild`."
        case .notACatalog(let what): what
        case .foldVersion(let found, let expected):
            "The catalog was folded by rules of version \(found), this program has version \(expected). "
                + "The event log is unharmed: run `wherefrom rebuild`."
        case .positionGone: "The state that this answer began with is no longer kept; ask again."
        }
    }
}
