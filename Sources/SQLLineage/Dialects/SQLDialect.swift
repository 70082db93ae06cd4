/// A dialect of SQL.
public enum SQLDialect: String, CaseIterable, Sendable, Hashable {
    case ansi, postgres, duckdb, snowflake, bigquery, spark, databricks, hive, redshift, tsql, mysql, mariadb, oracle,
        sqlite
    case trino, presto, athena, clickhouse, teradata, starrocks, doris, db2, exasol, singlestore
    case greenplum, materialize, risingwave, vertica, dremio, drill, druid, fabric

    /// The dialect with a name as tools write it, in any case: `postgresql`, `mssql`, `sparksql`, `pgsql` …
    ///
    /// Nil if the name is not known.
    public init?(name: String) {
        let lower = name.lowercased().filter { $0 != " " && $0 != "-" && $0 != "_" }
        if let dialect = SQLDialect(rawValue: lower) ?? SQLDialect.otherNames[lower] {
            self = dialect
        } else {
            return nil
        }
    }

    private static let otherNames: [String: SQLDialect] = [
        "": .ansi, "generic": .ansi, "sql": .ansi, "postgresql": .postgres, "pgsql": .postgres, "pg": .postgres,
        "cockroachdb": .postgres, "alloydb": .postgres, "mssql": .tsql, "sqlserver": .tsql, "transactsql": .tsql,
        "sybase": .tsql, "synapse": .fabric, "sparksql": .spark, "spark2": .spark, "spark3": .spark,
        "awsathena": .athena,
        "awsathena3": .athena, "bq": .bigquery, "googlebigquery": .bigquery, "prestodb": .presto, "prestosql": .trino,
        "dune": .trino, "memsql": .singlestore, "ibmdb2": .db2, "sqlite3": .sqlite, "tidb": .mysql, "aurora": .mysql,
        "plsql": .oracle, "hiveql": .hive, "impala": .hive, "netezza": .postgres, "yugabyte": .postgres,
        "tableau": .ansi,
        "solr": .ansi, "dummy": .ansi, "nonvalidating": .ansi, "prql": .ansi,
    ]
}
