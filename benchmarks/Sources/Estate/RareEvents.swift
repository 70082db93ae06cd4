extension Estate {
    /// An event of a kind that streams do not have: a whole DAG, a check, a feature store, a static description.
    ///
    /// They are in the training of the dictionary, so that stores of such producers start small too.
    public func oddTemplate(_ index: Int) -> EventTemplate {
        let job = self.job(index * 104_729 % jobs)
        let events = RareEvents(builder: EventBuilder(job: job, estate: self, phase: .complete))
        switch index % 9 {
        case 0: return EventTemplate(events.airflowDAG(isStart: true), spelling: .python)
        case 1: return EventTemplate(events.airflowDAG(isStart: false), spelling: .python)
        case 2: return EventTemplate(events.airflowPythonTask(), spelling: .python)
        case 3: return EventTemplate(events.dbtTest(), spelling: .python)
        case 4: return EventTemplate(events.greatExpectations(), spelling: .python)
        case 5: return EventTemplate(events.featureStore(), spelling: .python)
        case 6: return EventTemplate(events.everyFacet(), spelling: .python)
        case 7: return EventTemplate(events.jobEvent(), spelling: .java)
        default: return EventTemplate(events.asset(), spelling: .python)
        }
    }
}

/// Builds the rare events; the field names are those of the producers, all values are made up.
struct RareEvents {
    let builder: EventBuilder

    let runFacet = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunFacet"
    let airflow = "https://github.com/apache/airflow/tree/providers-openlineage/2.20.3"
    let client = "https://github.com/OpenLineage/OpenLineage/tree/1.54.0/client/python"
    let common = "https://github.com/OpenLineage/OpenLineage/tree/main/integration/common/openlineage"

    var output: EstateDataset { builder.job.outputs[0] }
    var input: EstateDataset { builder.job.inputs[0] }

    // MARK: Airflow

    func airflowDAG(isStart: Bool) -> JSONTree {
        let tasks = (0..<5).map { "\(Words.stages[$0]).\(Words.entities[(builder.job.index + $0 * 7) % 50])" }
        var runFacets: [(String, JSONTree)] = [
            ("airflowDagRun", own(airflow, runFacet, [("dag", dag()), ("dagRun", dagRun())])),
            ("nominalTime", spec(airflow, "NominalTimeRunFacet", "1-0-1", nominal)), ("tags", clientTags(airflow)),
        ]
        if !isStart {
            let durations = tasks.map { ($0, JSONTree.hole(.milliseconds)) }
            let states = tasks.map { ($0, JSONTree.text("success")) }
            let state: [(String, JSONTree)] = [
                ("dagRunState", "success"), ("tasksDuration", .object(durations)), ("tasksState", .object(states)),
            ]
            runFacets.append(("airflowState", own(airflow, runFacet, state)))
        }
        return event(
            isStart ? "START" : "COMPLETE", airflow, runFacets,
            job: (
                builder.jobNamespace, builder.pipelineName,
                [
                    ("jobType", jobType(airflow, "AIRFLOW", "DAG")),
                    ("airflow", own(airflow, jobFacet, [("taskGroups", [:]), ("taskTree", [:])] + graph(tasks))),
                    ("documentation", documentation(airflow)), ("ownership", owners(airflow)),
                ]
            ), inputs: [], outputs: [])
    }

    private func graph(_ tasks: [String]) -> [(String, JSONTree)] {
        let members = tasks.enumerated().map { index, task -> (String, JSONTree) in
            let next: [JSONTree] = index + 1 < tasks.count ? [.text(tasks[index + 1])] : []
            return (
                task,
                [
                    "downstream_group_edges": [:], "downstream_task_edges": [:], "downstream_task_ids": .array(next),
                    "emits_ol_events": true, "is_setup": false, "is_teardown": false,
                    "operator": "airflow.providers.standard.operators.python.PythonOperator", "ui_color": "#ffefeb",
                    "ui_fgcolor": "#000", "ui_label": .text(task),
                ]
            )
        }
        return [("tasks", .object(members))]
    }

    private func dag() -> JSONTree {
        [
            "dag_id": .text(builder.pipelineName), "description": .text("Pipeline of \(builder.job.team)"),
            "fileloc": .text("/opt/airflow/dags/\(builder.pipelineName).py"),
            "owner": .text("\(builder.job.team),airflow"), "owner_links": [:],
            "start_date": "2025-06-01T00:00:00+00:00", "tags": .text("['\(builder.domain)', 'daily']"),
            "timetable": [:], "timetable_summary": "None",
        ]
    }

    private func dagRun() -> JSONTree {
        [
            "clear_number": 0, "conf": [:], "dag_bundle_name": "dags-folder", "dag_id": .text(builder.pipelineName),
            "dag_version_id": .hole(.parentRunID), "dag_version_number": 1, "duration": .hole(.milliseconds),
            "end_date": .hole(.eventTime), "run_after": .hole(.startTime), "run_id": .hole(.queryID),
            "run_type": "manual", "start_date": .hole(.startTime), "triggered_by": "rest_api",
            "triggering_user_name": .text(Words.people[builder.job.index % Words.people.count]),
        ]
    }

