public import JSONBytes

/// What kind of job this is and how its events are to be read.
///
/// Marquez insists on `jobType`; the specification does not, and neither do we.
/// - Source: OpenLineage `spec/facets/JobTypeJobFacet.json`, version 2-0-4.
public struct JobTypeJobFacet: TypedFacet, Hashable {
    public static let key: StaticString = "jobType"
    public static let file: StaticString = "JobTypeJobFacet.json"
    public static let version: StaticString = "2-0-4"
    public static let entity = FacetEntity.job
    public static let members: [FacetMember] = [
        .required("processingType", .text),
        .required("integration", .text),
        .optional("jobType", .text),
        .optional("emissionPattern", EmissionPattern.shape),
    ]

    /// `BATCH` or `STREAMING`.
    public var processingType: String?
    /// What sent the event, for example `SPARK` or `DBT`.
    public var integration: String?
    /// The integration's word for the job, for example `TASK` or `MODEL`.
    public var jobType: String?
    /// How the job reports; nil if it does not say.
    public var emissionPattern: EmissionPattern?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        processingType = json.text("processingType")
        integration = json.text("integration")
        jobType = json.text("jobType")
        emissionPattern = json["emissionPattern"].flatMap(EmissionPattern.init(json:))
    }
}

extension JobTypeJobFacet {
    /// Whether the job runs without end.
    public var isStreaming: Bool { processingType?.uppercased() == "STREAMING" }

    /// When a job sends events and what an event holds.
    public struct EmissionPattern: Hashable, Sendable {
        /// `EVENT_BASED` or `PERIODIC`.
        public var eventTrigger: String?
        /// `ACCUMULATIVE` or `COMPLETE_SNAPSHOT`.
        public var eventContentMode: String?
        /// Length of the window that an event reports on, in seconds.
        public var windowSeconds: Int64?

        /// Whether each event holds all datasets, so that it replaces those of earlier events.
        public var isCompleteSnapshot: Bool { eventContentMode?.uppercased() == "COMPLETE_SNAPSHOT" }

        static let shape: FacetShape = .object([
            .required("eventTrigger", .text), .required("eventContentMode", .text),
            .optional("windowDuration", .integer),
        ])

        init?(json: JSONValue) {
            guard json.kind == .object else { return nil }
            eventTrigger = json.text("eventTrigger")
            eventContentMode = json.text("eventContentMode")
            windowSeconds = json.integer("windowDuration")
        }
    }
}
