public import JSONBytes

/// The columns of a dataset.
///
/// The list need not be complete: dbt sends only the columns that somebody documented.
/// - Source: OpenLineage `spec/facets/SchemaDatasetFacet.json`, version 1-2-0.
public struct SchemaDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "schema"
    public static let file: StaticString = "SchemaDatasetFacet.json"
    public static let version: StaticString = "1-2-0"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .optional("fields", .list(SchemaField.shape))
    ]

    /// In the order sent; entries without a name are left out and counted in ``unreadableCount``.
    public var fields: [SchemaField]
    /// Number of top-level entries that had no name.
    public var unreadableCount: Int

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        fields = json.list("fields", SchemaField.init(json:)) ?? []
        unreadableCount = (json["fields"]?.count ?? 0) - fields.count
    }
}

/// One column, or one field inside a structured column.
public struct SchemaField: Hashable, Sendable {
    public var name: ByteString
    /// The type in the words of the source system.
    public var type: String?
    public var description: String?
    /// Position among its siblings, counted from 1 by most producers.
    public var ordinalPosition: Int64?
    /// Fields inside this one, for structures, lists and maps.
    public var fields: [SchemaField]

    static let shape: FacetShape = .object([
        .required("name", .text), .optional("type", .text), .optional("description", .text),
        .optional("ordinal_position", .integer), .optional("fields", .list(.lazy { shape })),
    ])

    /// Recursion is bounded by the parser's limit of nesting.
    init?(json: JSONValue) {
        guard let name = json.name("name") else { return nil }
        self.name = name
        type = json.text("type")
        description = json.text("description")
        ordinalPosition = json.integer("ordinal_position")
        fields = json.list("fields", SchemaField.init(json:)) ?? []
    }
}
