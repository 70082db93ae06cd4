/// Where a dataset lives; it decides the shape of its names.
enum Platform: Sendable {
    case postgres, snowflake, bigquery, lake, stream

    /// Datasets of one domain mostly live on one platform; sources are operational databases, topics and files.
    static func of(domain: Int, layer: Int) -> Platform {
        switch layer {
        case 0: [.postgres, .stream, .lake, .postgres][domain % 4]
        case 1...4: [.snowflake, .lake, .lake, .bigquery, .postgres, .snowflake, .stream][domain % 7]
        default: [.snowflake, .lake, .bigquery, .postgres, .snowflake][domain % 5]
        }
    }

    /// Namespace and name by the naming rules of OpenLineage.
    func identity(company: String, domain: String, stage: String, table: String) -> (String, String) {
        switch self {
        case .postgres: ("postgres://\(domain)-db.\(company).example.com:5432", "\(domain).\(stage).\(table)")
        case .snowflake: ("snowflake://\(company)-prod", "ANALYTICS.\(domain.uppercased()).\(table.uppercased())")
        case .bigquery: ("bigquery", "\(company)-warehouse.\(domain)_\(stage).\(table)")
        case .lake: ("s3://\(company)-lake-\(stage)", "\(domain)/\(table)")
        case .stream: ("kafka://broker-1.\(company).example.com:9092", "\(domain).\(table)")
        }
    }
}
