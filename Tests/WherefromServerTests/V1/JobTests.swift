import HTTPTypes
import JSONBytes
import OpenLineage
import Testing

@testable import WherefromServer

/// Jobs and runs of Marquez's API.
struct JobTests {
    @Test("MATCH: a child bears its parent's name; FIX: the name that events use leads to it")
    func fullNames() async throws {
        let server = try await MarquezServer([
            Event(
                "COMPLETE", at: "2026-01-01T00:00:00Z", job: "dag.task", runFacets: Event.parent("dag"), outputs: ["o"]),
            Event(
                "COMPLETE", at: "2026-01-01T00:01:00Z", run: Event.run2, job: "app",
                runFacets: Event.parent("dag.task", run: Event.run1), inputs: ["o"]),
        ])
        let task = try await server.get("/namespaces/n/jobs/dag.task")
        #expect(task.text("simpleName") == "task" && task.text("parentJobName") == "dag")
        #expect(task.text("latestRun/parentRunId") == Event.run3)
        let app = try await server.get("/namespaces/n/jobs/dag.task.app")
        #expect(app.text("simpleName") == "app" && app.text("parentJobName") == "dag.task")
        #expect(app.text("latestRun/parentRunId") == Event.run1 && app.text("latestRun/rootRunId") == Event.run3)
        for method in ["GET", "HEAD"] {
            let moved = try await server.send(method, "/namespaces/n/jobs/app/runs?limit=1")
            #expect(moved.status == 301)
            #expect(moved.headers[.location] == "/api/v1/namespaces/n/jobs/dag.task.app/runs?limit=1")
        }
        // Other methods act on the job itself; FIX: a child can be tagged by its full name, too.
        #expect(try await server.send("POST", "/namespaces/n/jobs/app/tags/a").json.text("name") == "dag.task.app")
        let tagged = try await server.send("POST", "/namespaces/n/jobs/dag.task.app/tags/b").json
        #expect(tagged.at("tags").map { $0.elements.map(\.string) } == ["a", "b"])
        let untagged = try await server.send("DELETE", "/namespaces/n/jobs/dag.task.app/tags/a").json
        #expect(untagged.at("tags").map { $0.elements.map(\.string) } == ["b"])
    }

