public import JSONBytes

/// The whole derivation of a dataset, stated by its producer without a job.
///
/// It stands in dataset events and replaces what an earlier one said. Nothing may be inferred beside it.
/// - Source: OpenLineage `spec/facets/LineageFacet.json`, version 1-0-0.
public struct LineageDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "lineage"
    public static let file: StaticString = "LineageFacet.json"
    public static let version: StaticString = "1-0-0"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .optional("inputs", .list(LineageInput.shape)), .optional("fields", .map(LineageField.shape)),
    ]

    /// Sources of the dataset as a whole; empty says that it has none, nil says nothing.
    public var inputs: [LineageInput]?
    /// Sources of its columns, in the order sent.
    public var fields: [LineageField]
    /// Number of sources that could not be read and so were left out.
    public var unreadableCount: Int

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        inputs = json.list("inputs", LineageInput.init(json:))
        fields = json.entries("fields", LineageField.init)
        unreadableCount = LineageCount.sent(in: json) - LineageCount.read(inputs: inputs, fields: fields)
    }
}
