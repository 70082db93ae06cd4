import Testing

@testable import wherefrom_bench

@Suite struct TableTests {
    @Test("medians are taken by name, names keep their order")
    func medians() {
        let medians = Medians("b.x\t3\na\t1\nb.x\t9\nb.x\t4\na\t2\nbroken line\n")
        #expect(medians.keys == ["b.x", "a"])
        #expect(medians["b.x"] == 4)
        #expect(medians["a"] == 1.5)
        #expect(medians["c"] == nil)
    }

    @Test(
        "numbers have a fixed number of digits",
        arguments: [
            (1.005, 1, "1.0"), (0.04, 2, "0.04"), (-2.5, 1, "-2.5"), (19_999.6, 0, "20000"), (0.001, 2, "0.00"),
        ])
    func rounded(_ value: Double, _ digits: Int, _ text: String) {
        #expect(Budget.rounded(value, to: digits) == text)
    }

    @Test("a verdict says by how much a budget is missed")
    func verdicts() {
        let floor = Budget("a", "", "events/s", .atLeast(20_000))
        #expect(floor.verdict(20_000, bound: 20_000, datasets: 1) == "met")
        #expect(floor.verdict(10_000, bound: 20_000, datasets: 1) == "missed by a factor of 2.00")
        let relative = Budget("a", "", "ms", .times(2, of: "b"))
        #expect(relative.bound(Medians("b\t1.5")) == 3)
        #expect(relative.bound(Medians("")) == nil)
        let large = Budget("a", "", "ms", .below(10), isForMillion: true)
        #expect(large.verdict(1, bound: 10, datasets: 1_000_000) == "met")
        #expect(large.verdict(1, bound: 10, datasets: 500).contains("here 500"))
    }

    @Test("every row of the table has its own measurement")
    func rows() {
        #expect(Set(Budget.all.map(\.key)).count == Budget.all.count)
    }

    @Test("stage times are read from metrics")
    func stages() {
        let text = """
            # TYPE wherefrom_ingest_stage_seconds_total counter
            wherefrom_ingest_stage_seconds_total{stage="decode"} 1.5
            wherefrom_ingest_stage_seconds_total{stage="commit"} 2e-3
            other_total 7
            """
        let stages = StageTimes.parse(text)
        #expect(stages.map(\.0) == ["decode", "commit"])
        #expect(stages.map(\.1) == [1.5, 0.002])
    }

    @Test("options are names with values or switches; unknown ones are refused")
    func options() throws {
        let options = try Options(["--streamed", "--events", "7"], known: ["streamed", "events"])
        #expect(options.isOn("streamed"))
        #expect(try options.int("events", 1) == 7)
        #expect(try options.int("batch", 5) == 5)
        #expect(throws: UsageError.self) { try Options(["--nope"], known: ["events"]) }
        #expect(throws: UsageError.self) { try Options(["--events", "x"], known: ["events"]).int("events", 1) }
    }
}
