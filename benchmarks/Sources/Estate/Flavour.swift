/// Which client wrote an event: spelling, facets and names differ.
enum Flavour: UInt8, CaseIterable, Sendable {
    case airflow, dbt, spark, flink, python

    static func of(platform: Platform, pipeline: Int) -> Flavour {
        switch platform {
        case .lake: pipeline % 5 == 0 ? .python : .spark
        case .stream: .flink
        case .postgres: pipeline % 3 == 0 ? .python : .airflow
        case .snowflake: pipeline % 4 == 0 ? .airflow : .dbt
        case .bigquery: pipeline % 2 == 0 ? .dbt : .airflow
        }
    }

    var spelling: JSONSpelling {
        switch self {
        case .airflow, .dbt, .python: .python
        case .spark, .flink: .java
        }
    }

    /// The `producer` of its events and facets.
    var producer: String {
        let project = "https://github.com/OpenLineage/OpenLineage/tree"
        return switch self {
        case .airflow: "https://github.com/apache/airflow/tree/providers-openlineage/2.20.3"
        case .dbt: "\(project)/1.54.0/integration/dbt"
        case .spark: "\(project)/1.54.0/integration/spark"
        case .flink: "\(project)/1.54.0/integration/flink"
        case .python: "https://jobs.example.com/pipelines"
        }
    }
}

/// When in its run an event is sent.
public enum EventPhase: UInt8, CaseIterable, Sendable {
    case start, running, complete, fail
}

/// Builds the events of one job.
struct EventBuilder {
    let job: EstateJob
    let estate: Estate
    let phase: EventPhase

    var flavour: Flavour { job.flavour }
    var detail: EventDetail { estate.shape.detail }
    var isLast: Bool { phase == .complete || phase == .fail }

    /// The whole event, members in the order in which Java clients write them.
    func tree() -> JSONTree {
        [
            ("eventTime", .hole(.eventTime)), ("producer", .text(flavour.producer)),
            ("schemaURL", "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"),
            ("eventType", .text(eventType)),
            ("run", ["runId": .hole(.runID), "facets": .object(runFacets())]),
            (
                "job",
                ["namespace": .text(jobNamespace), "name": .text(jobName), "facets": .object(jobFacets())]
            ),
            ("inputs", .array(job.inputs.map(input))),
            ("outputs", .array(job.outputs.indices.map(output))),
        ].tree
    }

    private var eventType: String {
        switch phase {
        case .start: "START"
        case .running: "RUNNING"
        case .complete: "COMPLETE"
        case .fail: "FAIL"
        }
    }

    // MARK: Names

    var domain: String { Words.domains[job.pipeline % Words.domains.count] }

    var pipelineName: String {
        switch flavour {
        case .airflow: "\(domain)_\(String(job.pipeline, radix: 36))"
        case .dbt: "dbt-run-\(domain)"
        case .spark, .flink: "\(domain)_\(String(job.pipeline, radix: 36))_app"
        case .python: "\(domain)-flow-\(String(job.pipeline, radix: 36))"
        }
    }

    var jobNamespace: String { "\(flavour)-\(Words.teams[job.pipeline % Words.teams.count])" }

    /// The last part of the first output's name: what the job is about.
    var target: String {
        let name = job.outputs[0].name
        let start = name.lastIndex { $0 == "." || $0 == "/" }.map { name.index(after: $0) } ?? name.startIndex
        return String(name[start...]).lowercased()
    }

    var jobName: String {
        switch flavour {
        case .airflow: "\(pipelineName).\(taskID)"
        case .dbt: "analytics.\(domain).\(domain)_project.\(target)"
        case .spark: "\(pipelineName).execute_insert_into_hadoop_fs_relation_command.\(target)"
        case .flink: "\(pipelineName).\(target)"
        case .python: "\(pipelineName)/\(target)"
        }
    }

    var taskID: String { "\(["load", "build", "publish", "transform"][job.index % 4]).\(target)" }

    // MARK: Datasets

    private func input(_ dataset: EstateDataset) -> JSONTree {
        [
            ("namespace", .text(dataset.namespace)), ("name", .text(dataset.name)),
            ("facets", .object(detail == .rich ? inputDatasetFacets(dataset) : [])),
            ("inputFacets", .object(detail == .rich ? inputFacets(dataset) : [])),
        ].tree
    }

    private func output(_ index: Int) -> JSONTree {
        let dataset = job.outputs[index]
        var facets = detail == .rich ? outputDatasetFacets(dataset) : [("schema", schema(dataset))]
        let tellsColumns = isLast || detail == .rich && (flavour == .airflow || flavour == .dbt)
        if tellsColumns { facets.append(("columnLineage", columnLineage(output: index))) }
        return [
            ("namespace", .text(dataset.namespace)), ("name", .text(dataset.name)), ("facets", .object(facets)),
            ("outputFacets", .object(phase == .complete && detail != .structural ? outputFacets() : [])),
        ].tree
    }

    // MARK: Helpers for facets

    /// A facet of the specification.
    func facet(_ name: String, _ version: String, _ members: [(String, JSONTree)]) -> JSONTree {
        .object(
            [
                ("_producer", .text(flavour.producer)),
                ("_schemaURL", .text("https://openlineage.io/spec/facets/\(version)/\(name).json#/$defs/\(name)")),
            ] + members)
    }

    /// A facet of a producer's own.
    func customFacet(_ schemaURL: String, _ members: [(String, JSONTree)]) -> JSONTree {
        .object([("_producer", .text(flavour.producer)), ("_schemaURL", .text(schemaURL))] + members)
    }

    /// Text about `thing` that differs from thing to thing as people's descriptions do.
    func description(of thing: String, salt: Int) -> String {
        var random = SeededGenerator(seed: estate.shape.seed, lane: 5, index: job.index * 31 + salt)
        let other = random.pick(Words.entities)
        return "\(thing): \(random.pick(Words.phrases)) \(other), \(random.pick(Words.phrases)) "
            + "\(random.pick(Words.domains)) (\(random.pick(Words.teams)))"
    }
}

extension [(String, JSONTree)] {
    var tree: JSONTree { .object(self) }
}
