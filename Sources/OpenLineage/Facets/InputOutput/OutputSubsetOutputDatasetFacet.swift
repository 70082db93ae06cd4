public import JSONBytes

/// The part of an output that a run wrote.
///
/// - Source: OpenLineage `spec/facets/BaseSubsetDatasetFacet.json`, version 1-0-0.
public struct OutputSubsetOutputDatasetFacet: TypedFacet {
    public static let key: StaticString = "subset"
    public static let file: StaticString = "BaseSubsetDatasetFacet.json"
    public static let version: StaticString = "1-0-0"
    public static let entity = FacetEntity.output
    public static let members: [FacetMember] = [
        .required("outputCondition", SubsetCondition.shape)
    ]

    /// The condition that describes the part; nil if it cannot be read.
    public var outputCondition: SubsetCondition?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        outputCondition = json["outputCondition"].flatMap(SubsetCondition.init(json:))
    }
}
