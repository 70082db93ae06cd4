public import JSONBytes

/// The checks that were made of an input and how they ended.
///
/// dbt sends the same list in `facets` and in `inputFacets` of one dataset; it is to be counted once.
/// - Source: OpenLineage `spec/facets/DataQualityAssertionsDatasetFacet.json`, version 1-1-0.
public struct DataQualityAssertionsDatasetFacet: TypedFacet {
    public static let key: StaticString = "dataQualityAssertions"
    public static let file: StaticString = "DataQualityAssertionsDatasetFacet.json"
    public static let version: StaticString = "1-1-0"
    public static let entity = FacetEntity.input
    public static let members: [FacetMember] = [
        .required("assertions", .list(DataQualityAssertion.shape))
    ]

    /// In the order sent.
    public var assertions: [DataQualityAssertion]

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        assertions = json.list("assertions", DataQualityAssertion.init(json:)) ?? []
    }
}

/// One check of a dataset or a column.
public struct DataQualityAssertion: Sendable {
    /// Kind of check, for example `not_null`.
    public var assertion: String?
    /// Whether the check held; nil if that is missing.
    public var success: Bool?
    /// The column that was checked; nil for the whole dataset.
    public var column: ByteString?
    /// What a failure means, for example `error` or `warn`.
    public var severity: String?
    /// Name of the check where it is defined.
    public var name: String?
    public var description: String?
    public var expected: String?
    public var actual: String?
    /// The body of the check, for example its SQL.
    public var content: String?
    /// Language of ``content``.
    public var contentType: String?
    /// Parameters of any type, in the order sent.
    public var params: [NamedValue]

    static let shape: FacetShape = .object([
        .required("assertion", .text), .required("success", .boolean), .optional("column", .text),
        .optional("severity", .text), .optional("name", .text), .optional("description", .text),
        .optional("expected", .text), .optional("actual", .text), .optional("content", .text),
        .optional("contentType", .text), .optional("params", .map(.any)),
    ])

    init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        assertion = json.text("assertion")
        success = json.flag("success")
        column = json.name("column")
        severity = json.text("severity")
        name = json.text("name")
        description = json.text("description")
        expected = json.text("expected")
        actual = json.text("actual")
        content = json.text("content")
        contentType = json.text("contentType")
        params = json.entries("params", NamedValue.init)
    }
}
