/// How one family of systems names tables, as far as two spellings of one table can be told to be the same.
struct TableFamily: Sendable {
    /// The word for the family in keys and reasons.
    var name: String
    /// Schemes of namespaces, drivers removed.
    var schemes: Set<String>
    /// 3 for `database.schema.table`, 2 for `database.table`.
    var levelCount = 3
    /// Whether names without quotes are the same in any case.
    var foldsCase = false
    /// Whether a file stands for the server.
    var isFile = false
    /// What may be left off the end of the host.
    var hostSuffix: String?

    static let all: [TableFamily] = [
        TableFamily(name: "postgres", schemes: ["postgres", "postgresql"]),
        TableFamily(name: "redshift", schemes: ["redshift"], foldsCase: true),
        TableFamily(name: "mysql", schemes: ["mysql", "mariadb"], levelCount: 2),
        TableFamily(name: "mssql", schemes: ["mssql", "sqlserver"], foldsCase: true),
        TableFamily(name: "oracle", schemes: ["oracle"], foldsCase: true),
        TableFamily(name: "db2", schemes: ["db2", "ibm_db_sa"], foldsCase: true),
        TableFamily(name: "teradata", schemes: ["teradata", "teradatasql"], levelCount: 2, foldsCase: true),
        TableFamily(
            name: "snowflake", schemes: ["snowflake"], foldsCase: true, hostSuffix: ".snowflakecomputing.com"),
        TableFamily(name: "trino", schemes: ["trino"], foldsCase: true),
        TableFamily(name: "clickhouse", schemes: ["clickhouse", "clickhousedb"], levelCount: 2),
        TableFamily(name: "duckdb", schemes: ["duckdb"], foldsCase: true, isFile: true),
    ]

    static let byScheme: [String: TableFamily] = {
        var index: [String: TableFamily] = [:]
        for family in all {
            for scheme in family.schemes { index[scheme] = family }
        }
        return index
    }()
}

/// How one family of stores names paths or topics.
struct PathFamily: Sendable {
    var name: String
    var schemes: Set<String>
    /// Whether a path with and one without leading slash are the same.
    var ignoresLeadingSlash = true
    /// Endings of hosts that may be left off.
    var hostSuffixes: [String] = []

    static let all: [PathFamily] = [
        PathFamily(name: "s3", schemes: ["s3", "s3a", "s3n"]),
        PathFamily(name: "gs", schemes: ["gs", "gcs"]),
        PathFamily(
            name: "abfs", schemes: ["abfs", "abfss", "wasb", "wasbs"],
            hostSuffixes: [".dfs.core.windows.net", ".blob.core.windows.net"]),
        PathFamily(name: "hdfs", schemes: ["hdfs"]),
        PathFamily(name: "dbfs", schemes: ["dbfs"]),
        PathFamily(name: "file", schemes: ["file"], ignoresLeadingSlash: false),
        PathFamily(name: "kafka", schemes: ["kafka"]),
    ]

    static let byScheme: [String: PathFamily] = {
        var index: [String: PathFamily] = [:]
        for family in all {
            for scheme in family.schemes { index[scheme] = family }
        }
        return index
    }()
}
