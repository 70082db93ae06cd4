/// Facets of datasets.
extension EventBuilder {
    func inputDatasetFacets(_ dataset: EstateDataset) -> [(String, JSONTree)] {
        var facets: [(String, JSONTree)] = []
        switch flavour {
        case .dbt:
            facets.append(("dataSource", dataSource(dataset)))
            if dataset.index % 3 == 0 { facets.append(("schema", documentedSchema(dataset))) }
        case .spark:
            facets += [("dataSource", dataSource(dataset)), ("schema", schema(dataset))]
        case .flink:
            facets.append(("schema", schema(dataset)))
        case .airflow:
            break
        case .python:
            facets.append(("dataSource", dataSource(dataset)))
            if dataset.index % 2 == 0 { facets.append(("documentation", documentation(dataset))) }
        }
        return facets
    }

    func outputDatasetFacets(_ dataset: EstateDataset) -> [(String, JSONTree)] {
        var facets: [(String, JSONTree)] = [("schema", schema(dataset))]
        if flavour != .airflow { facets.append(("dataSource", dataSource(dataset))) }
        switch flavour {
        case .airflow, .flink:
            break
        case .dbt:
            facets += [("dbt_model", dbtModel()), ("documentation", documentation(dataset))]
        case .spark:
            facets += [("storage", storage()), ("symlinks", symlinks(dataset)), ("catalog", catalog())]
            if phase == .complete {
                facets += [("lifecycleStateChange", lifecycle()), ("version", version())]
            }
        case .python:
            facets += [
                ("datasetType", datasetType()), ("tags", tags(dataset)), ("documentation", documentation(dataset)),
            ]
        }
        return facets
    }

    func inputFacets(_ dataset: EstateDataset) -> [(String, JSONTree)] {
        guard phase == .complete else { return [] }
        switch flavour {
        case .spark where dataset.index % 2 == 0:
            return [
                (
                    "inputStatistics",
                    facet(
                        "InputStatisticsInputDatasetFacet", "1-0-0",
                        [
                            ("size", .hole(.bytes)), ("rowCount", .hole(.rows)), ("fileCount", .hole(.files)),
                        ])
                )
            ]
        case .python where dataset.index % 3 == 0:
            return [("dataQualityMetrics", quality(dataset)), ("dataQualityAssertions", assertions(dataset))]
        case .dbt where dataset.index % 4 == 0:
            return [("dataQualityAssertions", assertions(dataset))]
        default:
            return []
        }
    }

    func outputFacets() -> [(String, JSONTree)] {
        [
            (
                "outputStatistics",
                facet(
                    "OutputStatisticsOutputDatasetFacet", "1-0-2",
                    [("rowCount", .hole(.rows)), ("size", .hole(.bytes))]
                        + (flavour == .spark ? [("fileCount", .hole(.files))] : []))
            )
        ]
    }

    /// Every column from one or two columns of the inputs; joins and filters on the dataset as a whole.
    func columnLineage(output: Int) -> JSONTree {
        let dataset = job.outputs[output]
        var fields: [(String, JSONTree)] = []
        for column in 0..<(detail == .lean ? min(dataset.columnCount, 3) : dataset.columnCount) {
            let known = job.origins(of: column, ofOutput: output)
            let origins = (detail == .lean ? known.prefix(1) : known[...]).map(inputField)
            fields.append((dataset.column(column), ["inputFields": .array(origins)]))
        }
        let conditions = job.inputs.prefix(2).enumerated().map { index, input in
            var members = inputField(input, column: 0)
            members.append(
                (
                    "transformations",
                    [
                        [
                            "type": "INDIRECT", "subtype": .text(Words.indirect[(job.index + index) % 6]),
                            "description": "", "masking": false,
                        ]
                    ]
                ))
            return JSONTree.object(members)
        }
        let indirect: [JSONTree] = detail == .rich && (flavour == .spark || flavour == .python) ? conditions : []
        return facet(
            "ColumnLineageDatasetFacet", "1-2-0", [("fields", .object(fields)), ("dataset", .array(indirect))])
    }

    private func inputField(_ origin: ColumnOrigin) -> JSONTree {
        var members = inputField(job.inputs[origin.input], column: origin.column)
        let transformation: JSONTree = [
            "type": "DIRECT", "subtype": .text(Words.subtypes[origin.subtype]), "description": "", "masking": false,
        ]
        guard detail != .structural else { return .object(members) }
        // SQL parsers of the Python clients see columns, no transformations.
        members.append(("transformations", flavour == .airflow || flavour == .dbt ? [] : [transformation]))
        return .object(members)
    }

    private func inputField(_ dataset: EstateDataset, column: Int) -> [(String, JSONTree)] {
        [
            ("namespace", .text(dataset.namespace)), ("name", .text(dataset.name)),
            ("field", .text(dataset.column(column))),
        ]
    }

