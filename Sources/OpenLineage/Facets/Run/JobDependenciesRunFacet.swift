public import JSONBytes

/// The jobs that a run waits for and that wait for it: control flow, not data flow.
///
/// - Source: OpenLineage `spec/facets/JobDependenciesRunFacet.json`, version 1-0-1.
public struct JobDependenciesRunFacet: TypedFacet, Hashable {
    public static let key: StaticString = "jobDependencies"
    public static let file: StaticString = "JobDependenciesRunFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.run
    public static let members: [FacetMember] = [
        .optional("upstream", .list(JobDependency.shape)),
        .optional("downstream", .list(JobDependency.shape)),
        .optional("trigger_rule", .text),
    ]

    /// Jobs that come before; entries without a job are left out.
    public var upstream: [JobDependency]
    /// Jobs that come after; entries without a job are left out.
    public var downstream: [JobDependency]
    /// When the run may start, for example `ALL_SUCCESS`.
    public var triggerRule: String?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        upstream = json.list("upstream", JobDependency.init(json:)) ?? []
        downstream = json.list("downstream", JobDependency.init(json:)) ?? []
        triggerRule = json.text("trigger_rule")
    }
}

/// One job (and perhaps one run of it) that comes before or after a run.
public struct JobDependency: Hashable, Sendable {
    public var job: JobID
    /// The run, where the dependency is on one.
    public var runID: RunID?
    /// What the dependency is made by, for example `DIRECT_INVOCATION` or `IMPLICIT_DEPENDENCY`.
    public var dependencyType: String?
    /// How the two follow each other, for example `FINISH_TO_START`.
    public var sequenceTriggerRule: String?
    /// Which outcome lets the other go on, for example `EXECUTE_ON_SUCCESS`.
    public var statusTriggerRule: String?

    static let shape: FacetShape = .object([
        .required("job", .identity), .optional("run", .object([.required("runId", .uuid)])),
        .optional("dependency_type", .text), .optional("sequence_trigger_rule", .text),
        .optional("status_trigger_rule", .text),
    ])

    init?(json: JSONValue) {
        guard let job = json["job"]?.jobID else { return nil }
        self.job = job
        runID = json["run"]?.runID
        dependencyType = json.text("dependency_type")
        sequenceTriggerRule = json.text("sequence_trigger_rule")
        statusTriggerRule = json.text("status_trigger_rule")
    }
}
