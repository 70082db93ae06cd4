public import JSONBytes

/// Where the program text of a job is kept.
///
/// - Source: OpenLineage `spec/facets/SourceCodeLocationJobFacet.json`, version 1-1-0.
public struct SourceCodeLocationJobFacet: TypedFacet, Hashable {
    public static let key: StaticString = "sourceCodeLocation"
    public static let file: StaticString = "SourceCodeLocationJobFacet.json"
    public static let version: StaticString = "1-1-0"
    public static let entity = FacetEntity.job
    public static let members: [FacetMember] = [
        .required("type", .text),
        .required("url", .uri),
        .optional("repoUrl", .text),
        .optional("path", .text),
        .optional("version", .text),
        .optional("tag", .text),
        .optional("branch", .text),
        .optional("pullRequestNumber", .text),
    ]

    /// Version control system, for example `git`.
    public var type: String?
    /// Full address of the file.
    public var url: String?
    /// Address of the repository.
    public var repositoryURL: String?
    /// Path in the repository.
    public var path: String?
    /// What identifies the version, for example a commit hash.
    public var version: String?
    /// Tag the version bears.
    public var tag: String?
    /// Branch.
    public var branch: String?
    /// Number of the pull request, as text.
    public var pullRequestNumber: String?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        type = json.text("type")
        url = json.text("url")
        repositoryURL = json.text("repoUrl")
        path = json.text("path")
        version = json.text("version")
        tag = json.text("tag")
        branch = json.text("branch")
        pullRequestNumber = json.text("pullRequestNumber")
    }
}