    func airflowPythonTask() -> JSONTree {
        let task: [(String, JSONTree)] = [
            ("deferrable", false), ("depends_on_past", false), ("downstream_task_ids", "['publish', 'notify']"),
            ("executor_config", [:]), ("ignore_first_depends_on_past", false), ("inlets", "[]"), ("mapped", false),
            ("multiple_outputs", false), ("operator_class", "_PythonDecoratedOperator"),
            ("operator_class_path", "airflow.providers.standard.decorators.python._PythonDecoratedOperator"),
            ("operator_provider_version", "1.12.0"),
            ("outlets", .text("[{'uri': '\(output.namespace)/\(output.name)', 'extra': {}}]")),
            ("owner", .text(builder.job.team)), ("priority_weight", 1), ("queue", "default"), ("retries", 0),
            ("retry_exponential_backoff", false), ("task_id", .text(builder.taskID)),
            ("trigger_rule", "all_success"), ("upstream_task_ids", "['extract']"), ("wait_for_downstream", false),
            ("wait_for_past_depends_before_skipping", false),
        ]
        let group: JSONTree = [
            "downstream_group_ids": "[]", "downstream_task_ids": "[]", "group_id": "load", "prefix_group_id": true,
            "tooltip": "", "upstream_group_ids": "[]", "upstream_task_ids": "['extract']",
        ]
        let instance: JSONTree = [
            "dag_bundle_name": "dags-folder", "duration": .hole(.milliseconds), "map_index": 2, "try_number": 1,
            "log_url": .text("http://127.0.0.1:8080/dags/\(builder.pipelineName)/runs/manual?try_number=1"),
        ]
        let unknown: [(String, JSONTree)] = [
            ("unknownItems", [["name": "PythonOperator", "properties": .object(task), "type": "operator"]])
        ]
        return event(
            "COMPLETE", airflow,
            [
                (
                    "airflow",
                    own(
                        airflow, runFacet,
                        [
                            ("dag", dag()), ("dagRun", dagRun()),
                            ("task", .object(task + [("task_group", group)])), ("taskInstance", instance),
                            ("taskUuid", .hole(.runID)),
                        ])
                ),
                ("airflow_mappedTask", own(airflow, runFacet, [("mapIndex", 2), ("operatorClass", "BashOperator")])),
                ("parent", parent(airflow)), ("unknownSourceAttribute", own(airflow, runFacet, unknown)),
                ("errorMessage", error(airflow)), ("extractionError", extractionError()),
                ("tags", clientTags(airflow)), ("processing_engine", engine(airflow, "Airflow", "3.1.8")),
            ],
            job: (
                builder.jobNamespace, builder.jobName,
                [
                    ("jobType", jobType(airflow, "AIRFLOW", "TASK")), ("documentation", documentation(airflow)),
                    ("ownership", owners(airflow)),
                    ("sourceCode", spec(airflow, "SourceCodeJobFacet", "1-0-1", sourceCode)),
                    (
                        "sql",
                        spec(airflow, "SQLJobFacet", "1-1-0", [("query", "SELECT count(*) FROM staging WHERE id")])
                    ),
                ]
            ), inputs: [dataset(input, [])], outputs: [dataset(output, [("schema", builder.schema(output))])])
    }

    private func extractionError() -> JSONTree {
        spec(
            airflow, "ExtractionErrorRunFacet", "1-1-2",
            [
                (
                    "errors",
                    [
                        [
                            "errorMessage": "Expected a statement, found: VACUUM at Line: 1, Column: 1",
                            "task": "VACUUM ANALYZE", "taskNumber": 0,
                        ]
                    ]
                ), ("failedTasks", 1), ("totalTasks", 1),
            ])
    }

    // MARK: Checks

