public import JSONBytes

/// What kind of dataset this is.
///
/// - Source: OpenLineage `spec/facets/DatasetTypeDatasetFacet.json`, version 1-0-1.
public struct DatasetTypeDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "datasetType"
    public static let file: StaticString = "DatasetTypeDatasetFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .required("datasetType", .text),
        .optional("subType", .text),
    ]

    /// The kind, for example `TABLE`, `VIEW`, `FILE`, `TOPIC`, `STREAM` or `MODEL`.
    public var datasetType: String?
    /// A finer kind, for example `MATERIALIZED` or `EXTERNAL`.
    public var subType: String?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        datasetType = json.text("datasetType")
        subType = json.text("subType")
    }
}
