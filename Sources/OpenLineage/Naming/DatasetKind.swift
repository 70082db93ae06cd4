import JSONBytes

/// What kind of thing a dataset is.
public enum DatasetKind: String, Hashable, Sendable, CaseIterable {
    case table
    case view
    case topic
    case stream
    case file
    case directory
    /// A machine-learning model; its versions are dataset versions.
    case model
    /// A set of features that are computed together.
    case featureView = "feature-view"
    /// The features that one model asks for.
    case featureService = "feature-service"
    /// What features are about, for example a customer.
    case entity
    /// The store that features are served from.
    case onlineStore = "online-store"
    /// A collection of vectors.
    case vectorCollection = "vector-collection"
    /// Logged predictions of a model.
    case predictions
    case dashboard
    case query
    /// Data that only lived in the memory of a program.
    case inMemory = "in-memory"
    case unknown
}

extension DatasetKind {
    /// Decides the kind from what is known of a dataset.
    ///
    /// The first of these that says something decides: the `datasetType` facet; a facet of a feature store; the `storage`
    /// and `catalog` facets, and symlinks of type TABLE, which make tables of files; the name (`models:/…`); the scheme of
    /// the namespace.
    /// - Source: the scheme table follows the naming conventions of the OpenLineage documentation, August 2026.
    public init(of id: DatasetID, facets: FacetSet) {
        self =
            DatasetKind(datasetType: facets.decode(DatasetTypeDatasetFacet.self))
            ?? DatasetKind(featureStore: facets)
            ?? DatasetKind(tableFacets: facets)
            ?? DatasetKind(of: id)
    }

    /// Decides from the name alone.
    public init(of id: DatasetID) {
        let name = id.name.bytes
        if name.starts(with: "models:/".utf8) {
            self = .model
        } else {
            let scheme = NamespaceParts(id.namespace).scheme
            self = DatasetKind.bySchemes.first { $0.schemes.contains(scheme) }?.kind ?? .unknown
        }
    }

    /// Reads the words that producers put into the `datasetType` facet; nil without one, or if it says nothing known.
    init?(datasetType facet: DatasetTypeDatasetFacet?) {
        guard let text = facet?.datasetType else { return nil }
        let word = String(text.lowercased().unicodeScalars.filter { $0 != "_" && $0 != "-" && $0 != " " })
        if let kind = DatasetKind.byWords[word] {
            self = kind
        } else if word.hasSuffix("view") {
            self = .view
        } else if word.hasSuffix("table") {
            self = .table
        } else {
            return nil
        }
    }

    /// Feast marks what its objects are by custom facets.
    private init?(featureStore facets: FacetSet) {
        if facets["feast_featureView"] != nil {
            self = .featureView
        } else if facets["feast_featureService"] != nil {
            self = .featureService
        } else if facets["feast_entity"] != nil {
            self = .entity
        } else if facets["feast_onlineStore"] != nil {
            self = .onlineStore
        } else {
            return nil
        }
    }

    private init?(tableFacets facets: FacetSet) {
        let layer = facets.decode(StorageDatasetFacet.self)?.storageLayer?.lowercased()
        if let layer, ["iceberg", "delta", "hudi", "paimon", "hive"].contains(layer) {
            self = .table
        } else if let catalog = facets.decode(CatalogDatasetFacet.self), catalog.name != nil || catalog.type != nil {
            self = .table
        } else if let links = facets.decode(SymlinksDatasetFacet.self)?.identifiers,
            links.contains(where: { $0.type?.uppercased() == "TABLE" })
        {
            self = .table
        } else {
            return nil
        }
    }

    private static let byWords: [String: DatasetKind] = [
        "table": .table, "view": .view, "materialized": .view, "topic": .topic, "stream": .stream, "queue": .topic,
        "file": .file, "blob": .file, "object": .file, "directory": .directory, "folder": .directory,
        "model": .model, "mlmodel": .model, "modelversion": .model, "feature": .featureView,
        "featureview": .featureView, "featuregroup": .featureView, "featureset": .featureView,
        "featuretable": .featureView, "featureservice": .featureService, "entity": .entity,
        "onlinestore": .onlineStore, "vectorcollection": .vectorCollection, "vectorindex": .vectorCollection,
        "vectorstore": .vectorCollection, "collection": .vectorCollection, "index": .vectorCollection,
        "predictions": .predictions, "prediction": .predictions, "predictionlog": .predictions,
        "inferencelog": .predictions, "dashboard": .dashboard, "report": .dashboard, "query": .query,
        "dataframe": .inMemory, "inmemory": .inMemory,
    ]

    private static let bySchemes: [(kind: DatasetKind, schemes: Set<String>)] = [
        (
            .table,
            [
                "postgres", "postgresql", "mysql", "mariadb", "mssql", "sqlserver", "oracle", "db2", "teradata",
                "crate",
                "oceanbase", "redshift", "snowflake", "bigquery", "awsathena", "awsglue", "hive", "hive2", "trino",
                "presto", "cassandra", "spanner", "unitycatalog", "fabric-warehouse", "azurekusto", "azurecosmos",
                "sqlite", "duckdb", "clickhouse", "databricks", "cockroachdb", "vertica", "greenplum", "iceberg",
                "delta",
            ]
        ),
        (
            .file,
            [
                "s3", "s3a", "s3n", "gs", "gcs", "abfs", "abfss", "wasb", "wasbs", "adl", "hdfs", "dbfs", "file", "box",
                "filenet", "mssharepoint", "ftp", "sftp", "http", "https", "oss", "viewfs",
            ]
        ),
        (.topic, ["kafka", "pubsub", "pulsar", "nats", "rabbitmq", "amqp", "mqtt", "sqs", "eventhubs"]),
        (.stream, ["kinesis"]),
        (.vectorCollection, ["milvus", "pinecone", "weaviate", "qdrant", "chroma"]),
        (.inMemory, ["inmemory", "memory"]),
    ]
}
