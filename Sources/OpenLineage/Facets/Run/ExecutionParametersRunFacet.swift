public import JSONBytes

/// The parameters a run was started with.
///
/// - Source: OpenLineage `spec/facets/ExecutionParametersRunFacet.json`, version 1-0-0.
public struct ExecutionParametersRunFacet: TypedFacet, Hashable {
    public static let key: StaticString = "executionParameters"
    public static let file: StaticString = "ExecutionParametersRunFacet.json"
    public static let version: StaticString = "1-0-0"
    public static let entity = FacetEntity.run
    public static let members: [FacetMember] = [
        .optional("parameters", .list(ExecutionParameter.shape))
    ]

    /// In the order sent; entries without a key are left out.
    public var parameters: [ExecutionParameter]

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        parameters = json.list("parameters", ExecutionParameter.init(json:)) ?? []
    }
}

/// One parameter of a run.
public struct ExecutionParameter: Hashable, Sendable {
    /// Unique name of the parameter.
    public var key: ByteString
    /// Name for people.
    public var name: String?
    public var description: String?
    public var value: String?

    static let shape: FacetShape = .object([
        .required("key", .text), .optional("name", .text), .optional("description", .text), .optional("value", .text),
    ])

    init?(json: JSONValue) {
        guard let key = json.name("key") else { return nil }
        self.key = key
        name = json.text("name")
        description = json.text("description")
        value = json.text("value")
    }
}
