public import JSONBytes

/// The engine that carried out a run.
///
/// - Source: OpenLineage `spec/facets/ProcessingEngineRunFacet.json`, version 1-1-1.
public struct ProcessingEngineRunFacet: TypedFacet, Hashable {
    public static let key: StaticString = "processing_engine"
    public static let file: StaticString = "ProcessingEngineRunFacet.json"
    public static let version: StaticString = "1-1-1"
    public static let entity = FacetEntity.run
    public static let members: [FacetMember] = [
        .required("version", .text),
        .optional("name", .text),
        .optional("openlineageAdapterVersion", .text),
    ]

    /// Version of the engine.
    public var version: String?
    /// Name of the engine, for example `spark`.
    public var name: String?
    /// Version of the integration that sent the event.
    public var openlineageAdapterVersion: String?

    public init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        version = json.text("version")
        name = json.text("name")
        openlineageAdapterVersion = json.text("openlineageAdapterVersion")
    }
}
