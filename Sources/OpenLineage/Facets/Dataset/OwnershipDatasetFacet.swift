public import JSONBytes

/// Who answers for a dataset.
///
/// - Source: OpenLineage `spec/facets/OwnershipDatasetFacet.json`, version 1-0-1.
public struct OwnershipDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "ownership"
    public static let file: StaticString = "OwnershipDatasetFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .optional("owners", .list(Owner.shape))
    ]

    /// In the order sent; entries without a name are left out.
    public var owners: [Owner]

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        owners = json.list("owners", Owner.init(json:)) ?? []
    }
}