    func schema(_ dataset: EstateDataset) -> JSONTree {
        let fields = (0..<dataset.columnCount).map { column -> JSONTree in
            var field: [(String, JSONTree)] = [
                ("name", .text(dataset.column(column))), ("type", .text(dataset.type(ofColumn: column))),
            ]
            if flavour.spelling == .python, detail == .rich { field.append(("fields", [])) }
            if flavour == .python, detail == .rich, column % 4 == 1 {
                field.append(("description", .text(description(of: dataset.column(column), salt: column))))
            }
            return .object(field)
        }
        return facet("SchemaDatasetFacet", "1-2-0", [("fields", .array(fields))])
    }

    /// dbt lists the columns that its YAML documents, often without types.
    private func documentedSchema(_ dataset: EstateDataset) -> JSONTree {
        let fields = (0..<min(dataset.columnCount, 3)).map { column -> JSONTree in
            [
                "name": .text(dataset.column(column)), "fields": [],
                "description": .text(description(of: dataset.column(column), salt: column)),
            ]
        }
        return facet("SchemaDatasetFacet", "1-2-0", [("fields", .array(fields))])
    }

    private func dataSource(_ dataset: EstateDataset) -> JSONTree {
        facet(
            "DatasourceDatasetFacet", "1-0-1",
            [("name", .text(dataset.namespace)), ("uri", .text(dataset.namespace))])
    }

    private func documentation(_ dataset: EstateDataset) -> JSONTree {
        facet(
            "DocumentationDatasetFacet", "1-1-0",
            [("description", .text(description(of: dataset.entity, salt: dataset.index)))])
    }

    private func dbtModel() -> JSONTree {
        customFacet(
            "https://github.com/OpenLineage/OpenLineage/tree/main/integration/common/openlineage/schema/"
                + "dbt-model-dataset-facet.json",
            [
                (
                    "config",
                    [
                        "access": "protected", "materialized": .text(job.index % 3 == 0 ? "incremental" : "table"),
                        "incremental": [
                            "on_schema_change": "ignore", "unique_key": [.text(job.outputs[0].column(0))],
                        ],
                    ]
                )
            ])
    }

    private func storage() -> JSONTree {
        facet("StorageDatasetFacet", "1-0-1", [("storageLayer", "iceberg"), ("fileFormat", "parquet")])
    }

    private func symlinks(_ dataset: EstateDataset) -> JSONTree {
        facet(
            "SymlinksDatasetFacet", "1-0-1",
            [
                (
                    "identifiers",
                    [
                        [
                            "namespace": "hive://metastore.example.com:9083",
                            "name": .text("\(domain).\(target)_\(dataset.index)"), "type": "TABLE",
                        ]
                    ]
                )
            ])
    }

    private func catalog() -> JSONTree {
        facet(
            "CatalogDatasetFacet", "1-1-0",
            [
                ("framework", "iceberg"), ("type", "hive"), ("name", "lakehouse"),
                ("metadataUri", "hive://metastore.example.com:9083"), ("warehouseUri", "s3://warehouse"),
                ("source", "spark"),
            ])
    }

    private func lifecycle() -> JSONTree {
        facet(
            "LifecycleStateChangeDatasetFacet", "1-0-1",
            [("lifecycleStateChange", .text(job.index % 2 == 0 ? "OVERWRITE" : "CREATE"))])
    }

    private func version() -> JSONTree {
        facet("DatasetVersionDatasetFacet", "1-0-1", [("datasetVersion", .hole(.snapshot))])
    }

    private func datasetType() -> JSONTree {
        facet("DatasetTypeDatasetFacet", "1-0-1", [("datasetType", "TABLE"), ("subType", "MATERIALIZED")])
    }

    private func tags(_ dataset: EstateDataset) -> JSONTree {
        facet(
            "TagsDatasetFacet", "1-0-0",
            [
                (
                    "tags",
                    [
                        ["key": "pii", "value": "true", "source": "USER", "field": .text(dataset.column(0))],
                        ["key": "layer", "value": .text("L\(dataset.layer)"), "source": "USER"],
                    ]
                )
            ])
    }

    private func quality(_ dataset: EstateDataset) -> JSONTree {
        let metrics = (0..<min(dataset.columnCount, 4)).map { column in
            (
                dataset.column(column),
                [
                    "nullCount": .number(column), "distinctCount": .hole(.rows), "count": .hole(.rows), "min": 0,
                    "max": .hole(.milliseconds),
                ] as JSONTree
            )
        }
        return facet(
            "DataQualityMetricsInputDatasetFacet", "1-0-3",
            [("rowCount", .hole(.rows)), ("bytes", .hole(.bytes)), ("columnMetrics", .object(metrics))])
    }

    private func assertions(_ dataset: EstateDataset) -> JSONTree {
        let checks = ["not_null", "unique", "accepted_values", "relationships"]
        let list = (0..<min(dataset.columnCount, 4)).map { column -> JSONTree in
            [
                "assertion": .text(checks[column % 4]), "success": true, "column": .text(dataset.column(column)),
                "name": .text("\(checks[column % 4])_\(dataset.entity)_\(dataset.column(column))"),
                "severity": "error", "expected": "0", "actual": "0", "params": [:],
            ]
        }
        return facet("DataQualityAssertionsDatasetFacet", "1-1-0", [("assertions", .array(list))])
    }
}