    func dbtTest() -> JSONTree {
        let dbt = "https://github.com/OpenLineage/OpenLineage/tree/1.54.0/integration/dbt"
        let checks = ["not_null", "unique", "accepted_values", "relationships"]
        let assertions = checks.enumerated().map { index, check -> JSONTree in
            [
                "actual": "0", "assertion": .text(check), "column": .text(input.column(index % input.columnCount)),
                "expected": "0", "name": .text("\(check)_\(builder.target)_\(input.column(0))"), "params": [:],
                "severity": index == 2 ? "warn" : "error", "success": true,
            ]
        }
        let tests = checks.map { check -> JSONTree in
            [
                "actual": "0", "expected": "0", "name": .text("\(check)_\(builder.target)"), "params": [:],
                "severity": "error", "status": "pass", "type": .text(check),
            ]
        }
        let facet = spec(client, "DataQualityAssertionsDatasetFacet", "1-1-0", [("assertions", .array(assertions))])
        let node: [(String, JSONTree)] = [
            ("alias", .text(builder.target)), ("database", .text(builder.domain)),
            ("original_file_path", .text("models/staging/\(builder.target).sql")), ("schema", "main"),
            ("unique_id", .text("model.\(builder.domain).\(builder.target)")),
        ]
        let config: JSONTree = [
            "access": "protected", "materialized": "view",
            "incremental": ["on_schema_change": "ignore", "unique_key": ["id"]],
        ]
        var mention = dataset(
            input,
            [
                ("dataQualityAssertions", facet),
                ("dataSource", spec(client, "DatasourceDatasetFacet", "1-0-1", [("name", "main"), ("uri", "main")])),
                ("dbt_model", own(client, "\(common)/schema/dbt-model-dataset-facet.json", [("config", config)])),
                ("documentation", documentation(client, "DocumentationDatasetFacet")),
            ])
        mention.append(("inputFacets", ["dataQualityAssertions": facet]))
        return event(
            "COMPLETE", dbt,
            [
                ("dbt_run", own(client, "\(common)/schema/dbt-run-run-facet.json", dbtRun)),
                ("dbt_version", own(client, "\(common)/schema/dbt-version-run-facet.json", [("version", "1.11.16")])),
                ("parent", parent(dbt)), ("processing_engine", engine(client, "dbt", "1.11.16")),
                ("tags", clientTags(client)),
                ("test", spec(client, "TestRunFacet", "1-0-1", [("tests", .array(tests))])),
            ],
            job: (
                builder.jobNamespace, "\(builder.domain).main.\(builder.domain).\(builder.target).test",
                [
                    ("dbt_node", own(client, "\(common)/schema/dbt-node-job-facet.json", node)),
                    ("jobType", jobType(dbt, "DBT", "TEST")),
                ]
            ), inputs: [mention], outputs: [])
    }

    private var dbtRun: [(String, JSONTree)] {
        [
            ("dbt_runtime", "core"), ("invocation_id", .hole(.rootRunID)), ("profile_name", .text(builder.domain)),
            ("project_name", .text(builder.domain)), ("project_version", "1.0.0"),
        ]
    }

    func greatExpectations() -> JSONTree {
        let kinds = ["not_be_null", "be_between", "be_unique", "be_in_set"]
        let assertions = kinds.enumerated().map { index, kind -> JSONTree in
            [
                "column": .text(input.column(index % input.columnCount)),
                "expectationType": .text("expect_column_values_to_\(kind)"), "success": true,
            ]
        }
        let columns = (0..<min(input.columnCount, 6)).map { index -> (String, JSONTree) in
            (
                input.column(index),
                [
                    "count": .hole(.rows), "distinctCount": .hole(.files), "max": .hole(.rows), "min": 0,
                    "nullCount": 0, "quantiles": ["0.25": .hole(.files), "0.5": .hole(.files)], "sum": .hole(.rows),
                ]
            )
        }
        let metrics = spec(
            client, "DataQualityMetricsInputDatasetFacet", "1-0-3",
            [("columnMetrics", .object(columns)), ("rowCount", .hole(.rows))])
        let meta: [(String, JSONTree)] = [
            (
                "active_batch_definition",
                [
                    "batch_identifiers": [:], "data_asset_name": .text(builder.target),
                    "data_connector_name": "fluent", "datasource_name": .text(builder.domain),
                ]
            ), ("batch_markers", ["ge_load_time": .hole(.startTime)]), ("batch_spec", ["type": "table"]),
            ("checkpoint_id", .hole(.parentRunID)),
            ("expectation_suite_meta", ["great_expectations_version": "1.24.1"]),
            ("expectation_suite_name", .text("\(builder.domain)_suite")), ("great_expectations_version", "1.24.1"),
            ("run_id", ["run_name": "null", "run_time": .hole(.startTime)]), ("validation_id", .hole(.queryID)),
            ("validation_time", .hole(.startTime)),
        ]
        var mention = dataset(
            input,
            [
                ("dataSource", spec(client, "DatasourceDatasetFacet", "1-0-1", [("name", "sql"), ("uri", "sql")])),
                ("schema", builder.schema(input)),
            ])
        mention.append(
            (
                "inputFacets",
                [
                    "dataQuality": metrics, "dataQualityMetrics": metrics,
                    "greatExpectations_assertions": own(
                        client, "\(common)/common/provider/ge-assertions-dataset-facet.json",
                        [("assertions", .array(assertions))]),
                ]
            ))
        return event(
            "COMPLETE", client,
            [
                ("great_expectations_meta", own(client, "\(common)/common/provider/ge-run-facet.json", meta)),
                ("tags", clientTags(client)),
            ], job: (builder.jobNamespace, "\(builder.domain)_suite.\(builder.target)", []), inputs: [mention],
            outputs: [])
    }
}
