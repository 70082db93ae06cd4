public import JSONBytes

/// Measurements of a dataset's content, which the specification knows as a dataset facet and as an input facet.
public struct DataQualityMetrics: Hashable, Sendable {
    /// Number of rows.
    public var rowCount: Int64?
    /// Size in bytes.
    public var bytes: Int64?
    /// Number of files.
    public var fileCount: Int64?
    /// When the data last changed.
    public var lastUpdated: EventTime?
    /// One entry for each column measured, in the order sent.
    public var columnMetrics: [ColumnMetrics]

    static let members: [FacetMember] = [
        .optional("rowCount", .integer), .optional("bytes", .integer), .optional("fileCount", .integer),
        .optional("lastUpdated", .time), .required("columnMetrics", .map(ColumnMetrics.shape)),
    ]

    init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        rowCount = json.integer("rowCount")
        bytes = json.integer("bytes")
        fileCount = json.integer("fileCount")
        lastUpdated = json.time("lastUpdated")
        columnMetrics = json.entries("columnMetrics", ColumnMetrics.init)
    }
}

/// Measurements of one column; numbers that are not finite are nil.
public struct ColumnMetrics: Hashable, Sendable {
    public var column: ByteString
    /// Number of rows without a value.
    public var nullCount: Int64?
    /// Number of different values.
    public var distinctCount: Int64?
    /// Sum of the values.
    public var sum: Double?
    /// Number of values; the specification makes it a number rather than an integer.
    public var count: Double?
    public var min: Double?
    public var max: Double?
    /// Values at quantiles; the names are the quantiles, for example `0.25`.
    public var quantiles: [NamedNumber]

    static let shape: FacetShape = .object([
        .optional("nullCount", .integer), .optional("distinctCount", .integer), .optional("sum", .number),
        .optional("count", .number), .optional("min", .number), .optional("max", .number),
        .optional("quantiles", .map(.number)),
    ])

    init?(_ column: ByteString, _ json: JSONValue) {
        guard json.kind == .object else { return nil }
        self.column = column
        nullCount = json.integer("nullCount")
        distinctCount = json.integer("distinctCount")
        sum = json.number("sum")
        count = json.number("count")
        min = json.number("min")
        max = json.number("max")
        quantiles = json.entries("quantiles", NamedNumber.init)
    }
}
