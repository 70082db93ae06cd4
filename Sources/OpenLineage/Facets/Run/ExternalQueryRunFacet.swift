public import JSONBytes

/// The query in another system that did the work of a run.
///
/// - Source: OpenLineage `spec/facets/ExternalQueryRunFacet.json`, version 1-0-2.
public struct ExternalQueryRunFacet: TypedFacet, Hashable {
    public static let key: StaticString = "externalQuery"
    public static let file: StaticString = "ExternalQueryRunFacet.json"
    public static let version: StaticString = "1-0-2"
    public static let entity = FacetEntity.run
    public static let members: [FacetMember] = [
        .required("externalQueryId", .text),
        .required("source", .text),
    ]

    /// Id of the query in the system that ran it.
    public var externalQueryID: String?
    /// The system, as a URI or a name.
    public var source: String?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        externalQueryID = json.text("externalQueryId")
        source = json.text("source")
    }
}
