public import JSONBytes

/// A tag of a run, a job, a dataset or a column.
/// - Source: OpenLineage `TagsRunFacet.json`, `TagsJobFacet.json` and `TagsDatasetFacet.json`, 1-0-0.
public struct Tag: Hashable, Sendable {
    public var key: ByteString
    /// Nil if it is missing or no text.
    public var value: String?
    /// Where the tag comes from, for example `CONFIG`, `DBT_INTEGRATION` or `USER`.
    public var source: String?
    /// The column that bears the tag; nil for the dataset itself, and for runs and jobs.
    public var field: ByteString?

    static let shape: FacetShape = .object([
        .required("key", .text), .required("value", .text), .optional("source", .text),
    ])
    static let datasetShape: FacetShape = .object([
        .required("key", .text), .required("value", .text), .optional("source", .text), .optional("field", .text),
    ])

    init?(json: JSONValue) {
        guard let key = json.name("key") else { return nil }
        self.key = key
        value = json.text("value")
        source = json.text("source")
        field = json.name("field")
    }
}

/// Somebody who answers for a job or a dataset.
/// - Source: OpenLineage `OwnershipJobFacet.json` and `OwnershipDatasetFacet.json`, 1-0-1.
public struct Owner: Hashable, Sendable {
    /// A person, a team or an application, for example `team:finance`.
    public var name: ByteString
    /// Kind of ownership, for example `MAINTAINER`.
    public var type: String?

    static let shape: FacetShape = .object([.required("name", .text), .optional("type", .text)])

    init?(json: JSONValue) {
        guard let name = json.name("name") else { return nil }
        self.name = name
        type = json.text("type")
    }
}

/// A named piece of text from an object whose keys are data.
public struct NamedText: Hashable, Sendable {
    public var name: ByteString
    public var value: String

    init?(_ name: ByteString, _ json: JSONValue) {
        guard let value = json.string else { return nil }
        self.name = name
        self.value = value
    }
}

/// A named number from an object whose keys are data.
public struct NamedNumber: Hashable, Sendable {
    public var name: ByteString
    /// Finite.
    public var value: Double

    init?(_ name: ByteString, _ json: JSONValue) {
        guard let value = json.finiteDouble else { return nil }
        self.name = name
        self.value = value
    }
}

/// A named value of any type from an object whose keys are data.
public struct NamedValue: Sendable {
    public var name: ByteString
    public var value: JSONValue

    init?(_ name: ByteString, _ json: JSONValue) {
        self.name = name
        value = json
    }
}
