public import JSONBytes

/// Measurements of a dataset's content.
///
/// - Source: OpenLineage `spec/facets/DataQualityMetricsDatasetFacet.json`, version 1-0-0.
public struct DataQualityMetricsDatasetFacet: TypedFacet, Hashable {
    public static let key: StaticString = "dataQualityMetrics"
    public static let file: StaticString = "DataQualityMetricsDatasetFacet.json"
    public static let version: StaticString = "1-0-0"
    public static let entity = FacetEntity.dataset
    public static let members = DataQualityMetrics.members

    public var metrics: DataQualityMetrics

    public init?(json: JSONValue) {
        guard let metrics = DataQualityMetrics(json: json) else { return nil }
        self.metrics = metrics
    }
}
