/// Feature stores, assets, and events that describe without running.
extension RareEvents {
    func featureStore() -> JSONTree {
        let spec = "https://feast.dev/spec/facets/1-0-0"
        let features = (0..<min(input.columnCount, 6)).map { index -> JSONTree in
            ["description": "", "dtype": "Float32", "name": .text(input.column(index)), "tags": [:]]
        }
        let view: [(String, JSONTree)] = [
            ("description", .text(builder.description(of: builder.target, salt: 3))),
            ("entities", [.text(input.entity)]), ("features", .array(features)), ("mode", "PYTHON"),
            ("name", .text("\(builder.target)_view")), ("offline_enabled", true), ("online_enabled", true),
            ("owner", .text(builder.job.team)), ("tags", ["team": .text(builder.job.team)]), ("ttl_seconds", 86_400),
        ]
        let source: [(String, JSONTree)] = [
            ("created_timestamp_field", "created"), ("description", ""), ("field_mapping", [:]),
            ("name", .text("\(builder.target)_source")), ("path", .text("data/\(builder.target).parquet")),
            ("source_type", "FileSource"), ("tags", [:]), ("timestamp_field", "event_timestamp"),
        ]
        let entity: [(String, JSONTree)] = [
            ("description", ""), ("join_keys", [.text(input.column(0))]), ("name", .text(input.entity)),
            ("owner", ""), ("tags", [:]), ("value_type", "ValueType.INT64"),
        ]
        return event(
            "COMPLETE", "feast",
            [
                (
                    "feast_materialization",
                    own(
                        "feast", "\(spec)/FeastMaterializationFacet.json",
                        [
                            ("end_date", .hole(.nominalEnd)), ("feature_views", [.text("\(builder.target)_view")]),
                            ("offline_store_type", "FileOfflineStoreConfig"),
                            ("online_store_type", "SqliteOnlineStoreConfig"), ("project", .text(builder.domain)),
                            ("start_date", .hole(.nominalStart)),
                        ])
                ), ("tags", clientTags("feast")),
            ],
            job: (
                builder.jobNamespace, "feast_feature_views_\(builder.domain)",
                [
                    (
                        "feast_jobKind",
                        own(
                            "feast", "\(spec)/FeastJobKindFacet.json",
                            [("feast_project", .text(builder.domain)), ("kind", "materialize")])
                    )
                ]
            ),
            inputs: [
                dataset(input, [("feast_dataSource", own("", baseFacet, source)), ("schema", builder.schema(input))]),
                dataset(input, [("feast_entity", own("feast", "\(spec)/FeastEntityFacet.json", entity))]),
            ],
            outputs: [
                dataset(
                    output,
                    [
                        ("documentation", documentation("feast", "DocumentationDatasetFacet")),
                        ("feast_featureView", own("feast", "\(spec)/FeastFeatureViewFacet.json", view)),
                        (
                            "feast_onlineStore",
                            own(
                                "feast", "\(spec)/FeastOnlineStoreFacet.json",
                                [
                                    ("description", ""), ("feature_view", .text("\(builder.target)_view")),
                                    ("store_type", "sqlite"),
                                ])
                        ),
                    ])
            ])
    }

    /// A client's event with a facet of nearly every kind that the specification has.
    func everyFacet() -> JSONTree {
        let producer = "https://jobs.example.com/etl"
        let statistics: [(String, JSONTree)] = [
            ("fileCount", .hole(.files)), ("rowCount", .hole(.rows)), ("size", .hole(.bytes)),
        ]
        var read = dataset(input, inputDescription(producer))
        read.append(
            (
                "inputFacets",
                [
                    "inputStatistics": spec(producer, "InputStatisticsInputDatasetFacet", "1-0-0", statistics),
                    "subset": subset(producer),
                ]
            ))
        var written = dataset(
            output, outputDescription(producer) + [("columnLineage", builder.columnLineage(output: 0))])
        written.append(
            (
                "outputFacets",
                ["outputStatistics": spec(producer, "OutputStatisticsOutputDatasetFacet", "1-0-2", statistics)]
            ))
        return event(
            "COMPLETE", producer,
            [
                ("parent", parent(producer)), ("nominalTime", spec(producer, "NominalTimeRunFacet", "1-0-1", nominal)),
                ("externalQuery", externalQuery(producer)), ("jobDependencies", jobDependencies(producer)),
                ("tags", clientTags(producer)), ("errorMessage", error(producer)),
            ],
            job: (
                builder.jobNamespace, builder.jobName,
                [
                    ("jobType", jobType(producer, "CUSTOM", "QUERY")), ("documentation", documentation(producer)),
                    ("ownership", owners(producer)), ("lineage", explicitLineage(producer)),
                    ("sourceCode", spec(producer, "SourceCodeJobFacet", "1-0-1", sourceCode)),
                ]
            ), inputs: [read], outputs: [written])
    }

