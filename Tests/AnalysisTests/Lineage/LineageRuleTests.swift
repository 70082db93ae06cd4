import Analysis
import GraphEngine
import JSONBytes
import MetadataCatalog
import OpenLineage
import Testing

/// The rules about which edges an answer has.
struct LineageRuleTests {
    typealias E = Events

    @Test("inputs and outputs without further words are assumed to belong together")
    func plainRun() async throws {
        let estate = try await Estate([E.run("r", "COMPLETE", 1, inputs: ["a", "b"], outputs: ["c"])])
        #expect(try await estate.edges("job:ns:j") == ["[j] -> c assumed", "a -> [j] assumed", "b -> [j] assumed"])
        #expect(try await estate.edges("dataset:ns:c", .upstream).count == 3)
        #expect(try await estate.edges("dataset:ns:c", .downstream).isEmpty)
    }

    @Test("column lineage separates what one job makes from different inputs")
    func columnLineage() async throws {
        let estate = try await Estate([
            E.run("r", "COMPLETE", 1, inputs: ["a", "b"], outputs: ["c:columns=x<a.k", "d:columns=y<b.k"])
        ])
        let edges = try await estate.edges("dataset:ns:c", .upstream)
        #expect(edges == ["[j] -> c column", "a -> [j] column", "a -> c column (by j)"])
    }

    @Test("a JobEvent's inputs and outputs are declared, not assumed")
    func declaredJob() async throws {
        let estate = try await Estate([E.job("j", 1, inputs: ["a"], outputs: ["b"])])
        #expect(try await estate.edges("job:ns:j") == ["[j] -> b declared", "a -> [j] declared"])
        let report = try await estate.report(.text("job:ns:j"))
        #expect(report.completeness.assumed == 0)
    }

