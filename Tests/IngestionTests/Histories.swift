/// Small histories of events, each with something that depends on order in a careless server.
enum Histories {
    static let all: [OrderFreedomTests.History] = [
        .init(
            name: "A, A, late B, A",
            events: [
                run("r1", "START", 1), run("r1", "COMPLETE", 2, inputs: ["a"], outputs: ["b"]),
                run("r2", "START", 3), run("r2", "COMPLETE", 4, inputs: ["a"], outputs: ["b"]),
                run("r3", "START", 5), run("r3", "COMPLETE", 6, inputs: ["x"], outputs: ["b"]),
                run("r4", "START", 7), run("r4", "COMPLETE", 8, inputs: ["a"], outputs: ["b"]),
            ]),
        .init(
            name: "facets A, A, B, A",
            events: [
                run("r1", "COMPLETE", 1, outputs: ["b"], schema: "id"),
                run("r2", "COMPLETE", 2, outputs: ["b"], schema: "id"),
                run("r3", "COMPLETE", 3, outputs: ["b"], schema: "id,name"),
                run("r4", "COMPLETE", 4, outputs: ["b"], schema: "id"),
            ]),
        .init(
            name: "parent on START only, COMPLETE first",
            events: [
                run("p", "START", 0, job: "dag"), run("p", "COMPLETE", 9, job: "dag"),
                run("c", "START", 1, job: "dag.task", parent: ("dag", "p")),
                run("c", "COMPLETE", 2, job: "dag.task", inputs: ["a"], outputs: ["b"]),
                run("d", "START", 3, job: "other", parent: ("dag", "p")),
                run("d", "COMPLETE", 4, job: "other", inputs: ["b"], outputs: ["c"]),
            ]),
        .init(
            name: "three levels, the top parent last",
            events: [
                run("s", "START", 3, job: "app.insert", parent: ("app", "m")),
                run("s", "COMPLETE", 4, job: "app.insert", inputs: ["a"], outputs: ["b"], parent: ("app", "m")),
                run("m", "START", 2, job: "app", parent: ("dag.task", "t")), run("m", "COMPLETE", 5, job: "app"),
                run("t", "START", 1, job: "dag.task", parent: ("dag", "d")), run("t", "COMPLETE", 6, job: "dag.task"),
                run("d", "START", 0, job: "dag"), run("d", "COMPLETE", 7, job: "dag"),
            ]),
        .init(
            name: "a parent told later than it happened",
            events: [
                run("c", "START", 1, job: "task", outputs: ["b"]),
                run("c", "RUNNING", 2, job: "task", inputs: ["a"], parent: ("dag", "p")),
                run("c", "COMPLETE", 3, job: "task"), run("p", "START", 4, job: "dag", parent: ("root", "q")),
            ]),
        .init(
            name: "partitioned writers under one parent",
            events: [
                run("p1", "START", 0, job: "dag"),
                run("w1", "START", 1, job: "w", parent: ("dag", "p1")),
                run("w2", "START", 1, job: "w", parent: ("dag", "p1")),
                run("w1", "COMPLETE", 3, job: "w", inputs: ["a1"], outputs: ["o"], parent: ("dag", "p1")),
                run("w2", "COMPLETE", 4, job: "w", inputs: ["a2"], outputs: ["o"], parent: ("dag", "p1")),
                run("p1", "COMPLETE", 5, job: "dag"), run("p2", "START", 10, job: "dag"),
                run("w3", "COMPLETE", 13, job: "w", inputs: ["a3"], outputs: ["o"], parent: ("dag", "p2")),
            ]),
        .init(
            name: "a run without terminal event",
            events: [
                run("p", "START", 0, job: "dag"),
                run("r1", "START", 1, inputs: ["a"], outputs: ["b"], parent: ("dag", "p")),
                run("p", "COMPLETE", 5, job: "dag"), run("r2", "START", 6, inputs: ["c"], outputs: ["b"]),
                run("r2", "FAIL", 7), run("r3", "RUNNING", 8, inputs: ["d"]),
            ]),
        .init(
            name: "equal event times",
            events: [
                run("r1", "START", 1, inputs: ["a"]), run("r1", "COMPLETE", 1, outputs: ["b"]),
                run("r2", "START", 1, inputs: ["c"]), run("r2", "COMPLETE", 1, outputs: ["b"]),
                run("r1", "RUNNING", 1, inputs: ["d"]), run("r3", "FAIL", 1, outputs: ["e"]),
            ]),
        .init(
            name: "an event of the year 2099",
            events: [
                run("r1", "START", 1, inputs: ["a"], outputs: ["b"]), run("r1", "COMPLETE", 2),
                event(
                    "2099-01-01T00:00:00Z", "COMPLETE", run: "r2", job: "j", inputs: ["x"], outputs: ["b"], schema: "y"),
                run("r3", "COMPLETE", 4, inputs: ["c"], outputs: ["b"], schema: "id"),
                event("2099-01-02T00:00:00Z", "FAIL", run: "r3", job: "j"),
            ]),
        .init(
            name: "COMPLETE_SNAPSHOT told late",
            events: [
                run("r1", "START", 1, inputs: ["a"], outputs: ["b"]), run("r1", "RUNNING", 2, inputs: ["c"]),
                run("r1", "RUNNING", 3, outputs: ["d"], snapshot: true), run("r1", "RUNNING", 4),
                run("r1", "RUNNING", 5, inputs: ["e"]),
            ]),
        .init(
            name: "symlinks that come, unite and go",
            events: [
                run("r1", "COMPLETE", 1, outputs: ["b"], symlink: "s3/b"),
                run("r2", "COMPLETE", 2, inputs: ["s3/b"], outputs: ["c"]),
                run("r3", "COMPLETE", 3, outputs: ["d"], symlink: "s3/b"),
                run("r4", "COMPLETE", 4, outputs: ["b"], symlink: "-"),
            ]),
        .init(
            name: "success after failures, failures after success",
            events: [
                run("r1", "FAIL", 1, inputs: ["a"], outputs: ["b"]), run("r2", "ABORT", 2, inputs: ["c"]),
                run("r3", "COMPLETE", 3, inputs: ["d"], outputs: ["b"]), run("r4", "FAIL", 4, inputs: ["e"]),
                run("r5", "COMPLETE", 5), run("r5", "FAIL", 6),
            ]),
        .init(
            name: "column lineage replaced and withdrawn",
            events: [
                run("r1", "START", 1, inputs: ["a"], outputs: ["b"], column: "a"),
                run("r1", "RUNNING", 2, outputs: ["b"], column: "c"), run("r1", "COMPLETE", 3, outputs: ["b"]),
                run("r2", "COMPLETE", 4, inputs: ["a"], outputs: ["b"], column: "-"),
            ]),
        .init(
            name: "declared jobs and datasets",
            events: [
                declaredJob(1, inputs: ["a"], outputs: ["b"]), run("r1", "COMPLETE", 2, inputs: ["c"], outputs: ["b"]),
                declaredJob(3, inputs: ["d"], outputs: ["b"]), declaredJob(4),
                declaredDataset("b", 2, schema: "id"), declaredDataset("b", 5, schema: "id,x"),
                run("r2", "COMPLETE", 6, outputs: ["b"], schema: "id"),
            ]),
        .init(
            name: "a stream that is replaced",
            events: [
                run("r1", "START", 1, inputs: ["t"], outputs: ["u"], streaming: true),
                run("r1", "RUNNING", 2, streaming: true), run("r2", "START", 3, streaming: true),
                run("r2", "RUNNING", 4, inputs: ["t"], outputs: ["v"], streaming: true),
            ]),
    ]

