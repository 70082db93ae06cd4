/// Facets of runs.
extension EventBuilder {
    func runFacets() -> [(String, JSONTree)] {
        guard detail == .rich else { return detail == .lean ? leanRunFacets() : [] }
        var facets: [(String, JSONTree)] = []
        // As a quarter of real runs do, Spark and Flink tell their parent on START only.
        if phase == .start || flavour != .flink { facets.append(("parent", parent())) }
        facets.append(("processing_engine", processingEngine()))
        switch flavour {
        case .airflow: facets += airflowRunFacets()
        case .dbt: facets += dbtRunFacets()
        case .spark: facets += sparkRunFacets()
        case .flink: facets += flinkRunFacets()
        case .python: facets += pythonRunFacets()
        }
        if flavour.spelling == .python { facets.append(("tags", clientTags())) }
        if phase == .fail { facets.append(("errorMessage", errorMessage())) }
        return facets
    }

    /// The parent, the hour worked on and one facet of the producer's own.
    private func leanRunFacets() -> [(String, JSONTree)] {
        let own =
            switch flavour {
            case .airflow, .python: ("airflow", airflowTaskInLean())
            case .dbt: dbtRunFacets()[0]
            case .spark: sparkRunFacets()[1]
            case .flink: flinkRunFacets()[1]
            }
        return [("parent", parent())] + (phase == .start ? [("nominalTime", nominalTime())] : []) + [own]
    }

    private func airflowTaskInLean() -> JSONTree {
        customFacet(
            "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunFacet",
            [
                ("dag", ["dag_id": .text(pipelineName), "owner": .text(job.team)]),
                ("task", ["task_id": .text(taskID), "trigger_rule": "all_success", "retries": 2]),
                ("taskInstance", ["try_number": 1, "duration": .hole(.milliseconds), "map_index": -1]),
            ])
    }

    private func parent() -> JSONTree {
        let job: JSONTree = ["namespace": .text(jobNamespace), "name": .text(pipelineName)]
        return facet(
            "ParentRunFacet", "1-2-0",
            [
                ("run", ["runId": .hole(.parentRunID)]), ("job", job),
                ("root", ["run": ["runId": .hole(.rootRunID)], "job": job]),
            ])
    }

    private func processingEngine() -> JSONTree {
        let (name, version) =
            switch flavour {
            case .airflow: ("Airflow", "3.1.8")
            case .dbt: ("dbt", "1.11.16")
            case .spark: ("spark", "3.5.6")
            case .flink: ("flink", "2.1.0")
            case .python: ("python", "3.12.9")
            }
        return facet(
            "ProcessingEngineRunFacet", "1-1-1",
            [
                ("version", .text(version)), ("name", .text(name)),
                ("openlineageAdapterVersion", flavour == .airflow ? "2.20.3" : "1.54.0"),
            ])
    }

    private func clientTags() -> JSONTree {
        facet(
            "TagsRunFacet", "1-0-0",
            [
                (
                    "tags",
                    [["key": "openlineage_client_version", "value": "1.54.0", "source": "OPENLINEAGE_CLIENT"]]
                )
            ])
    }

    private func nominalTime() -> JSONTree {
        facet(
            "NominalTimeRunFacet", "1-0-1",
            [("nominalStartTime", .hole(.nominalStart)), ("nominalEndTime", .hole(.nominalEnd))])
    }

    private func errorMessage() -> JSONTree {
        let text = "relation \"\(target)\" could not be written: deadlock detected"
        return facet(
            "ErrorMessageRunFacet", "1-0-1",
            [
                ("message", .text(text)),
                ("programmingLanguage", .text(flavour.spelling == .java ? "java" : "python")),
                (
                    "stackTrace",
                    .text(
                        "Traceback (most recent call last):\n  File \"/opt/pipelines/\(domain)/run.py\", line 118, "
                            + "in execute\n    self.write(frame)\n  File \"/opt/pipelines/io/writer.py\", line 64, in "
                            + "write\n    raise WriteError(message)\npipelines.errors.WriteError: \(text)")
                ),
            ])
    }

    private func airflowRunFacets() -> [(String, JSONTree)] {
        let runFacet = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunFacet"
        let dag: JSONTree = [
            "dag_id": .text(pipelineName), "description": .text("Hourly \(domain) pipeline"),
            "fileloc": .text("/opt/airflow/dags/\(domain)/\(pipelineName).py"), "owner": .text(job.team),
            "owner_links": [:], "start_date": "2026-01-01T00:00:00+00:00",
            "tags": .text("['\(domain)', 'hourly']"), "timetable": ["expression": "0 * * * *", "timezone": "UTC"],
            "timetable_summary": "0 * * * *",
        ]
        let dagRun: JSONTree = [
            "clear_number": 0, "conf": [:], "dag_id": .text(pipelineName),
            "data_interval_end": .hole(.nominalEnd), "data_interval_start": .hole(.nominalStart),
            "logical_date": .hole(.nominalStart), "run_after": .hole(.nominalEnd), "run_id": .hole(.queryID),
            "run_type": "scheduled", "start_date": .hole(.startTime),
        ]
        return [
            ("nominalTime", nominalTime()),
            (
                "airflow",
                customFacet(
                    runFacet,
                    [
                        ("dag", dag), ("dagRun", dagRun), ("task", airflowTask()),
                        (
                            "taskInstance",
                            [
                                "dag_bundle_name": "dags-folder", "duration": .hole(.milliseconds),
                                "map_index": -1, "pool": "default_pool", "queued_dttm": .hole(.startTime),
                                "log_url": .text(
                                    "https://airflow.example.com/dags/\(pipelineName)/runs/scheduled/tasks/\(taskID)"
                                        + "?try_number=1"), "try_number": 1,
                            ]
                        ), ("taskUuid", .hole(.runID)),
                    ])
            ),
        ]
    }

