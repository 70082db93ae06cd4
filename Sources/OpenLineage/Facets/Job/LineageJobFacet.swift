public import JSONBytes

/// The complete lineage between the entities that a job tracks, stated by its producer.
///
/// In a job event it is the declared lineage of the job and replaces what an earlier one said; in a run event it is
/// what the run observed, and accumulates. Nothing may be inferred between its targets and the event's inputs.
/// - Source: OpenLineage `spec/facets/LineageFacet.json`, version 1-0-0.
public struct LineageJobFacet: TypedFacet, Hashable {
    public static let key: StaticString = "lineage"
    public static let file: StaticString = "LineageFacet.json"
    public static let version: StaticString = "1-0-0"
    public static let entity = FacetEntity.job
    public static let members: [FacetMember] = [
        .required("entries", .list(LineageEntry.shape))
    ]

    /// In the order sent.
    public var entries: [LineageEntry]
    /// Number of targets and sources that could not be read and so were left out.
    public var unreadableCount: Int

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        entries = json.list("entries", LineageEntry.init(json:)) ?? []
        let sent = json["entries"]?.elements.reduce(0) { $0 + 1 + LineageCount.sent(in: $1) } ?? 0
        let read = entries.reduce(0) { $0 + 1 + LineageCount.read(inputs: $1.inputs, fields: $1.fields) }
        unreadableCount = sent - read
    }
}
