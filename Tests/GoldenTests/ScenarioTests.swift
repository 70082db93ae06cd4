import JSONBytes
import Testing

/// Stories of events, each with the graph that the rules lead to, whatever the order in which its events arrive.
struct ScenarioTests {
    enum Arrival: CaseIterable { case inOrder, reversed, twice }

    @Test("a story of ours gives the graph that the rules lead to", arguments: Scenario.own, Arrival.allCases)
    func own(_ scenario: Scenario, _ arrival: Arrival) async throws { try await check(scenario, arrival) }

    @Test(
        "real events give the graph that the rules lead to",
        .enabled(if: Scenario.shared != nil, "no ../shared beside the repository; WHEREFROM_SHARED may name it"),
        arguments: Scenario.real, Arrival.allCases)
    func real(_ scenario: Scenario, _ arrival: Arrival) async throws { try await check(scenario, arrival) }

    private func check(_ scenario: Scenario, _ arrival: Arrival) async throws {
        let expected = try scenario.expected()
        let names = Names(expected["namespaces"])
        let server = try await GoldenServer()
        try await load(try scenario.events(), arrival, server, expected)
        var graph = try await ObservedGraph(server, names)
        compare("jobs", graph.jobs, expected.texts("jobs"))
        compare("datasets", graph.datasets, expected.texts("datasets"))
        compare("aliases", graph.aliases.sorted(), expected.texts("aliases"))
        compare("edges", graph.edges, expected.texts("edges"))
        for (dataset, lines) in expected["columns"]?.members.map({ ($0.key.string, $0.value) }) ?? [] {
            let found = try await graph.columns(of: dataset)
            if let count = lines.int64 {
                #expect(found.count == count, "columns of \(dataset)")
            } else {
                compare("columns of \(dataset)", found, lines.elements.compactMap(\.string))
            }
        }
        for past in expected["past"]?.elements.map({ $0 }) ?? [] {
            let then = try await ObservedGraph(server, names, asOf: past["asOf"]?.byteString)
            compare("edges as of \(past["asOf"]?.string ?? "?")", then.edges, past.texts("edges"))
        }
        for question in expected["answers"]?.elements.map({ $0 }) ?? [] { try await ask(question, server) }
        await server.close()
    }

    /// Sends the events and looks at the statuses; in order, also at what was found odd about each.
    private func load(
        _ events: [Scenario.Event], _ arrival: Arrival, _ server: GoldenServer, _ expected: JSONValue
    ) async throws {
        #expect(events.count == expected["events"]?.int64.map(Int.init), "events of the scenario")
        let refused = expected["refused"]
        var indices = Array(events.indices)
        if arrival == .reversed { indices.reverse() }
        if arrival == .twice { indices = indices.flatMap { [$0, $0] } }
        var accepted: [Int] = []
        for index in indices {
            let status = try await server.post(events[index].bytes)
            let wanted = refused?.member(ByteString("\(index)"))?.int64.map(Int.init) ?? 201
            #expect(status == wanted, "event \(index) of \(events[index].file)")
            if status == 201 { accepted.append(index) }
        }
        guard arrival == .inOrder, let diagnostics = expected["diagnostics"] else { return }
        for (position, index) in accepted.enumerated() {
            let record = try await server.get("/api/v2/events/\(position + 1)")
            let found = Set(record?["diagnostics"]?.elements.compactMap { $0["id"]?.string } ?? [])
            compare("diagnostics of event \(index)", found.sorted(), diagnostics.texts(at: "\(index)"))
        }
    }

    private func ask(_ question: JSONValue, _ server: GoldenServer) async throws {
        let target = question["get"]?.string ?? ""
        let answer = try await server.send("GET", target)
        #expect(answer.status == question["status"]?.int64.map(Int.init) ?? 200, "\(target)")
        let root = try JSONDocument(parsing: answer.body).root
        for (path, wanted) in question["values"]?.members.map({ ($0.key.string, $0.value) }) ?? [] {
            let found = root.values(at: path).map(\.compact)
            let texts = wanted.kind == .array ? wanted.elements.map(\.compact) : [wanted.compact]
            #expect(found.sorted() == texts.sorted(), "\(target): \(path)")
        }
    }
}

/// Says which lines are missing and which are too many.
func compare(_ what: String, _ found: [String], _ wanted: [String]) {
    let missing = Set(wanted).subtracting(found).sorted()
    let surplus = Set(found).subtracting(wanted).sorted()
    #expect(
        missing.isEmpty && surplus.isEmpty,
        """
        \(what)
        missing:
        \(missing.joined(separator: "\n"))
        too many:
        \(surplus.joined(separator: "\n"))
        """)
    #expect(found.count == Set(found).count, "\(what): repeats")
}
