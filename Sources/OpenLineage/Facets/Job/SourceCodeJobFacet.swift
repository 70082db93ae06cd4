public import JSONBytes

/// The program text of a job.
///
/// - Source: OpenLineage `spec/facets/SourceCodeJobFacet.json`, version 1-0-1.
public struct SourceCodeJobFacet: TypedFacet, Hashable {
    public static let key: StaticString = "sourceCode"
    public static let file: StaticString = "SourceCodeJobFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.job
    public static let members: [FacetMember] = [
        .required("language", .text),
        .required("sourceCode", .text),
    ]

    /// Programming language, for example `python`.
    public var language: String?
    /// The text.
    public var sourceCode: String?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        language = json.text("language")
        sourceCode = json.text("sourceCode")
    }
}
