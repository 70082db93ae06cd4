/// What the rare events are put together from.
extension RareEvents {
    var jobFacet: String { "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobFacet" }
    var baseFacet: String { "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/BaseFacet" }

    func event(
        _ type: String, _ producer: String, _ runFacets: [(String, JSONTree)],
        job: (namespace: String, name: String, facets: [(String, JSONTree)]), inputs: [[(String, JSONTree)]],
        outputs: [[(String, JSONTree)]]
    ) -> JSONTree {
        [
            "eventTime": .hole(.eventTime), "producer": .text(producer),
            "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
            "eventType": .text(type), "run": ["runId": .hole(.runID), "facets": .object(runFacets)],
            "job": ["namespace": .text(job.namespace), "name": .text(job.name), "facets": .object(job.facets)],
            "inputs": .array(inputs.map(JSONTree.object)), "outputs": .array(outputs.map(JSONTree.object)),
        ]
    }

    func dataset(_ dataset: EstateDataset, _ facets: [(String, JSONTree)]) -> [(String, JSONTree)] {
        [("namespace", .text(dataset.namespace)), ("name", .text(dataset.name)), ("facets", .object(facets))]
    }

    /// A facet of the specification, sent by `producer`.
    func spec(_ producer: String, _ name: String, _ version: String, _ members: [(String, JSONTree)]) -> JSONTree {
        own(producer, "https://openlineage.io/spec/facets/\(version)/\(name).json#/$defs/\(name)", members)
    }

    /// Any facet, sent by `producer`.
    func own(_ producer: String, _ schemaURL: String, _ members: [(String, JSONTree)]) -> JSONTree {
        .object([("_producer", .text(producer)), ("_schemaURL", .text(schemaURL))] + members)
    }

    var nominal: [(String, JSONTree)] {
        [("nominalEndTime", .hole(.nominalEnd)), ("nominalStartTime", .hole(.nominalStart))]
    }

    var sourceCode: [(String, JSONTree)] {
        [
            ("language", "python"),
            (
                "sourceCode",
                .text(
                    "def \(builder.domain)_task(**context):\n    rows = hook.get_records(\"SELECT * FROM "
                        + "\(input.entity)\")\n    return len(rows)\n")
            ),
        ]
    }

    func parent(_ producer: String) -> JSONTree {
        let job: JSONTree = [
            "facets": [:], "name": .text(builder.pipelineName), "namespace": .text(builder.jobNamespace),
        ]
        return spec(
            producer, "ParentRunFacet", "1-2-0",
            [
                ("job", job), ("root", ["job": job, "run": ["facets": [:], "runId": .hole(.rootRunID)]]),
                ("run", ["facets": [:], "runId": .hole(.parentRunID)]),
            ])
    }

    func jobType(_ producer: String, _ integration: String, _ type: String) -> JSONTree {
        spec(
            producer, "JobTypeJobFacet", "2-0-4",
            [
                ("integration", .text(integration)), ("jobType", .text(type)), ("processingType", "BATCH"),
            ])
    }

    func owners(_ producer: String) -> JSONTree {
        spec(
            producer, "OwnershipJobFacet", "1-0-1",
            [("owners", [["name": .text(builder.job.team)], ["name": "airflow"]])])
    }

    func documentation(_ producer: String, _ name: String = "DocumentationJobFacet") -> JSONTree {
        spec(
            producer, name, "1-1-0",
            [
                ("contentType", "text/markdown"),
                ("description", .text(builder.description(of: builder.target, salt: 2))),
            ])
    }

    func engine(_ producer: String, _ name: String, _ version: String) -> JSONTree {
        spec(
            producer, "ProcessingEngineRunFacet", "1-1-1",
            [("name", .text(name)), ("openlineageAdapterVersion", "1.54.0"), ("version", .text(version))])
    }

    func clientTags(_ producer: String) -> JSONTree {
        let tag: JSONTree = ["key": "openlineage_client_version", "source": "OPENLINEAGE_CLIENT", "value": "1.54.0"]
        return spec(producer, "TagsRunFacet", "1-0-0", [("tags", [tag])])
    }

    func error(_ producer: String) -> JSONTree {
        spec(
            producer, "ErrorMessageRunFacet", "1-0-1",
            [
                ("message", .text("column \"\(output.column(0))\" does not exist")), ("programmingLanguage", "python"),
                (
                    "stackTrace",
                    "Traceback (most recent call last):\n  File \"/opt/venv/lib/python3.12/site-packages/run.py\", line 7"
                ),
            ])
    }
}
