public import JSONBytes

/// Who answers for a job.
///
/// - Source: OpenLineage `spec/facets/OwnershipJobFacet.json`, version 1-0-1.
public struct OwnershipJobFacet: TypedFacet, Hashable {
    public static let key: StaticString = "ownership"
    public static let file: StaticString = "OwnershipJobFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.job
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
