public import JSONBytes

/// Other names under which a dataset is known.
///
/// - Source: OpenLineage `spec/facets/SymlinksDatasetFacet.json`, version 1-0-1.
public struct SymlinksDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "symlinks"
    public static let file: StaticString = "SymlinksDatasetFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .optional("identifiers", .list(DatasetSymlink.shape))
    ]

    /// In the order sent; entries without namespace or name are left out.
    public var identifiers: [DatasetSymlink]

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        identifiers = json.list("identifiers", DatasetSymlink.init(json:)) ?? []
    }
}

/// One other name of a dataset.
public struct DatasetSymlink: Hashable, Sendable {
    public var id: DatasetID
    /// Kind of the name, for example `TABLE` or `LOCATION`.
    public var type: String?

    static let shape: FacetShape = .object([
        .required("namespace", .text), .required("name", .text), .required("type", .text),
    ])

    init?(json: JSONValue) {
        guard let id = json.datasetID else { return nil }
        self.id = id
        type = json.text("type")
    }
}
