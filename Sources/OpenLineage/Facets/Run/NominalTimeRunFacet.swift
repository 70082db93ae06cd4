public import JSONBytes

/// The span of time a run is for, as its scheduler planned it.
///
/// - Source: OpenLineage `spec/facets/NominalTimeRunFacet.json`, version 1-0-1.
public struct NominalTimeRunFacet: TypedFacet, Hashable {
    public static let key: StaticString = "nominalTime"
    public static let file: StaticString = "NominalTimeRunFacet.json"
    public static let version: StaticString = "1-0-1"
    public static let entity = FacetEntity.run
    public static let members: [FacetMember] = [
        .required("nominalStartTime", .time),
        .optional("nominalEndTime", .time),
    ]

    /// Start of the planned span; nil also if the text is no time.
    public var nominalStartTime: EventTime?
    /// End of the planned span; nil also if the text is no time.
    public var nominalEndTime: EventTime?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        nominalStartTime = json.time("nominalStartTime")
        nominalEndTime = json.time("nominalEndTime")
    }
}