    static func time(_ minute: Int) -> String {
        "2026-01-01T00:\(minute < 10 ? "0" : "")\(minute):00Z"
    }

    static func run(
        _ id: String, _ type: String, _ minute: Int, job: String = "j", inputs: [String] = [], outputs: [String] = [],
        schema: String? = nil, parent: (String, String)? = nil, symlink: String? = nil, column: String? = nil,
        snapshot: Bool = false, streaming: Bool = false
    ) -> String {
        event(
            time(minute), type, run: id, job: job, inputs: inputs, outputs: outputs, schema: schema, parent: parent,
            symlink: symlink, column: column, snapshot: snapshot, streaming: streaming)
    }

    static func event(
        _ time: String, _ type: String, run: String, job: String, inputs: [String] = [], outputs: [String] = [],
        schema: String? = nil, parent: (String, String)? = nil, symlink: String? = nil, column: String? = nil,
        lineage: String? = nil, snapshot: Bool = false, streaming: Bool = false, producer: String = "p"
    ) -> String {
        var runFacets = ""
        if let (parentJob, parentRun) = parent {
            runFacets = """
                "parent":{"run":{"runId":"\(parentRun)"},"job":{"namespace":"ns","name":"\(parentJob)"}}
                """
        }
        var jobFacets = ""
        if snapshot || streaming {
            jobFacets = """
                "jobType":{"processingType":"\(streaming ? "STREAMING" : "BATCH")","integration":"X",
                "emissionPattern":{"eventContentMode":"\(snapshot ? "COMPLETE_SNAPSHOT" : "ACCUMULATIVE")"}}
                """
        }
        return """
            {"eventTime":"\(time)","eventType":"\(type)","producer":"https://example.com/\(producer)",
            "run":{"runId":"\(run)","facets":{\(runFacets)}},
            "job":{"namespace":"ns","name":"\(job)","facets":{\(jobFacets)}},
            "inputs":[\(inputs.map { dataset($0) }.joined(separator: ","))],
            "outputs":[\(outputs.map {
                dataset($0, schema: schema, symlink: symlink, column: column, lineage: lineage)
            }.joined(separator: ","))]}
            """
    }

