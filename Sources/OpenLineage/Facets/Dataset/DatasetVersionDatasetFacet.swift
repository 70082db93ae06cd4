public import JSONBytes

/// The version of a dataset in the words of its storage.
///
/// - Source: OpenLineage `spec/facets/DatasetVersionDatasetFacet.json`, version 1-0-1.
public struct DatasetVersionDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "version"
    public static let file: StaticString = "DatasetVersionDatasetFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .required("datasetVersion", .text)
    ]

    /// The version, for example an Iceberg snapshot id.
    public var datasetVersion: ByteString?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        datasetVersion = json.name("datasetVersion")
    }
}
