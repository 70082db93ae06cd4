public import JSONBytes

/// The SQL text of a job.
///
/// - Source: OpenLineage `spec/facets/SQLJobFacet.json`, version 1-1-0.
public struct SQLJobFacet: TypedFacet, Hashable {
    public static let key: StaticString = "sql"
    public static let file: StaticString = "SQLJobFacet.json"
    public static let version: StaticString = "1-1-0"
    public static let entity = FacetEntity.job
    public static let members: [FacetMember] = [
        .required("query", .text),
        .optional("dialect", .text),
    ]

    /// The statement or statements.
    public var query: String?
    /// Dialect of SQL, for example `snowflake`.
    public var dialect: String?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        query = json.text("query")
        dialect = json.text("dialect")
    }
}