    static func declaredJob(_ minute: Int, inputs: [String] = [], outputs: [String] = []) -> String {
        """
        {"eventTime":"\(time(minute))","producer":"https://example.com/p","job":{"namespace":"ns","name":"j"},
        "inputs":[\(inputs.map { dataset($0) }.joined(separator: ","))],
        "outputs":[\(outputs.map { dataset($0) }.joined(separator: ","))]}
        """
    }

    static func declaredDataset(_ name: String, _ minute: Int, schema: String) -> String {
        """
        {"eventTime":"\(time(minute))","producer":"https://example.com/p","dataset":\(dataset(name, schema: schema))}
        """
    }

    /// - Parameter name: `other:x` is the dataset x of the namespace `other`.
    private static func dataset(
        _ name: String, schema: String? = nil, symlink: String? = nil, column: String? = nil, lineage: String? = nil
    ) -> String {
        var facets: [String] = []
        if let schema {
            let fields = schema.split(separator: ",").map { "{\"name\":\"\($0)\",\"type\":\"INT\"}" }
            facets.append("\"schema\":{\"fields\":[\(fields.joined(separator: ","))]}")
        }
        if let symlink {
            facets.append(
                symlink == "-"
                    ? "\"symlinks\":{\"_deleted\":true}"
                    : """
                    "symlinks":{"identifiers":[{"namespace":"ns","name":"\(symlink)","type":"TABLE"}]}
                    """)
        }
        if let column {
            facets.append(
                column == "-"
                    ? "\"columnLineage\":{\"_deleted\":true}"
                    : """
                    "columnLineage":{"fields":{"id":{"inputFields":[{"namespace":"ns","name":"\(column)","field":"k"}]}}}
                    """)
        }
        if let lineage {
            facets.append(
                lineage == "-"
                    ? "\"lineage\":{\"_deleted\":true}"
                    : """
                    "lineage":{"inputs":[{"namespace":"ns","name":"\(lineage.split(separator: ":").last ?? "")",
                    "type":"\(lineage.hasPrefix("job:") ? "JOB" : "DATASET")"}]}
                    """)
        }
        let namespace = name.hasPrefix("other:") ? "other" : "ns"
        return
            "{\"namespace\":\"\(namespace)\",\"name\":\"\(name.split(separator: ":").last ?? "")\",\"facets\":{\(facets.joined(separator: ","))}}"
    }
}
