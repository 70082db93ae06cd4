/// How a dialect writes names.
enum NameCase {
    /// Unquoted names are lower case, quoted ones keep their spelling.
    case lower
    /// Unquoted names are upper case, quoted ones keep their spelling.
    case upper
    /// All names are compared without case and written in lower case.
    case insensitive
    /// Names of tables keep their spelling, names of columns are written in lower case.
    case tablesAsWritten
    /// All names keep their spelling.
    case asWritten
}

/// What sets a dialect apart. The grammar is one and permissive; these values decide where two dialects read the same text
/// in different ways.
struct DialectTraits: Sendable {
    var nameCase = NameCase.lower
    /// `"x"` is a string.
    var doubleQuoteIsString = false
    /// `[x]` is a name.
    var bracketNames = false
    /// `\'` does not end a string.
    var backslashEscapes = false
    /// `#` starts a comment.
    var hashComments = false
    /// `//` starts a comment.
    var slashComments = false
    /// `#x` and `##x` are names of temporary tables.
    var hashNames = false
    /// `$$ … $$` and `$tag$ … $tag$` are strings.
    var dollarStrings = false
    /// `'''x'''` and `"""x"""` are strings.
    var tripleQuotes = false
    /// `a-b.c` is a name after FROM and its like.
    var dashedNames = false
    /// `@a.b/c` is a stage.
    var stages = false
    /// Words may start with digits.
    var digitNames = false
    /// `q'[x]'` is a string.
    var quoteOperator = false
    /// Comments nest.
    var nestedComments = false
    /// A later projection may use the alias of an earlier one.
    var lateralAliases = false
    /// `x = expression` in a select list names the column.
    var equalsAlias = false
    /// Statements may follow each other without a semicolon.
    var optionalSemicolon = false
    /// A recursive common table expression needs no RECURSIVE.
    var implicitRecursion = false
    /// A bare column in a CASE branch stays IDENTITY (Hive); elsewhere it is a TRANSFORMATION (Spark).
    var identityBranches = false
    /// `:x` after a column is a path into a document.
    var colonPaths = false
    /// `IDENTIFIER('x')` names a table.
    var lambdas = true
    /// In GROUP BY an alias wins over a column.
    var groupByAliasFirst = false
    /// `->` after a column is JSON access, not a lambda.
    var formatClause = false
}

extension SQLDialect {
    var traits: DialectTraits { DialectTables.traits(of: self) }
}

/// The table of differences.
enum DialectTables {
    static func traits(of dialect: SQLDialect) -> DialectTraits {
        switch dialect {
        case .ansi: ansi
        case .postgres, .greenplum, .materialize, .risingwave, .vertica: postgres
        case .redshift: redshift
        case .duckdb: duckdb
        case .snowflake: snowflake
        case .bigquery: bigquery
        case .spark, .databricks: spark
        case .hive: hive
        case .tsql, .fabric: tsql
        case .mysql, .mariadb, .singlestore, .doris, .starrocks: mysql
        case .oracle, .db2, .exasol: oracle
        case .sqlite: sqlite
        case .trino, .presto, .athena, .druid, .drill: trino
        case .clickhouse: clickhouse
        case .teradata: teradata
        case .dremio: dremio
        }
    }

    private static let ansi = DialectTraits(dollarStrings: true)
    private static let postgres = DialectTraits(dollarStrings: true, nestedComments: true, lambdas: false)
    private static let redshift = DialectTraits(
        nameCase: .insensitive, bracketNames: true, hashNames: true, dollarStrings: true, nestedComments: true,
        lateralAliases: true, lambdas: false)
    private static let duckdb = DialectTraits(
        nameCase: .insensitive, dollarStrings: true, nestedComments: true, lateralAliases: true)
    private static let snowflake = DialectTraits(
        nameCase: .upper, backslashEscapes: true, slashComments: true, dollarStrings: true, stages: true,
        lateralAliases: true, implicitRecursion: true, colonPaths: true)
    private static let bigquery = DialectTraits(
        nameCase: .tablesAsWritten, doubleQuoteIsString: true, backslashEscapes: true, hashComments: true,
        tripleQuotes: true, dashedNames: true)
    private static let spark = DialectTraits(
        nameCase: .insensitive, doubleQuoteIsString: true, backslashEscapes: true, digitNames: true,
        lateralAliases: true,
        colonPaths: true)
    private static let hive = DialectTraits(
        nameCase: .insensitive, doubleQuoteIsString: true, backslashEscapes: true, digitNames: true,
        identityBranches: true)
    private static let tsql = DialectTraits(
        nameCase: .insensitive, bracketNames: true, hashNames: true, nestedComments: true, equalsAlias: true,
        optionalSemicolon: true, implicitRecursion: true, lambdas: false)
    private static let mysql = DialectTraits(
        nameCase: .tablesAsWritten, doubleQuoteIsString: true, backslashEscapes: true, hashComments: true,
        digitNames: true)
    private static let oracle = DialectTraits(nameCase: .upper, quoteOperator: true, implicitRecursion: true)
    private static let sqlite = DialectTraits(nameCase: .insensitive, bracketNames: true, implicitRecursion: true)
    private static let trino = DialectTraits(nameCase: .insensitive)
    private static let clickhouse = DialectTraits(
        nameCase: .asWritten, backslashEscapes: true, hashComments: false, dollarStrings: true, digitNames: true,
        lateralAliases: true, formatClause: true)
    private static let teradata = DialectTraits(nameCase: .lower, lateralAliases: true, implicitRecursion: true)
    private static let dremio = DialectTraits(nameCase: .lower)
}
