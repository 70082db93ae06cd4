public import JSONBytes

/// How much a run wrote to an output.
///
/// - Source: OpenLineage `spec/facets/OutputStatisticsOutputDatasetFacet.json`, version 1-0-2.
public struct OutputStatisticsOutputDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "outputStatistics"
    public static let file: StaticString = "OutputStatisticsOutputDatasetFacet.json"
    public static let version: StaticString = "1-0-2"
    public static let entity = FacetEntity.output
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
