public import JSONBytes

/// Measurements of an input's content, made by the run that read it.
///
/// - Source: OpenLineage `spec/facets/DataQualityMetricsInputDatasetFacet.json`, version 1-0-3.
public struct DataQualityMetricsInputDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "dataQualityMetrics"
    public static let file: StaticString = "DataQualityMetricsInputDatasetFacet.json"
    public static let version: StaticString = "1-0-3"
    public static let entity = FacetEntity.input
    public static let members = DataQualityMetrics.members

    public var metrics: DataQualityMetrics

    public init?(json: JSONValue) {
        guard let metrics = DataQualityMetrics(json: json) else { return nil }
        self.metrics = metrics
    }
}
