public import JSONBytes

/// The tests that a run carried out and how they ended.
///
/// Unlike `dataQualityAssertions` it needs no dataset: Airflow's SQL check operators send it without one.
/// - Source: OpenLineage `spec/facets/TestRunFacet.json`, version 1-0-1.
public struct TestRunFacet: TypedFacet {
    public static let key: StaticString = "test"
    public static let file: StaticString = "TestRunFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.run
    public static let members: [FacetMember] = [
        .required("tests", .list(TestExecution.shape))
    ]

    /// In the order sent.
    public var tests: [TestExecution]

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        tests = json.list("tests", TestExecution.init(json:)) ?? []
    }
}

/// One test that a run carried out.
public struct TestExecution: Sendable {
    public var name: ByteString?
    /// `pass`, `fail` or `skip`.
    public var status: String?
    /// What a failure means, for example `error` or `warn`.
    public var severity: String?
    /// Kind of test, for example `not_null`.
    public var type: String?
    public var description: String?
    public var expected: String?
    public var actual: String?
    /// The body of the test, for example its SQL.
    public var content: String?
    /// Language of ``content``.
    public var contentType: String?
    /// Parameters of any type, in the order sent.
    public var params: [NamedValue]

    static let shape: FacetShape = .object([
        .required("name", .text), .required("status", .text), .optional("severity", .text), .optional("type", .text),
        .optional("description", .text), .optional("expected", .text), .optional("actual", .text),
        .optional("content", .text), .optional("contentType", .text), .optional("params", .map(.any)),
    ])

    init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        name = json.name("name")
        status = json.text("status")
        severity = json.text("severity")
        type = json.text("type")
        description = json.text("description")
        expected = json.text("expected")
        actual = json.text("actual")
        content = json.text("content")
        contentType = json.text("contentType")
        params = json.entries("params", NamedValue.init)
    }
}
