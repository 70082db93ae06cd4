public import JSONBytes

/// What a dataset is, in words.
///
/// - Source: OpenLineage `spec/facets/DocumentationDatasetFacet.json`, version 1-1-0.
public struct DocumentationDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "documentation"
    public static let file: StaticString = "DocumentationDatasetFacet.json"
    public static let version: StaticString = "1-1-0"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .required("description", .text),
        .optional("contentType", .text),
    ]

    /// The text.
    public var description: String?
    /// MIME type of the text, for example `text/markdown`; plain text if absent.
    public var contentType: String?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        description = json.text("description")
        contentType = json.text("contentType")
    }
}
