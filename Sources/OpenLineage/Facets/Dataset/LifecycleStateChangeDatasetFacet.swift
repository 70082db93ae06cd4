public import JSONBytes

/// What a run did to a dataset as a whole.
///
/// - Source: OpenLineage `spec/facets/LifecycleStateChangeDatasetFacet.json`, version 1-0-1.
public struct LifecycleStateChangeDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "lifecycleStateChange"
    public static let file: StaticString = "LifecycleStateChangeDatasetFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.dataset
    public static let members: [FacetMember] = [
        .required("lifecycleStateChange", .text),
        .optional("previousIdentifier", .identity),
    ]

    /// What was done; nil if the text is none of the specification's.
    public var lifecycleStateChange: LifecycleStateChange?
    /// The name before a RENAME.
    public var previousIdentifier: DatasetID?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        lifecycleStateChange = json.text("lifecycleStateChange").flatMap {
            LifecycleStateChange(rawValue: $0.uppercased())
        }
        previousIdentifier = json["previousIdentifier"]?.datasetID
    }
}

/// What can be done to a dataset as a whole.
public enum LifecycleStateChange: String, Hashable, Sendable, CaseIterable {
    case alter = "ALTER"
    case create = "CREATE"
    case drop = "DROP"
    case overwrite = "OVERWRITE"
    case rename = "RENAME"
    case truncate = "TRUNCATE"
}
