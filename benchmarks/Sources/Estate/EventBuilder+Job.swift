/// Facets of jobs.
extension EventBuilder {
    func jobFacets() -> [(String, JSONTree)] {
        guard detail != .structural else { return [] }
        var facets: [(String, JSONTree)] = [("jobType", jobType())]
        guard detail == .rich else { return facets }
        switch flavour {
        case .airflow:
            facets += [("ownership", ownership()), ("sql", sql()), ("tags", tags())]
            if job.index % 2 == 0 { facets.append(("documentation", documentation())) }
        case .dbt:
            facets += [("sql", sql()), ("dbt_node", dbtNode())]
        case .spark, .flink:
            break
        case .python:
            facets += [
                ("ownership", ownership()), ("documentation", documentation()), ("sourceCode", sourceCode()),
                ("sourceCodeLocation", sourceCodeLocation()), ("tags", tags()),
            ]
        }
        return facets
    }

    private func jobType() -> JSONTree {
        let (integration, type, processing) =
            switch flavour {
            case .airflow: ("AIRFLOW", "TASK", "BATCH")
            case .dbt: ("DBT", "MODEL", "BATCH")
            case .spark: ("SPARK", "SQL_JOB", "BATCH")
            case .flink: ("FLINK", "JOB", "STREAMING")
            case .python: ("PYTHON", "TASK", "BATCH")
            }
        return facet(
            "JobTypeJobFacet", "2-0-4",
            [
                ("processingType", .text(processing)), ("integration", .text(integration)), ("jobType", .text(type)),
            ])
    }

    private func ownership() -> JSONTree {
        let person = Words.people[job.index % Words.people.count]
        return facet(
            "OwnershipJobFacet", "1-0-1",
            [
                (
                    "owners",
                    [
                        ["name": .text("team:\(job.team)"), "type": "OWNER"],
                        ["name": .text("user:\(person)"), "type": "MAINTAINER"],
                    ]
                )
            ])
    }

    private func documentation() -> JSONTree {
        facet(
            "DocumentationJobFacet", "1-1-0",
            [("description", .text(description(of: target, salt: 1))), ("contentType", "text/markdown")])
    }

    private func tags() -> JSONTree {
        facet(
            "TagsJobFacet", "1-0-0",
            [
                (
                    "tags",
                    [
                        ["key": "domain", "value": .text(domain), "source": .text("\(flavour)".uppercased())],
                        ["key": "env", "value": "prod", "source": "USER"],
                    ]
                )
            ])
    }

    private func dbtNode() -> JSONTree {
        customFacet(
            "https://github.com/OpenLineage/OpenLineage/tree/main/integration/common/openlineage/schema/"
                + "dbt-node-job-facet.json",
            [
                ("alias", .text(target)), ("database", "analytics"),
                ("original_file_path", .text("models/\(domain)/\(target).sql")), ("schema", .text(domain)),
                ("unique_id", .text("model.\(domain)_project.\(target)")),
            ])
    }

    private func sourceCode() -> JSONTree {
        let reads = job.inputs.prefix(3).map { "read(\"\($0.name)\")" }.joined(separator: ", ")
        return facet(
            "SourceCodeJobFacet", "1-0-1",
            [
                ("language", "python"),
                (
                    "sourceCode",
                    .text(
                        "def run(context):\n    frames = [\(reads)]\n    result = merge(frames, on=\""
                            + "\(job.outputs[0].column(0))\")\n    write(result, \"\(job.outputs[0].name)\")\n")
                ),
            ])
    }

    private func sourceCodeLocation() -> JSONTree {
        let repository = "https://git.example.com/\(job.team)/pipelines"
        let path = "flows/\(domain)/\(target).py"
        return facet(
            "SourceCodeLocationJobFacet", "1-1-0",
            [
                ("type", "git"), ("url", .text("\(repository)/blob/main/\(path)")), ("repoUrl", .text(repository)),
                ("path", .text(path)), ("version", .text(commit)), ("branch", "main"),
            ])
    }

    /// A commit of the job's repository.
    private var commit: String {
        var random = SeededGenerator(seed: estate.shape.seed, lane: 6, index: job.pipeline)
        let digits = Array("0123456789abcdef")
        return String((0..<40).map { _ in digits[random.below(16)] })
    }

    private func sql() -> JSONTree {
        facet("SQLJobFacet", "1-1-0", [("query", .text(query())), ("dialect", .text(dialect))])
    }

    private var dialect: String {
        switch job.outputs[0].platform {
        case .snowflake: "snowflake"
        case .bigquery: "bigquery"
        default: "postgres"
        }
    }

    /// A statement that computes the first output's columns as its column lineage says.
    private func query() -> String {
        let output = job.outputs[0]
        let columns = (0..<min(output.columnCount, 12)).map { column in
            let origin = job.origins(of: column, ofOutput: 0)[0]
            let source = "t\(origin.input + 1).\(job.inputs[origin.input].column(origin.column))"
            let name = output.column(column)
            return switch origin.subtype {
            case 0: "  \(source) as \(name)"
            case 1: "  coalesce(\(source), '') as \(name)"
            default: "  sum(\(source)) as \(name)"
            }
        }
        var text = flavour == .dbt ? "" : "insert into \(output.name)\n"
        text += "select\n" + columns.joined(separator: ",\n") + "\nfrom \(job.inputs[0].name) as t1"
        for (index, input) in job.inputs.enumerated().dropFirst().prefix(4) {
            text +=
                "\nleft join \(input.name) as t\(index + 1) on t1.\(job.inputs[0].column(0)) = "
                + "t\(index + 1).\(input.column(0))"
        }
        return text + "\nwhere t1.\(job.inputs[0].column(job.inputs[0].columnCount / 2)) is not null"
    }
}
