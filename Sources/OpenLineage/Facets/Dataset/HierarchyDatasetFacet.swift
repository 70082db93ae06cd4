public import JSONBytes

/// The containers of a dataset, outermost first.
///
/// - Source: OpenLineage `spec/facets/HierarchyDatasetFacet.json`, version 1-0-0.
public struct HierarchyDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "hierarchy"
    public static let file: StaticString = "HierarchyDatasetFacet.json"
    public static let version: StaticString = "1-0-0"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .required("hierarchy", .list(HierarchyLevel.shape))
    ]

    /// Outermost first; entries without a name are left out.
    public var hierarchy: [HierarchyLevel]

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        hierarchy = json.list("hierarchy", HierarchyLevel.init(json:)) ?? []
    }
}

/// One container, for example a database or a schema.
public struct HierarchyLevel: Hashable, Sendable {
    /// Kind of container, for example `DATABASE`.
    public var type: String?
    public var name: ByteString

    static let shape: FacetShape = .object([.required("type", .text), .required("name", .text)])

    init?(json: JSONValue) {
        guard let name = json.name("name") else { return nil }
        self.name = name
        type = json.text("type")
    }
}
