public import JSONBytes

/// Tags of a job.
///
/// - Source: OpenLineage `spec/facets/TagsJobFacet.json`, version 1-0-0.
public struct TagsJobFacet: TypedFacet, Hashable {
    public static let key: StaticString = "tags"
    public static let file: StaticString = "TagsJobFacet.json"
    public static let version: StaticString = "1-0-0"
    public static let entity = FacetEntity.job
    public static let members: [FacetMember] = [
        .optional("tags", .list(Tag.shape))
    ]

    /// In the order sent; entries without a key are left out.
    public var tags: [Tag]

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        tags = json.list("tags", Tag.init(json:)) ?? []
    }
}
