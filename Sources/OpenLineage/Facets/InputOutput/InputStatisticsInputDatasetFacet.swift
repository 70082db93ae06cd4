public import JSONBytes

/// How much a run read from an input.
///
/// - Source: OpenLineage `spec/facets/InputStatisticsInputDatasetFacet.json`, version 1-0-0.
public struct InputStatisticsInputDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "inputStatistics"
    public static let file: StaticString = "InputStatisticsInputDatasetFacet.json"
    public static let version: StaticString = "1-0-0"
    public static let entity = FacetEntity.input
    public static let members: [FacetMember] = [
        .optional("rowCount", .integer),
        .optional("size", .integer),
        .optional("fileCount", .integer),
    ]

    /// Number of rows.
    public var rowCount: Int64?
    /// Size in bytes.
    public var size: Int64?
    /// Number of files.
    public var fileCount: Int64?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        rowCount = json.integer("rowCount")
        size = json.integer("size")
        fileCount = json.integer("fileCount")
    }
}