    private func inputDescription(_ producer: String) -> [(String, JSONTree)] {
        [
            (
                "catalog",
                spec(
                    producer, "CatalogDatasetFacet", "1-1-0",
                    [
                        ("catalogProperties", [:]), ("framework", "iceberg"), ("name", "main"),
                        ("source", "python"), ("type", "rest"),
                    ])
            ),
            (
                "datasetType",
                spec(producer, "DatasetTypeDatasetFacet", "1-0-1", [("datasetType", "VIEW"), ("subType", "EXTERNAL")])
            ),
            (
                "hierarchy",
                spec(
                    producer, "HierarchyDatasetFacet", "1-0-0",
                    [
                        (
                            "hierarchy",
                            [
                                ["name": .text(builder.domain), "type": "DATABASE"],
                                ["name": "public", "type": "SCHEMA"],
                                ["name": .text(builder.target), "type": "TABLE"],
                            ]
                        )
                    ])
            ),
            (
                "ownership",
                spec(
                    producer, "OwnershipDatasetFacet", "1-0-1",
                    [("owners", [["name": .text("team:\(builder.job.team)"), "type": "MAINTAINER"]])])
            ),
            (
                "symlinks",
                spec(
                    producer, "SymlinksDatasetFacet", "1-0-1",
                    [
                        (
                            "identifiers",
                            [["name": .text(input.name), "namespace": .text(input.namespace), "type": "LOCATION"]]
                        )
                    ])
            ),
            ("tags", spec(producer, "TagsDatasetFacet", "1-0-0", [("tags", [["key": "pii", "value": "true"]])])),
        ]
    }

    private func outputDescription(_ producer: String) -> [(String, JSONTree)] {
        [
            (
                "lifecycleStateChange",
                spec(
                    producer, "LifecycleStateChangeDatasetFacet", "1-0-1",
                    [
                        ("lifecycleStateChange", "RENAME"),
                        (
                            "previousIdentifier",
                            ["name": .text("\(output.name)_old"), "namespace": .text(output.namespace)]
                        ),
                    ])
            ),
            (
                "storage",
                spec(producer, "StorageDatasetFacet", "1-0-1", [("fileFormat", "csv"), ("storageLayer", "delta")])
            ),
            ("version", spec(producer, "DatasetVersionDatasetFacet", "1-0-1", [("datasetVersion", .hole(.snapshot))])),
            ("schema", builder.schema(output)),
        ]
    }

    private func subset(_ producer: String) -> JSONTree {
        let condition: JSONTree = [
            "type": "partition", "partitions": [["dimensions": ["date": "2026-03-01", "region": "eu"]]],
        ]
        return own(
            producer,
            "https://openlineage.io/spec/facets/1-0-0/BaseSubsetDatasetFacet.json#/$defs/"
                + "InputSubsetInputDatasetFacet", [("inputCondition", condition)])
    }

    private func externalQuery(_ producer: String) -> JSONTree {
        spec(
            producer, "ExternalQueryRunFacet", "1-0-2",
            [("externalQueryId", .hole(.queryID)), ("source", "bigquery")])
    }

    private func jobDependencies(_ producer: String) -> JSONTree {
        let other: JSONTree = [
            "job": ["name": .text("\(builder.domain).upstream"), "namespace": .text(builder.jobNamespace)],
            "run": ["runId": .hole(.rootRunID)], "dependency_type": "DIRECT_INVOCATION",
            "sequence_trigger_rule": "FINISH_TO_START", "status_trigger_rule": "EXECUTE_ON_SUCCESS",
        ]
        return spec(
            producer, "JobDependenciesRunFacet", "1-0-1",
            [("downstream", []), ("trigger_rule", "ALL_SUCCESS"), ("upstream", [other])])
    }

    private func explicitLineage(_ producer: String) -> JSONTree {
        let source: JSONTree = [
            "field": .text(input.column(0)), "name": .text(input.name), "namespace": .text(input.namespace),
            "transformations": [["subtype": "IDENTITY", "type": "DIRECT"]], "type": "DATASET",
        ]
        let entry: JSONTree = [
            "fields": .object([(output.column(0), .object([("inputs", [source])]))]), "inputs": [source],
            "name": .text(output.name), "namespace": .text(output.namespace), "type": "DATASET",
        ]
        return own(
            producer, "https://openlineage.io/spec/facets/1-0-0/LineageFacet.json#/$defs/LineageJobFacet",
            [("entries", [entry])])
    }

    /// A job described without a run.
    func jobEvent() -> JSONTree {
        let producer = "https://catalog.example.com/registry"
        return [
            "eventTime": .hole(.eventTime), "producer": .text(producer),
            "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent",
            "job": [
                "namespace": .text(builder.jobNamespace), "name": .text(builder.jobName),
                "facets": ["documentation": documentation(producer), "ownership": owners(producer)],
            ],
            "inputs": [.object(dataset(input, []))],
            "outputs": [.object(dataset(output, [("schema", builder.schema(output))]))],
        ]
    }

    /// A software-defined asset of an orchestrator.
    func asset() -> JSONTree {
        let producer = "https://github.com/dagster-io/dagster"
        return event(
            "COMPLETE", producer,
            [("parent", parent(producer)), ("processing_engine", engine(producer, "dagster", "1.13.28"))],
            job: (
                builder.jobNamespace, "\(builder.domain)/\(builder.target)",
                [("jobType", jobType(producer, "DAGSTER", "ASSET")), ("documentation", documentation(producer))]
            ), inputs: [dataset(input, [])],
            outputs: [
                dataset(
                    output, [("schema", builder.schema(output)), ("columnLineage", builder.columnLineage(output: 0))])
            ])
    }
}
