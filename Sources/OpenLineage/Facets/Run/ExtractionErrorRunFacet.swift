public import JSONBytes

/// What a producer could not extract: the lineage of the run is incomplete.
///
/// - Source: OpenLineage `spec/facets/ExtractionErrorRunFacet.json`, version 1-1-2.
public struct ExtractionErrorRunFacet: TypedFacet, Hashable {
    public static let key: StaticString = "extractionError"
    public static let file: StaticString = "ExtractionErrorRunFacet.json"
    public static let version: StaticString = "1-1-2"
    public static let entity = FacetEntity.run
    public static let members: [FacetMember] = [
        .required("totalTasks", .integer),
        .required("failedTasks", .integer),
        .required("errors", .list(ExtractionFailure.shape)),
    ]

    /// Number of tasks that were to be read, for example SQL statements.
    public var totalTasks: Int64?
    /// Number of tasks that could not be read.
    public var failedTasks: Int64?
    /// One entry for each failure.
    public var errors: [ExtractionFailure]

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        totalTasks = json.integer("totalTasks")
        failedTasks = json.integer("failedTasks")
        errors = json.list("errors", ExtractionFailure.init(json:)) ?? []
    }
}

/// One failure of a producer to read a task.
public struct ExtractionFailure: Hashable, Sendable {
    /// The message, for people.
    public var errorMessage: String?
    /// The stack trace of the producer.
    public var stackTrace: String?
    /// The task, for example the text of the SQL statement.
    public var task: String?
    /// Number of the task in order, counted as the producer counts.
    public var taskNumber: Int64?

    static let shape: FacetShape = .object([
        .required("errorMessage", .text), .optional("stackTrace", .text), .optional("task", .text),
        .optional("taskNumber", .integer),
    ])

    init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        errorMessage = json.text("errorMessage")
        stackTrace = json.text("stackTrace")
        task = json.text("task")
        taskNumber = json.integer("taskNumber")
    }
}
