public import JSONBytes

/// The system that holds a dataset.
///
/// - Source: OpenLineage `spec/facets/DatasourceDatasetFacet.json`, version 1-0-1.
public struct DatasourceDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "dataSource"
    public static let file: StaticString = "DatasourceDatasetFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .optional("name", .text),
        .optional("uri", .uri),
    ]

    /// Name of the source.
    public var name: ByteString?
    /// Address of the source; Dagster and Feast send file paths.
    public var uri: String?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        name = json.name("name")
        uri = json.text("uri")
    }
}
