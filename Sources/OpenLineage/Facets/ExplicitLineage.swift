public import JSONBytes

/// A dataset or job at one end of explicit lineage.
public enum LineageEntity: Hashable, Sendable {
    case dataset(DatasetID)
    case job(JobID)
    /// The job of the event itself: an entity of type JOB without namespace and name.
    case ownJob

    /// Reads `type`, `namespace` and `name`; an entity with a name but no type is a dataset.
    ///
    /// - Returns: nil for another type, for a dataset without namespace or name, and for a job with only one of them.
    init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        let hasNamespace = json["namespace"].map { !$0.isNull } ?? false
        let hasName = json["name"].map { !$0.isNull } ?? false
        let type = json.name("type")
        if type?.isWord("DATASET") ?? true {
            guard let id = json.datasetID else { return nil }
            self = .dataset(id)
        } else if type?.isWord("JOB") ?? false, !hasNamespace, !hasName {
            self = .ownJob
        } else if type?.isWord("JOB") ?? false {
            guard let id = json.jobID else { return nil }
            self = .job(id)
        } else {
            return nil
        }
    }
}

/// One source of explicit lineage.
public struct LineageInput: Hashable, Sendable {
    public var entity: LineageEntity
    /// The source column; nil for the dataset as a whole, and for jobs.
    public var field: ByteString?
    /// The run of a source job, where it is known.
    public var runID: RunID?
    /// Empty if the producer does not say.
    public var transformations: [Transformation]

    static let shape: FacetShape = .object([
        .optional("namespace", .text), .optional("name", .text), .required("type", .text), .optional("field", .text),
        .optional("runId", .uuid), .optional("transformations", .list(Transformation.shape)),
    ])

    init?(json: JSONValue) {
        guard let entity = LineageEntity(json: json) else { return nil }
        self.entity = entity
        field = json.identityText("field")
        runID = json.runID
        transformations = json.list("transformations", Transformation.init(json:)) ?? []
    }
}

/// The sources of one column.
public struct LineageField: Hashable, Sendable {
    /// The column of the target.
    public var name: ByteString
    /// Empty says that the column has no source.
    public var inputs: [LineageInput]

    static let shape: FacetShape = .object([.required("inputs", .list(LineageInput.shape))])

    init?(_ name: ByteString, _ json: JSONValue) {
        guard json.kind == .object else { return nil }
        self.name = name
        inputs = json.list("inputs", LineageInput.init(json:)) ?? []
    }
}

/// One target of explicit lineage with its sources.
public struct LineageEntry: Hashable, Sendable {
    public var target: LineageEntity
    /// The run of a target job, where it is known.
    public var runID: RunID?
    /// Sources of the target as a whole; empty says that it has none, nil says nothing.
    public var inputs: [LineageInput]?
    /// Sources of its columns, in the order sent.
    public var fields: [LineageField]

    static let shape: FacetShape = .object([
        .optional("namespace", .text), .optional("name", .text), .required("type", .text), .optional("runId", .uuid),
        .optional("inputs", .list(LineageInput.shape)), .optional("fields", .map(LineageField.shape)),
    ])

    init?(json: JSONValue) {
        guard let target = LineageEntity(json: json) else { return nil }
        self.target = target
        runID = json.runID
        inputs = json.list("inputs", LineageInput.init(json:))
        fields = json.entries("fields", LineageField.init)
    }
}

/// Counts what a `lineage` facet sent and what could be read of it.
enum LineageCount {
    /// Sources in `inputs` and `fields` of a facet or an entry as sent.
    static func sent(in json: JSONValue) -> Int {
        let fields = json["fields"]?.uniqueMembers.reduce(0) { $0 + max(1, $1.value["inputs"]?.count ?? 0) } ?? 0
        return (json["inputs"]?.count ?? 0) + fields
    }

    /// The same of what was read.
    static func read(inputs: [LineageInput]?, fields: [LineageField]) -> Int {
        (inputs?.count ?? 0) + fields.reduce(0) { $0 + max(1, $1.inputs.count) }
    }
}
