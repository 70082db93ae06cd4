public import JSONBytes

/// Tags of a dataset and of its columns.
///
/// - Source: OpenLineage `spec/facets/TagsDatasetFacet.json`, version 1-0-0.
public struct TagsDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "tags"
    public static let file: StaticString = "TagsDatasetFacet.json"
    public static let version: StaticString = "1-0-0"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .optional("tags", .list(Tag.datasetShape))
    ]

    /// In the order sent; entries without a key are left out.
    public var tags: [Tag]

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        tags = json.list("tags", Tag.init(json:)) ?? []
    }
}
