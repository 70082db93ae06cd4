public import JSONBytes

/// Environment variables that the producer was told to report.
///
/// - Source: OpenLineage `spec/facets/EnvironmentVariablesRunFacet.json`, version 1-0-0.
public struct EnvironmentVariablesRunFacet: TypedFacet, Hashable {
    public static let key: StaticString = "environmentVariables"
    public static let file: StaticString = "EnvironmentVariablesRunFacet.json"
    public static let version: StaticString = "1-0-0"
    public static let entity = FacetEntity.run
    public static let members: [FacetMember] = [
        .required("environmentVariables", .list(EnvironmentVariable.shape))
    ]

    /// In the order sent; entries without a name are left out.
    public var environmentVariables: [EnvironmentVariable]

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        environmentVariables = json.list("environmentVariables", EnvironmentVariable.init(json:)) ?? []
    }
}

/// One environment variable.
public struct EnvironmentVariable: Hashable, Sendable {
    public var name: ByteString
    /// Nil if it is missing or no text.
    public var value: String?

    static let shape: FacetShape = .object([.required("name", .text), .required("value", .text)])

    init?(json: JSONValue) {
        guard let name = json.name("name") else { return nil }
        self.name = name
        value = json.text("value")
    }
}
