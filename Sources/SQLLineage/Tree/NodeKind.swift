/// What a node is. Children are listed in order; those in brackets may be absent.
enum NodeKind: UInt8 {
    // Expressions.
    /// A column; `names` are its parts.
    case column
    /// `*` or `t.*`; `names` is the qualifier. Children: excludes, replaces, renames.
    case star
    /// `(expression).*`. Child: expression.
    case structStar
    /// Something without columns.
    case literal
    /// A variable or parameter; `$1` has its number in `aux`.
    case variable
    /// Operands of any operators, or of one operand with something applied to it.
    case operation
    /// A function; `names` its name, `aux` its `FunctionClass`. Children: arguments, [window], [aggregateFilter].
    case call
    /// Children: [caseOperand], whenArm…, [elseArm].
    case caseExpression
    case caseOperand
    /// Children: condition, result.
    case whenArm
    case elseArm
    /// Child: expression.
    case cast
    /// A query as an operand. Child: query.
    case subquery
    /// Child: query.
    case exists
    /// `names` are the parameters. Child: body.
    case lambda
    /// What stands in OVER ( … ). Children: expressions; `names` may be the name of a window.
    case window
    case aggregateFilter

    // Queries.
    /// Children: [with], body, [orderBy].
    case query
    /// Children: cte….
    case with
    /// `alias` is the name. Children: [columnNames], query.
    case cte
    /// `names` is a list of names.
    case columnNames
    /// Children: branches; `aux` of a branch is its `SetOperator`.
    case setOperation
    /// Children: items and clauses in the order of the text.
    case select
    case items
    /// A projection; `alias` its name. Child: expression.
    case item
    /// A projection with several names in `names`. Child: expression.
    case itemWithNames
    case distinctOn
    case from
    case whereClause
    case groupBy
    case having
    case qualify
    case orderBy
    case connectBy
    case windowClause
    /// SELECT … INTO. Child: table.
    case into
    /// Rows of VALUES. Children: valuesRow….
    case values
    case valuesRow
    /// `query |> operator |> …`. Children: query or from, pipe operators.
    case pipe
    case pipeOperator

    // Tables.
    /// A table by name.
    case table
    /// A query as a table. Child: query, [columnNames].
    case derived
    /// A function as a table. Children: call, [columnNames].
    case tableFunction
    /// Joined tables in parentheses. Children: as in from, [columnNames].
    case joinGroup
    /// `aux` is a `JoinType`. Children: table, [joinOn | joinUsing].
    case join
    case joinOn
    case joinUsing
    /// Children: source, pivotAggregate…, pivotFor…, [groupBy], [columnNames].
    case pivot
    case pivotAggregates
    /// `names`: the columns behind FOR. Children: pivotValue….
    case pivotFor
    /// Children: source, unpivotGroup…, [columnNames].
    case unpivot
    /// `names`: value columns; `alias`: the name column. Children: columns.
    case unpivotGroup
    /// Children: source, measures and other expressions, [columnNames].
    case matchRecognize
    /// A file or stage; the token is its text.
    case location

    // Statements.
    case statement
    case queryStatement
    /// Children: [with], target, [columnNames], [partition], source, [assignments].
    case insert
    case partition
    case update
    /// Children: column, expression.
    case assignment
    case delete
    case merge
    case mergeSource
    case mergeInsert
    /// CREATE TABLE or VIEW. Children: table, [columnNames], [query | likeTable].
    case create
    /// The columns of CREATE TABLE.
    case columnDefinitions
    /// DROP, TRUNCATE, ALTER: children are targets.
    case change
    case rename
    case swap
    /// Data from children `source` to children `target`.
    case transfer
    case transferSource
    case transferTarget
    case use
    /// Expressions and queries that a statement reads without writing.
    case read
    /// Nested queries in text that could not be read.
    case recovered
    /// `names` are variables that the script declares.
    case variables
    case multiInsert
    case multiInsertBranch
    case nothing
}

/// Bits of `Node.flags`.
enum NodeFlag {
    /// On a select, a set operation branch or a call: DISTINCT.
    static let distinct: UInt8 = 1
    /// On a with: RECURSIVE.
    static let recursive: UInt8 = 1
    /// On a table reference: LATERAL, or a function that sees earlier tables.
    static let lateral: UInt8 = 2
    /// On a created table: TEMPORARY.
    static let temporary: UInt8 = 4
    /// On a created table: CREATE VIEW.
    static let view: UInt8 = 8
    /// On a name: a part of it is not known before the statement runs.
    static let unknownName: UInt8 = 16
    /// On a query: its parts could not all be read.
    static let damaged: UInt8 = 32
    /// On a name: it was in quotes or brackets, so it may be a string.
    static let parenthesised: UInt8 = 64
    /// On a projection: its value goes to a variable.
    static let variable: UInt8 = 1
    /// On an insert: columns are matched by name.
    static let byName: UInt8 = 128
}

/// `aux` of a branch of a set operation.
enum SetOperator {
    static let union: UInt16 = 0
    static let intersect: UInt16 = 1
    static let except: UInt16 = 2
    static let byName: UInt16 = 16
    static let distinct: UInt16 = 32
    /// Columns that one side lacks are kept (FULL OUTER … BY NAME) or dropped (INNER … BY NAME).
    static let inner: UInt16 = 64
    static let left: UInt16 = 128
    /// Branches may have different numbers of columns.
    static let uneven: UInt16 = 256
    /// Written as BY POSITION or without a word.
    static let operatorMask: UInt16 = 15
}

/// `aux` of a join.
enum JoinType {
    static let comma: UInt16 = 0
    static let inner: UInt16 = 1
    static let left: UInt16 = 2
    static let right: UInt16 = 3
    static let full: UInt16 = 4
    static let cross: UInt16 = 5
    /// Only columns of the left side come out.
    static let semi: UInt16 = 6
    static let natural: UInt16 = 16
}
