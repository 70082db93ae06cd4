/// The index of a relation.
typealias RelationID = Int32

/// What a query or a table gives: columns in order, and what all of them depend on.
struct Relation {
    /// The first of `count` columns in the resolver's pool.
    var start: Int32 = 0
    var count: Int32 = 0
    /// The base table whose columns these are, or -1.
    var table: Int32 = -1
    /// The catalog entry of the table, or -1 if its columns are not known.
    var catalog: Int32 = -1
    /// Base columns that decide about rows: FILTER, JOIN, GROUP_BY, SORT.
    var indirect: EdgeSetID = 0
    var flags: UInt8 = 0

    /// The relation is a base table; its columns are not in the pool unless a script has defined them.
    static let baseTable: UInt8 = 1
    /// Columns of a base table were defined in the script.
    static let defined: UInt8 = 2
    /// Columns hide nothing: a missing one is an error.
    static let lenient: UInt8 = 4
    /// Any column may be asked for and has no source, as a function's rows.
    static let anyColumn: UInt8 = 8
    /// A function's rows have columns that are not known: its star stays one.
    static let starred: UInt8 = 32
    /// The edges of any column that is asked for are those of the first column.
    static let opaque: UInt8 = 16
}

/// A column of a relation.
struct RelationColumn {
    /// 0 for a column without a name; `star` for all columns of tables that are not known.
    var name: UInt32
    var edges: EdgeSetID
    var isStar = false
}

/// A table, subquery or function in FROM.
struct Source {
    /// The alias, or the last part of the table's name; 0 if there is none.
    var alias: UInt32
    var relation: RelationID
    /// The base table whose name may qualify columns, or -1.
    var table: Int32
    var flags: UInt8 = 0
    /// Where it stands, for rules.
    var node: NodeID = noNode

    /// It came by LEFT JOIN.
    static let leftJoined: UInt8 = 16
    /// A column of it is used outside its own condition.
    static let used: UInt8 = 32
    /// An alias hides the name of the table.
    static let aliased: UInt8 = 1
    /// Only the left side of a semi-join comes out of a star.
    static let hidden: UInt8 = 2
    /// Columns are not merged by name because the other side of a NATURAL JOIN is not known.
    static let naturalOpen: UInt8 = 4
    /// Its columns are found by its name only, as those of `excluded`.
    static let qualifiedOnly: UInt8 = 8
}

/// The names that one SELECT sees.
struct Frame {
    var sources: Range<Int>
    /// Columns that USING or NATURAL merged.
    var merged: Int
    /// The frame around, or -1.
    var parent: Int32
    /// Aliases of projections so far.
    var aliases: Int
    /// The SELECT, for its WINDOW clause.
    var node: NodeID
    /// Aliases may be used in the projections themselves.
    var seesAliases = false
    /// Rows are counted or summed.
    var aggregates = false
    /// Equalities of join conditions.
    var joins: [Join] = []

    /// `source.column = other.…`
    struct Join {
        var source: Int
        var column: UInt32
        var other: Int
        var node: NodeID
    }
}

/// A common table expression in sight.
struct CommonTable {
    var name: UInt32
    var node: NodeID
    /// The one defined before it, or -1.
    var previous: Int32
    /// What it gives, or -1 if nobody asked yet.
    var relation: RelationID = -1
    /// It may refer to itself and, with RECURSIVE, to later ones.
    var recursive = false
    var last: Int32 = -1
    var inProgress = false
    var frame: Int32
}
