public import JSONBytes

/// The part of an input that a run read.
///
/// - Source: OpenLineage `spec/facets/BaseSubsetDatasetFacet.json`, version 1-0-0.
public struct InputSubsetInputDatasetFacet: TypedFacet {
    public static let key: StaticString = "subset"
    public static let file: StaticString = "BaseSubsetDatasetFacet.json"
    public static let version: StaticString = "1-0-0"
    public static let entity = FacetEntity.input
    public static let members: [FacetMember] = [
        .required("inputCondition", SubsetCondition.shape)
    ]

    /// The condition that describes the part; nil if it cannot be read.
    public var inputCondition: SubsetCondition?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        inputCondition = json["inputCondition"].flatMap(SubsetCondition.init(json:))
    }
}
