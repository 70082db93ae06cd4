public import JSONBytes

/// The run that started this one, and the run at the top of the hierarchy.
///
/// Old producers send the same object under `parentRun`. A quarter of real runs carry it on START only.
/// - Source: OpenLineage `spec/facets/ParentRunFacet.json`, version 1-2-0.
public struct ParentRunFacet: TypedFacet {
    public static let key: StaticString = "parent"
    public static let file: StaticString = "ParentRunFacet.json"
    public static let version: StaticString = "1-2-0"
    public static let aliases: [StaticString] = ["parentRun"]
    public static let entity = FacetEntity.run
    public static let members: [FacetMember] = [
        .required("run", runShape),
        .required("job", jobShape),
        .optional("root", .object([.required("run", runShape), .required("job", jobShape)])),
    ]

    /// Id of the parent run.
    public var runID: RunID?
    /// Job of the parent run; nil unless it has both namespace and name.
    public var job: JobID?
    /// The run at the top; nil if the producer does not say.
    public var root: RootRun?
    /// Facets of the parent run, if the producer repeats them.
    public var runFacets: FacetSet
    /// Facets of the parent job, if the producer repeats them.
    public var jobFacets: FacetSet

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        runID = json["run"]?.runID
        job = json["job"]?.jobID
        root = json["root"].flatMap(RootRun.init(json:))
        runFacets = FacetSet(json["run"]?["facets"])
        jobFacets = FacetSet(json["job"]?["facets"])
    }
}

extension ParentRunFacet {
    private static let runShape: FacetShape = .object([.required("runId", .uuid), .optional("facets", .map(.any))])
    private static let jobShape: FacetShape = .object([
        .required("namespace", .text), .required("name", .text), .optional("facets", .map(.any)),
    ])

    /// The run at the top of a hierarchy.
    public struct RootRun: Sendable {
        public var runID: RunID?
        public var job: JobID?
        public var runFacets: FacetSet
        public var jobFacets: FacetSet

        init?(json: JSONValue) {
            guard json.kind == .object else { return nil }
            runID = json["run"]?.runID
            job = json["job"]?.jobID
            runFacets = FacetSet(json["run"]?["facets"])
            jobFacets = FacetSet(json["job"]?["facets"])
        }
    }
}
