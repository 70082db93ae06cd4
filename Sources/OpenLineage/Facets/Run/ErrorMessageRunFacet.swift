public import JSONBytes

/// The error that ended a run.
///
/// - Source: OpenLineage `spec/facets/ErrorMessageRunFacet.json`, version 1-0-1.
public struct ErrorMessageRunFacet: TypedFacet, Hashable {
    public static let key: StaticString = "errorMessage"
    public static let file: StaticString = "ErrorMessageRunFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.run
    public static let members: [FacetMember] = [
        .required("message", .text),
        .required("programmingLanguage", .text),
        .optional("stackTrace", .text),
    ]

    /// The message, for people.
    public var message: String?
    /// Language of the program that failed, for example `JAVA`; dbt sends `sql`.
    public var programmingLanguage: String?
    /// The stack trace, if the language has one.
    public var stackTrace: String?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        message = json.text("message")
        programmingLanguage = json.text("programmingLanguage")
        stackTrace = json.text("stackTrace")
    }
}
