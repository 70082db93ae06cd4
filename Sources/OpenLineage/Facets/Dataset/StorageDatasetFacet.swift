public import JSONBytes

/// How a dataset is stored.
///
/// - Source: OpenLineage `spec/facets/StorageDatasetFacet.json`, version 1-0-1.
public struct StorageDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "storage"
    public static let file: StaticString = "StorageDatasetFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .required("storageLayer", .text),
        .optional("fileFormat", .text),
    ]

    /// Storage layer, for example `iceberg` or `delta`.
    public var storageLayer: String?
    /// File format, for example `parquet`.
    public var fileFormat: String?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        storageLayer = json.text("storageLayer")
        fileFormat = json.text("fileFormat")
    }
}