    @Test("FIX: an unknown parent is in its own namespace, under way, and filled by its own events")
    func unknownParent() async throws {
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", runFacets: Event.parent("dag", in: "airflow"))
        ])
        let parent = try await server.get("/namespaces/airflow/jobs/dag")
        #expect(parent.text("latestRun/id") == Event.run3 && parent.text("latestRun/state") == "RUNNING")
        try await server.post(
            Event("FAIL", at: "2026-01-01T00:01:00Z", run: Event.run3, job: "dag", in: "airflow"))
        #expect(try await server.get("/jobs/runs/\(Event.run3)").text("state") == "FAILED")
    }

    @Test("a name that several jobs are sent under is 404 with candidates")
    func ambiguousNames() async throws {
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", job: "t", runFacets: Event.parent("a", run: Event.run3)),
            Event(
                "COMPLETE", at: "2026-01-01T00:00:00Z", run: Event.run2, job: "t",
                runFacets: Event.parent("b", run: "01890f3a-7b0e-7d6c-8a52-93a1d3c1b204")),
        ])
        let reply = try await server.send("GET", "/namespaces/n/jobs/t")
        #expect(reply.status == 404)
        #expect(try reply.json.at("candidates")?.elements.map(\.string) == ["job:n:a.t", "job:n:b.t"])
    }

    @Test("FIX: what a later event leaves out is not lost")
    func attributesStay() async throws {
        let facets = [
            Event.facet("documentation", #""description":"about""#),
            Event.facet("sourceCodeLocation", #""type":"git","url":"https://example.org/x.py""#),
            Event.facet("jobType", #""processingType":"streaming","integration":"FLINK","jobType":"JOB""#),
        ]
        let server = try await MarquezServer([
            Event("START", at: "2026-01-01T00:00:00Z", jobFacets: facets.joined(separator: ","), outputs: ["o"]),
            Event("COMPLETE", at: "2026-01-01T00:01:00Z"),
        ])
        let job = try await server.get("/namespaces/n/jobs/j")
        #expect(job.text("type") == "STREAM" && job.text("description") == "about")
        #expect(job.text("location") == "https://example.org/x.py")
        #expect(job.at("labels")?.elements.map(\.string) == ["JOB", "FLINK"])
        #expect(job.texts("outputs", "name") == ["o"])
        #expect(
            try await server.get("/jobs/runs/\(Event.run1)/facets?type=job").text("facets/documentation/description")
                == "about")
    }

    /// Events of one run, and the state, start and end that follow.
    static let histories: [(events: [(String?, Int)], state: String, start: Int?, end: Int?)] = [
        ([("START", 1)], "RUNNING", 1, nil), ([("RUNNING", 2), ("START", 1)], "RUNNING", 1, nil),
        ([("START", 1), ("COMPLETE", 3)], "COMPLETED", 1, 3), ([("COMPLETE", 3), ("START", 1)], "COMPLETED", 1, 3),
        ([("COMPLETE", 3), ("OTHER", 4)], "COMPLETED", 3, 3), ([("OTHER", 2)], "RUNNING", 2, nil),
        ([("start", 1), ("fail", 2)], "FAILED", 1, 2), ([("ABORT", 2), ("START", 1)], "ABORTED", 1, 2),
        ([(nil, 1)], "NEW", nil, nil), ([("START", 1), (nil, 2)], "RUNNING", 1, nil),
        ([("RUNNING", 1), (nil, 2)], "RUNNING", 1, nil), ([("COMPLETE", 2), ("FAIL", 3)], "FAILED", 2, 3),
        ([("FAIL", 3), ("COMPLETE", 4)], "COMPLETED", 3, 4), ([("whatever", 1)], "RUNNING", 1, nil),
    ]

    @Test("FIX: the state of a run follows from its events, not from their order of arrival", arguments: histories)
    func states(_ events: [(String?, Int)], _ state: String, _ start: Int?, _ end: Int?) async throws {
        func time(_ minute: Int) -> String { "2026-01-01T00:0\(minute):00Z" }
        let server = try await MarquezServer(events.map { Event($0.0, at: time($0.1)) })
        let run = try await server.get("/jobs/runs/\(Event.run1)")
        #expect(run.text("state") == state)
        #expect(run.text("startedAt") == start.map(time) && run.text("endedAt") == end.map(time))
        let duration = start.flatMap { start in end.map { Int64($0 - start) * 60_000 } }
        #expect(run.number("durationMs") == duration)
        #expect(try await server.get("/namespaces/n/jobs/j/runs").number("totalCount") == 1)
    }

    @Test("FIX: nominal times are kept; MATCH: arguments come from nominal time and parent")
    func nominalTimes() async throws {
        let nominal = Event.facet(
            "nominalTime", #""nominalStartTime":"2026-01-01T00:00:00+00:00","nominalEndTime":"2026-01-02T00:00:00Z""#)
        let server = try await MarquezServer([
            Event("START", at: "2026-01-01T00:00:00Z", runFacets: nominal + "," + Event.parent("p")),
            Event("COMPLETE", at: "2026-01-01T00:00:01Z"),
        ])
        let run = try await server.get("/jobs/runs/\(Event.run1)")
        #expect(run.text("nominalStartTime") == "2026-01-01T00:00:00Z")
        #expect(run.text("nominalEndTime") == "2026-01-02T00:00:00Z")
        #expect(run.text("args/nominal_start_time") == "2026-01-01T00:00:00Z")
        #expect(
            run.text("args/run_id") == Event.run3 && run.text("args/name") == "p" && run.text("args/namespace") == "n")
        #expect(run.at("facets/nominalTime") != nil && run.at("facets/parent") != nil)
    }

    @Test("MATCH: a run id that is no UUID is answered as Marquez's UUID and found by both")
    func textIDs() async throws {
        let server = try await MarquezServer([Event("COMPLETE", at: "2026-01-01T00:00:00Z", run: "run_id")])
        let run = try await server.get("/jobs/runs/run_id")
        let id = UUIDBytes.nameBased(Array("run_id".utf8)).description
        #expect(run.text("id") == id)
        #expect(try await server.get("/jobs/runs/\(id)").text("runId") == "run_id")
    }

    @Test("a run id that several jobs use answers the run that started last, and names the others")
    func sharedIDs() async throws {
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", job: "a", outputs: ["x"]),
            Event("START", at: "2026-01-01T00:01:00Z", job: "b", outputs: ["y"]),
        ])
        let run = try await server.get("/jobs/runs/\(Event.run1)")
        #expect(run.text("jobName") == "b" && run.texts("otherJobs", "name") == ["a"])
        #expect(try await server.get("/namespaces/n/jobs/a").text("latestRun/state") == "COMPLETED")
        #expect(try await server.send("POST", "/jobs/runs/\(Event.run1)/complete").status == 409)
    }

    @Test("FIX: a version of a job has one id everywhere, and runs name it when they have ended")
    func jobVersions() async throws {
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", inputs: ["i"], outputs: ["o"]),
            Event("COMPLETE", at: "2026-01-02T00:00:00Z", run: Event.run2, inputs: ["i"], outputs: ["o", "p"]),
            Event("START", at: "2026-01-03T00:00:00Z", run: Event.run3, inputs: ["i"], outputs: ["o"]),
        ])
        let versions = try await server.get("/namespaces/n/jobs/j/versions")
        #expect(versions.at("versions")?.count == 2 && versions.at("totalCount") == nil)
        #expect(versions.texts("versions/0/outputs", "name") == ["o", "p"])
        let id = try #require(versions.text("versions/0/version"))
        #expect(versions.text("versions/0/id/version") == id)
        #expect(try await server.get("/namespaces/n/jobs/j").text("currentVersion") == id)
        #expect(try await server.get("/jobs/runs/\(Event.run2)").text("jobVersion/version") == id)
        #expect(try await server.get("/jobs/runs/\(Event.run3)").at("jobVersion")?.isNull == true)
        let one = try await server.get("/namespaces/n/jobs/j/versions/\(id)")
        #expect(one.text("latestRun/id") == Event.run2)
    }

    @Test("runs are listed youngest first, with the facets of inputs and outputs")
    func runs() async throws {
        let input = Event.data("i", inputFacets: Event.facet("inputStatistics", #""rowCount":7"#))
        let output = Event.data("o", outputFacets: Event.facet("outputStatistics", #""rowCount":9"#))
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", run: Event.run2, job: "maker", outputs: ["i"]),
            Event("START", at: "2026-01-01T00:01:00Z", inputs: [input]),
            Event("COMPLETE", at: "2026-01-01T00:02:00Z", outputs: [output]),
            Event("START", at: "2026-01-01T00:03:00Z", run: Event.run3),
        ])
        let runs = try await server.get("/namespaces/n/jobs/j/runs")
        #expect(runs.texts("runs", "id") == [Event.run3, Event.run1])
        #expect(runs.number("runs/1/inputDatasetVersions/0/facets/inputStatistics/rowCount") == 7)
        #expect(runs.number("runs/1/outputDatasetVersions/0/facets/outputStatistics/rowCount") == 9)
        let made = try await server.get("/namespaces/d/datasets/i").text("currentVersion")
        #expect(runs.text("runs/1/inputDatasetVersions/0/datasetVersionId/version") == made)
        let job = try await server.get("/namespaces/n/jobs/j")
        #expect(job.texts("latestRuns", "state") == ["RUNNING", "COMPLETED"])
    }
}
