public import JSONBytes

/// The catalogue that a dataset is registered in.
///
/// - Source: OpenLineage `spec/facets/CatalogDatasetFacet.json`, version 1-1-0.
public struct CatalogDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "catalog"
    public static let file: StaticString = "CatalogDatasetFacet.json"
    public static let version: StaticString = "1-1-0"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .required("framework", .text),
        .required("type", .text),
        .required("name", .text),
        .optional("metadataUri", .text),
        .optional("warehouseUri", .text),
        .optional("source", .text),
        .optional("catalogProperties", .map(.text)),
    ]

    /// Table framework, for example `iceberg`.
    public var framework: String?
    /// Kind of catalogue, for example `hive` or `glue`.
    public var type: String?
    /// Name of the catalogue.
    public var name: ByteString?
    /// Address of the catalogue, for example `hive://host:9083`.
    public var metadataURI: String?
    /// Address of the data.
    public var warehouseURI: String?
    /// What the catalogue belongs to, for example `spark`.
    public var source: String?
    /// Further properties, in the order sent; those that are no text are left out.
    public var catalogProperties: [NamedText]

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        framework = json.text("framework")
        type = json.text("type")
        name = json.name("name")
        metadataURI = json.text("metadataUri")
        warehouseURI = json.text("warehouseUri")
        source = json.text("source")
        catalogProperties = json.entries("catalogProperties", NamedText.init)
    }
}