    private func airflowTask() -> JSONTree {
        let provider = job.outputs[0].platform == .postgres ? "postgres" : "common.sql"
        return [
            "depends_on_past": false, "downstream_task_ids": "[]", "executor_config": [:],
            "ignore_first_depends_on_past": false, "inlets": "[]", "mapped": false, "multiple_outputs": false,
            "operator_class": "SQLExecuteQueryOperator",
            "operator_class_path": .text("airflow.providers.\(provider).operators.sql.SQLExecuteQueryOperator"),
            "operator_provider_version": "2.4.0", "outlets": "[]", "owner": .text(job.team), "priority_weight": 1,
            "queue": "default", "retries": 2, "retry_exponential_backoff": false, "task_id": .text(taskID),
            "trigger_rule": "all_success", "upstream_task_ids": "[]", "wait_for_downstream": false,
            "wait_for_past_depends_before_skipping": false,
        ]
    }

    private func dbtRunFacets() -> [(String, JSONTree)] {
        let schemas = "https://github.com/OpenLineage/OpenLineage/tree/main/integration/common/openlineage/schema"
        return [
            (
                "dbt_run",
                customFacet(
                    "\(schemas)/dbt-run-run-facet.json",
                    [
                        ("dbt_runtime", "core"), ("invocation_id", .hole(.parentRunID)),
                        ("profile_name", .text(domain)), ("project_name", .text("\(domain)_project")),
                        ("project_version", "1.4.0"),
                    ])
            ),
            ("dbt_version", customFacet("\(schemas)/dbt-version-run-facet.json", [("version", "1.11.16")])),
            (
                "externalQuery",
                facet(
                    "ExternalQueryRunFacet", "1-0-2",
                    [("externalQueryId", .hole(.queryID)), ("source", .text(job.outputs[0].namespace))])
            ),
        ]
    }

    private func sparkRunFacets() -> [(String, JSONTree)] {
        let runFacet = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunFacet"
        return [
            (
                "spark_properties",
                customFacet(
                    runFacet,
                    [
                        (
                            "properties",
                            [
                                "spark.master": "k8s://https://kubernetes.default.svc:443",
                                "spark.app.name": .text(pipelineName), "spark.executor.instances": "12",
                                "spark.sql.shuffle.partitions": "200",
                            ]
                        )
                    ])
            ),
            (
                "spark_applicationDetails",
                customFacet(
                    runFacet,
                    [
                        ("master", "k8s://https://kubernetes.default.svc:443"), ("appName", .text(pipelineName)),
                        ("applicationId", .hole(.queryID)), ("deployMode", "cluster"),
                        ("driverHost", "driver.spark.svc"), ("userName", .text(job.team)),
                        ("uiWebUrl", "https://spark-history.example.com"),
                    ])
            ),
            (
                "spark_jobDetails",
                customFacet(runFacet, [("jobId", .number(job.index % 40)), ("jobDescription", .text(target))])
            ),
            (
                "environment-properties",
                customFacet(runFacet, [("environment-properties", ["region": "eu-central-1", "cluster": "batch-2"])])
            ),
        ]
    }

    private func flinkRunFacets() -> [(String, JSONTree)] {
        let runFacet = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunFacet"
        return [
            (
                "flink_job",
                customFacet(runFacet, [("jobId", .hole(.queryID)), ("parallelism", 16), ("state", "RUNNING")])
            ),
            (
                "checkpoints",
                customFacet(
                    runFacet,
                    [("completed", .hole(.files)), ("failed", 0), ("in_progress", 1), ("restored", 0), ("total", 212)])
            ),
        ]
    }

    private func pythonRunFacets() -> [(String, JSONTree)] {
        [
            ("nominalTime", nominalTime()),
            (
                "environmentVariables",
                facet(
                    "EnvironmentVariablesRunFacet", "1-0-0",
                    [("environmentVariables", [["name": "ENVIRONMENT", "value": "production"]])])
            ),
            (
                "executionParameters",
                facet(
                    "ExecutionParametersRunFacet", "1-0-0",
                    [
                        (
                            "parameters",
                            [
                                ["key": "window", "name": "window", "description": "hours read", "value": "1"],
                                ["key": "mode", "name": "mode", "description": "full or delta", "value": "delta"],
                            ]
                        )
                    ])
            ),
        ]
    }
}
