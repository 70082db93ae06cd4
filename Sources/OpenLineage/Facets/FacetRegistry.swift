public import JSONBytes

/// The facets of the specification that have a Swift type.
public enum FacetRegistry {
    /// One facet of the specification.
    public struct Entry: Sendable {
        public let type: any TypedFacet.Type

        /// The key under which the facet stands.
        public var key: String { type.key.description }
        public var entity: FacetEntity { type.entity }
        /// The defining file in the specification's `spec/facets`.
        public var file: String { type.file.description }
        /// The version of that file.
        public var version: String { type.version.description }
        /// Name of the Swift type.
        public var name: String { "\(type)" }
        public var members: [FacetMember] { type.members }

        /// Reads the facet; nil only if `json` is no object.
        public func decode(_ json: JSONValue) -> (any TypedFacet)? { type.init(json: json) }
    }

    /// All of them, by entity and then by key.
    public static let all: [Entry] = types.map(Entry.init(type:)).sorted {
        $0.entity == $1.entity ? $0.key < $1.key : order($0.entity) < order($1.entity)
    }

    /// The facet `key` of `entity`, or nil if the specification has none; aliases are found too.
    ///
    /// Producers also put input and output facets among the common facets of a dataset and the other way round, so
    /// that a dataset's facet is looked for among inputs and outputs, and theirs among those of datasets.
    public static func entry(_ key: String, of entity: FacetEntity) -> Entry? {
        for place in alternatives(to: entity) {
            if let entry = index[place]?[key] { return entry }
        }
        return nil
    }

    private static let types: [any TypedFacet.Type] = [
        EnvironmentVariablesRunFacet.self, ErrorMessageRunFacet.self, ExecutionParametersRunFacet.self,
        ExternalQueryRunFacet.self, ExtractionErrorRunFacet.self, JobDependenciesRunFacet.self,
        NominalTimeRunFacet.self, ParentRunFacet.self, ProcessingEngineRunFacet.self, TagsRunFacet.self,
        TestRunFacet.self,
        DocumentationJobFacet.self, JobTypeJobFacet.self, LineageJobFacet.self, OwnershipJobFacet.self,
        SourceCodeJobFacet.self, SourceCodeLocationJobFacet.self, SQLJobFacet.self, TagsJobFacet.self,
        CatalogDatasetFacet.self, ColumnLineageDatasetFacet.self, DataQualityMetricsDatasetFacet.self,
        DatasetTypeDatasetFacet.self, DatasetVersionDatasetFacet.self, DatasourceDatasetFacet.self,
        DocumentationDatasetFacet.self, HierarchyDatasetFacet.self, LifecycleStateChangeDatasetFacet.self,
        LineageDatasetFacet.self, OwnershipDatasetFacet.self, SchemaDatasetFacet.self, StorageDatasetFacet.self,
        SymlinksDatasetFacet.self, TagsDatasetFacet.self,
        DataQualityAssertionsDatasetFacet.self, DataQualityMetricsInputDatasetFacet.self,
        InputStatisticsInputDatasetFacet.self, InputSubsetInputDatasetFacet.self,
        OutputStatisticsOutputDatasetFacet.self, OutputSubsetOutputDatasetFacet.self,
    ]

    private static let index: [FacetEntity: [String: Entry]] = {
        var index: [FacetEntity: [String: Entry]] = [:]
        for entry in all {
            for key in [entry.key] + entry.type.aliases.map(\.description) {
                index[entry.entity, default: [:]][key] = entry
            }
        }
        return index
    }()

    private static func alternatives(to entity: FacetEntity) -> [FacetEntity] {
        switch entity {
        case .run, .job: [entity]
        case .dataset: [.dataset, .input, .output]
        case .input: [.input, .dataset]
        case .output: [.output, .dataset]
        }
    }

    private static func order(_ entity: FacetEntity) -> Int {
        FacetEntity.allCases.firstIndex(of: entity) ?? FacetEntity.allCases.count
    }
}
