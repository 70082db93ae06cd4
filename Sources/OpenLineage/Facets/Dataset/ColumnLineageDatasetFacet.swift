public import JSONBytes

/// From which columns the columns of a dataset were made.
///
/// It gives way to a `lineage` facet about the same dataset, and precedes what inputs × outputs would suggest.
/// - Source: OpenLineage `spec/facets/ColumnLineageDatasetFacet.json`, version 1-2-0.
public struct ColumnLineageDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "columnLineage"
    public static let file: StaticString = "ColumnLineageDatasetFacet.json"
    public static let version: StaticString = "1-2-0"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .required("fields", .map(ColumnLineageField.shape)), .optional("dataset", .list(ColumnLineageInput.shape)),
    ]

    /// One entry for each output column, in the order sent.
    public var fields: [ColumnLineageField]
    /// Input columns that bear on every output column, for example those of a filter.
    public var dataset: [ColumnLineageInput]
    /// Number of input columns, anywhere in the facet, that lack a namespace, name or field and so were left out.
    public var unreadableCount: Int

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        fields = json.entries("fields", ColumnLineageField.init)
        dataset = json.list("dataset", ColumnLineageInput.init(json:)) ?? []
        let sent =
            json["fields"]?.uniqueMembers.reduce(0) { sum, member in
                sum + (member.value.kind == .object ? member.value["inputFields"]?.count ?? 0 : 1)
            } ?? 0
        let read = fields.reduce(0) { $0 + $1.inputFields.count }
        unreadableCount = sent - read + (json["dataset"]?.count ?? 0) - dataset.count
    }
}

/// The origin of one output column.
public struct ColumnLineageField: Hashable, Sendable {
    /// The output column.
    public var name: ByteString
    /// In the order sent, duplicates kept.
    public var inputFields: [ColumnLineageInput]
    /// What the deprecated members `transformationType` and `transformationDescription` say about all input columns.
    public var legacyTransformation: Transformation?

    static let shape: FacetShape = .object([
        .required("inputFields", .list(ColumnLineageInput.shape)), .optional("transformationDescription", .text),
        .optional("transformationType", .text),
    ])

    init?(_ name: ByteString, _ json: JSONValue) {
        guard json.kind == .object else { return nil }
        self.name = name
        inputFields = json.list("inputFields", ColumnLineageInput.init(json:)) ?? []
        legacyTransformation = Transformation(
            legacyType: json.name("transformationType"), legacyDescription: json.text("transformationDescription"))
    }
}

/// One input column and what was done with it.
public struct ColumnLineageInput: Hashable, Sendable {
    public var dataset: DatasetID
    public var field: ByteString
    /// Empty if the producer does not say.
    public var transformations: [Transformation]

    static let shape: FacetShape = .object([
        .required("namespace", .text), .required("name", .text), .required("field", .text),
        .optional("transformations", .list(Transformation.shape)),
    ])

    init?(json: JSONValue) {
        guard let dataset = json.datasetID, let field = json.identityText("field") else { return nil }
        self.dataset = dataset
        self.field = field
        transformations = json.list("transformations", Transformation.init(json:)) ?? []
    }
}