    @Test("runs do not erase what is declared, and a newer declaration replaces an older one")
    func declaredLayer() async throws {
        let estate = try await Estate([
            E.job("j", 1, inputs: ["a"], outputs: ["b"]), E.run("r", "COMPLETE", 2, inputs: ["c"], outputs: ["b"]),
        ])
        #expect(
            try await estate.edges("job:ns:j") == ["[j] -> b declared", "a -> [j] declared", "c -> [j] assumed"])
        try await estate.post([E.job("j", 3, inputs: ["d"], outputs: ["b"])])
        #expect(
            try await estate.edges("job:ns:j") == ["[j] -> b declared", "c -> [j] assumed", "d -> [j] declared"])
    }

    @Test("a stream counts though it never completes")
    func streaming() async throws {
        let estate = try await Estate([
            E.run("r", "START", 1, streaming: true),
            E.run("r", "RUNNING", 2, inputs: ["t"], outputs: ["u"], streaming: true),
        ])
        let report = try await estate.report(.text("job:ns:j"))
        #expect(report.lines == ["[j] -> u assumed", "t -> [j] assumed"])
        #expect(report.completeness.gaps.map(\.kind) == [.runNeverEnded])
    }

    @Test(
        "a failed run removes nothing; before the first success its edges are unconfirmed",
        arguments: ["FAIL", "ABORT"])
    func failures(_ end: String) async throws {
        let estate = try await Estate([E.run("r1", end, 1, inputs: ["a"], outputs: ["b"])])
        #expect(
            try await estate.edges("job:ns:j") == ["[j] -> b unconfirmed+assumed", "a -> [j] unconfirmed+assumed"])
        try await estate.post([E.run("r2", "COMPLETE", 2, inputs: ["c"], outputs: ["b"]), E.run("r3", end, 3)])
        #expect(try await estate.edges("job:ns:j") == ["[j] -> b assumed", "c -> [j] assumed"])
    }

    @Test("concurrent runs of a job count together, later ones replace them")
    func concurrentRuns() async throws {
        let estate = try await Estate([
            E.run("r1", "START", 1), E.run("r2", "START", 2),
            E.run("r1", "COMPLETE", 4, inputs: ["a1"], outputs: ["o1"]),
            E.run("r2", "COMPLETE", 5, inputs: ["a2"], outputs: ["o2"]),
        ])
        #expect(
            try await estate.edges("job:ns:j")
                == ["[j] -> o1 assumed", "[j] -> o2 assumed", "a1 -> [j] assumed", "a2 -> [j] assumed"])
        let upstream = try await estate.report(.text("dataset:ns:o1"))
        #expect(!upstream.nodeLines.contains("1 a2"), "runs of one job do not mix their inputs")
        try await estate.post([E.run("r3", "START", 6), E.run("r3", "COMPLETE", 7, inputs: ["a3"], outputs: ["o3"])])
        #expect(try await estate.edges("job:ns:j") == ["[j] -> o3 assumed", "a3 -> [j] assumed"])
    }

    @Test("empty lists erase nothing while a run is under way")
    func emptyLists() async throws {
        let estate = try await Estate([
            E.run("r1", "COMPLETE", 1, inputs: ["a"], outputs: ["b"]), E.run("r2", "START", 2),
            E.run("r2", "RUNNING", 3),
        ])
        #expect(try await estate.edges("job:ns:j") == ["[j] -> b assumed", "a -> [j] assumed"])
    }

    @Test("children of three levels bear their parents' names, and collapse into the topmost")
    func parents() async throws {
        let estate = try await Estate([
            E.run("d", "START", 0, job: "dag"), E.run("t", "START", 1, job: "dag.task", parent: ("dag", "d")),
            E.run("s", "COMPLETE", 2, job: "step", inputs: ["a"], outputs: ["b"], parent: ("dag.task", "t")),
            E.run("u", "COMPLETE", 3, job: "dag.use", inputs: ["b"], outputs: ["c"], parent: ("dag", "d")),
        ])
        let report = try await estate.report(.text("dataset:ns:a"))
        #expect(report.nodeLines == ["0 a", "1 [dag.task.step]", "1 b", "2 [dag.use]", "2 c"])
        let step = try #require(report.nodes.first { $0.id.short == "[dag.task.step]" })
        #expect(step.parent?.name == "dag.task")
        var query = LineageQuery()
        query.collapsesParents = true
        let collapsed = try await estate.report(.text("dataset:ns:a"), query)
        #expect(
            collapsed.lines
                == ["[dag] -> b assumed", "[dag] -> c assumed", "a -> [dag] assumed", "b -> [dag] assumed"])
    }

    @Test("names that symlinks unite are one node, and part when the link is withdrawn")
    func symlinks() async throws {
        let estate = try await Estate([
            E.run("r1", "COMPLETE", 1, job: "w", inputs: ["a"], outputs: ["b:alias=s3b"]),
            E.run("r2", "COMPLETE", 2, job: "r", inputs: ["s3b"], outputs: ["c"]),
        ])
        let report = try await estate.report(.text("dataset:ns:a"))
        #expect(report.nodeLines == ["0 a", "1 [w]", "1 b", "2 [r]", "2 c"])
        #expect(report.nodes.first { $0.id.short == "b" }?.aliases.map(\.name) == ["s3b"])
        let byAlias = try await estate.report(.text("dataset:ns:s3b"))
        #expect(byAlias.resolved?.node == "dataset:ns:b")
        try await estate.post([E.run("r3", "COMPLETE", 3, job: "w", inputs: ["a"], outputs: ["b:alias=-"])])
        #expect(try await estate.report(.text("dataset:ns:a")).nodeLines == ["0 a", "1 [w]", "1 b"])
        let before = try await estate.report(.text("dataset:ns:a"), asOf: E.time(2))
        #expect(before.nodeLines == ["0 a", "1 [w]", "1 b", "2 [r]", "2 c"])
    }

    @Test("more than fifty names are not believed to be one dataset")
    func aliasesBeyondBelief() async throws {
        let events = (0..<52).map { E.run("r\($0)", "COMPLETE", 1, job: "w\($0)", outputs: ["d\($0):alias=hub"]) }
        let estate = try await Estate(events)
        let report = try await estate.report(.text("dataset:ns:d3"))
        #expect(report.nodeLines == ["0 d3", "1 [w3]"])
        #expect(report.completeness.gaps.map(\.kind) == [.aliasesNotApplied])
    }

    @Test("hidden jobs and datasets are not shown and not walked through")
    func hidden() async throws {
        let estate = try await Estate([
            E.run("r1", "COMPLETE", 1, job: "one", inputs: ["a"], outputs: ["b"]),
            E.run("r2", "COMPLETE", 2, job: "two", inputs: ["b:columns=x<a.y"], outputs: ["c:columns=x<b.y"]),
            E.run("r3", "COMPLETE", 3, job: "three", inputs: ["c"], outputs: ["d"]),
        ])
        try await estate.command(.hideJob(JobID(namespace: "ns", name: "two")), at: "2026-01-02T00:00:00Z")
        #expect(try await estate.report(.text("dataset:ns:a")).nodeLines == ["0 a", "1 [one]", "1 b"])
        #expect(try await estate.report(.text("dataset:ns:c"), asOf: E.time(30)).nodeLines.count == 7)
        await #expect(throws: NodeNotFound.self) { try await estate.report(.text("job:ns:two")) }
        try await estate.command(
            .hideDataset(DatasetID(namespace: "ns", name: "b")), at: "2026-01-02T00:00:01Z")
        #expect(try await estate.report(.text("dataset:ns:a")).nodeLines == ["0 a", "1 [one]"])
        try await estate.post([
            E.run("r4", "COMPLETE", 4, job: "one", inputs: ["a"], outputs: ["b"]).replacing(
                "2026-01-01", with: "2026-01-03")
        ])
        #expect(try await estate.report(.text("dataset:ns:a")).nodeLines == ["0 a", "1 [one]", "1 b"])
    }

    @Test("what other jobs derive is left out of answers that do not have these jobs")
    func otherJobsDerivations() async throws {
        let estate = try await Estate([
            E.run("r1", "COMPLETE", 1, job: "one", inputs: ["a"], outputs: ["b:columns=x<a.y"]),
            E.run("r2", "COMPLETE", 2, job: "two", inputs: ["a"], outputs: ["b:columns=x<a.y"]),
        ])
        #expect(
            try await estate.edges("job:ns:one") == [
                "[one] -> b column", "a -> [one] column", "a -> b column (by one)",
            ])
        #expect(try await estate.edges("dataset:ns:b", .upstream).count == 6)
    }

    @Test("a DatasetEvent's lineage needs no job")
    func datasetEvent() async throws {
        let estate = try await Estate([E.declared("v:from=t", 1)])
        #expect(try await estate.edges("dataset:ns:v") == ["t -> v explicit+declared"])
    }

    @Test("a cut answer says so and counts what it left out")
    func truncation() async throws {
        let estate = try await Estate([
            E.run("r", "COMPLETE", 1, inputs: (0..<30).map { "i\($0)" }, outputs: ["o"])
        ])
        var query = LineageQuery()
        query.nodesMax = 10
        let report = try await estate.report(.text("dataset:ns:o"), query)
        #expect(report.nodes.count == 10)
        #expect(report.completeness.truncated)
        #expect(report.completeness.nodes == 32)
        #expect(report.completeness.edges == 31)
    }

    @Test("two answers without a change between them are the same bytes")
    func repeats() async throws {
        let estate = try await Estate([E.run("r", "COMPLETE", 1, inputs: ["a", "b"], outputs: ["c:type=MODEL"])])
        let first = try await estate.report(.text("dataset:ns:c"))
        #expect(first.bytes == (try await estate.report(.text("dataset:ns:c"))).bytes)
        #expect(first.nodes.first { $0.id.short == "c" }?.kind == "model")
        #expect(first.completeness.asOf == nil)
    }

    @Test("an edge tells when it was first and last seen")
    func edgeTimes() async throws {
        let estate = try await Estate([
            E.run("r1", "COMPLETE", 1, inputs: ["a"], outputs: ["b"]),
            E.run("r2", "COMPLETE", 5, inputs: ["a"], outputs: ["b"]),
        ])
        for edge in try await estate.report(.text("job:ns:j")).edges {
            #expect(edge.firstSeen == Estate.time(E.time(1)))
            #expect(edge.lastSeen == Estate.time(E.time(5)))
        }
        for edge in try await estate.report(.text("job:ns:j"), asOf: E.time(3)).edges {
            #expect(edge.lastSeen == Estate.time(E.time(1)))
        }
    }
}
