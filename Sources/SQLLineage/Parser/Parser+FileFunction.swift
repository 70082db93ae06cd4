/// Functions in FROM that read files.
extension Parser {
    /// `read_parquet('x', …)`, `s3('x', …)`: a function that reads the file which its first argument names.
    mutating func readFile(_ function: UInt32) -> NodeID? {
        let names: Set<String>
        switch dialect {
        case .duckdb: names = Self.duckFiles
        case .clickhouse: names = Self.clickFiles
        case .databricks: names = ["read_files", "cloud_files"]
        case .starrocks, .doris: names = ["files", "s3", "hdfs", "local"]
        default: return nil
        }
        guard names.contains(symbols.text(function)) else { return nil }
        var file = index + 1
        // `FILES('path' = 's3://…')`
        while file + 2 < tokens.count, tokens[file].kind == .string, tokens[file + 1].kind == .equals {
            let key = stringSymbol(tokens[file])
            let isPath = ["path", "uri"].contains(symbols.text(symbols.lower(key)))
            file += isPath ? 2 : 4
            if isPath { break }
        }
        guard file + 1 < tokens.count, tokens[file].kind == .string,
            tokens[file + 1].kind == .comma || tokens[file + 1].kind == .rightParen
        else { return nil }
        _ = skipBrackets()
        return add(.location, from: file)
    }

    private static let duckFiles: Set<String> = [
        "read_csv", "read_csv_auto", "read_parquet", "parquet_scan", "read_json", "read_json_auto", "read_ndjson",
        "read_ndjson_auto", "read_json_objects", "read_text", "read_blob", "read_xlsx", "delta_scan", "iceberg_scan",
        "st_read", "sniff_csv",
    ]
    private static let clickFiles: Set<String> = [
        "s3", "gcs", "url", "file", "hdfs", "oss", "cosn", "iceberg", "deltalake", "hudi", "s3cluster", "icebergs3",
    ]
}
