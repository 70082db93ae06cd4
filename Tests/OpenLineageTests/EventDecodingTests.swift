import Foundation
import JSONBytes
import OpenLineage
import Testing

struct EventDecodingTests {
    struct Odd: CustomTestStringConvertible, Sendable {
        var name: String
        var kind = OpenLineageEvent.Kind.run
        var type = EventType.complete
        var diagnostics: [String] = []

        var testDescription: String { name }
    }

    static let odd: [Odd] = [
        Odd(name: "plain"),
        Odd(name: "no-event-type", type: .absent, diagnostics: ["event-type-missing"]),
        Odd(name: "unknown-event-type", type: .other, diagnostics: ["event-type-unknown"]),
        Odd(name: "lower-case-event-type"),
        Odd(name: "event-type-is-a-number", type: .other, diagnostics: ["event-type-unknown"]),
        Odd(name: "no-producer", diagnostics: ["producer-missing"]),
        Odd(name: "producer-is-no-uri", diagnostics: ["producer-not-uri"]),
        Odd(name: "no-schema-url", diagnostics: ["schema-url-missing"]),
        Odd(name: "no-zone", diagnostics: ["event-time-without-zone"]),
        Odd(name: "date-only", diagnostics: ["event-time-without-zone"]),
        Odd(name: "basic-format-time", diagnostics: ["event-time-unusual"]),
        Odd(name: "run-id-is-a-number", diagnostics: ["identity-not-text"]),
        Odd(name: "run-id-is-no-uuid"),
        Odd(name: "job-name-is-a-boolean", diagnostics: ["identity-not-text"]),
        Odd(name: "empty-names"),
        Odd(name: "null-lists"),
        Odd(name: "no-lists"),
        Odd(name: "job-event-under-run-schema", kind: .job, type: .absent),
        Odd(name: "job-event", kind: .job, type: .absent),
        Odd(name: "job-event-with-event-type", kind: .job, type: .absent),
        Odd(name: "dataset-event-under-run-schema", kind: .dataset, type: .absent),
        Odd(name: "run-event-with-dataset", diagnostics: ["event-kind-ambiguous"]),
        Odd(
            name: "job-and-dataset-under-dataset-schema", kind: .dataset, type: .absent,
            diagnostics: ["event-kind-ambiguous"]),
        Odd(name: "duplicate-datasets"),
        Odd(name: "facets-is-a-list", diagnostics: ["facets-not-object"]),
        Odd(name: "nan-in-facet", diagnostics: ["json-non-finite-number"]),
        Odd(name: "lone-surrogate-in-name", diagnostics: ["json-lone-surrogate"]),
        Odd(name: "nul-in-name", diagnostics: ["json-nul-character"]),
        Odd(name: "duplicate-key", diagnostics: ["json-duplicate-key"]),
        Odd(name: "huge-number", diagnostics: ["json-huge-number"]),
        Odd(name: "long-name"),
        Odd(name: "unicode-names"),
        Odd(name: "parent-run-alias"),
    ]

    @Test("Odd events are accepted with what was odd about them", arguments: odd)
    func oddEvents(odd: Odd) throws {
        let event = try event(odd: odd.name)
        #expect(event.kind == odd.kind)
        #expect(event.type == odd.type)
        #expect(event.diagnostics.map(\.id) == odd.diagnostics)
        #expect((event.run != nil) == (odd.kind == .run))
        #expect((event.job != nil) == (odd.kind != .dataset))
        #expect((event.dataset != nil) == (odd.kind == .dataset))
    }

    @Test("Every odd fixture is in the table")
    func everyFixtureIsTested() {
        let files = Fixtures.files(below: Fixtures.folder.appending(path: "odd"), suffix: ".json")
        #expect(files.map { $0.deletingPathExtension().lastPathComponent }.sorted() == Self.odd.map(\.name).sorted())
    }

    @Test(
        "Events without identity are refused with the reason",
        arguments: [
            ("list", 400, ["an event must be a JSON object"]), ("text", 400, ["an event must be a JSON object"]),
            ("null", 400, ["an event must be a JSON object"]),
            ("empty-object", 422, ["eventTime must not be null", "run must not be null", "job must not be null"]),
            ("no-event-time", 422, ["eventTime must not be null"]),
            ("event-time-is-a-number", 422, ["eventTime must be text in the format of RFC 3339"]),
            (
                "event-time-is-no-time", 422,
                ["eventTime must be a time in the format of RFC 3339 between the years 1678 and 2261"]
            ),
            (
                "event-time-out-of-range", 422,
                ["eventTime must be a time in the format of RFC 3339 between the years 1678 and 2261"]
            ),
            ("run-without-id", 422, ["run.runId must not be null"]), ("run-is-text", 422, ["run must be an object"]),
            ("run-id-is-an-object", 422, ["run.runId must be text"]),
            ("run-without-job", 422, ["job must not be null"]),
            ("run-event-without-run", 422, ["run must not be null"]),
            ("job-without-name", 422, ["job.name must not be null"]),
            ("job-without-both", 422, ["job.namespace must not be null", "job.name must not be null"]),
            ("job-name-is-null", 422, ["job.name must not be null"]),
            ("input-without-name", 422, ["inputs[1].name must not be null"]),
            ("output-without-namespace", 422, ["outputs[0].namespace must not be null"]),
            ("inputs-is-an-object", 422, ["inputs must be a list"]),
            ("input-is-null", 422, ["inputs[0] must be an object"]),
            ("dataset-without-name", 422, ["dataset.name must not be null"]),
        ] as [(String, Int, [String])])
    func refused(name: String, status: Int, errors: [String]) throws {
        let bytes = try Fixtures.bytes(Fixtures.folder.appending(path: "refused/\(name).json"))
        let value = try JSONDocument(parsing: bytes).root
        #expect(throws: EventRejection(status: status, errors: errors)) { try OpenLineageEvent(decoding: value) }
    }

    @Test("Names are taken as bytes, numbers and booleans by their spelling")
    func names() throws {
        #expect(try event(odd: "lone-surrogate-in-name").job?.id.name.bytes.suffix(3) == [0xed, 0xa0, 0x80])
        #expect(try event(odd: "nul-in-name").job?.id.name.bytes.last == 0)
        #expect(try event(odd: "run-id-is-a-number").run?.id.bytes == "42")
        #expect(try event(odd: "job-name-is-a-boolean").job?.id.name == "true")
        #expect(try event(odd: "empty-names").inputs.map(\.id) == [DatasetID(namespace: "", name: "")])
        #expect(try event(odd: "long-name").job?.id.name.count == 3000)
    }

    @Test("Duplicate datasets are kept, and null lists are empty")
    func lists() throws {
        #expect(try event(odd: "duplicate-datasets").inputs.count == 2)
        #expect(try event(odd: "null-lists").inputs.isEmpty)
        #expect(try event(odd: "no-lists").outputs.isEmpty)
    }

    @Test("The old key parentRun is read as parent")
    func parentAlias() throws {
        let facets = try #require(try event(odd: "parent-run-alias").run).facets
        let parent = try #require(facets.decode(ParentRunFacet.self))
        #expect(parent.runID == RunID("01941f29-7c00-7000-8000-00000000000a"))
        #expect(parent.job == JobID(namespace: "n", name: "p"))
        #expect(facets["parent"] == nil)
    }

    @Test("Of a batch, only the event that is odd is called so")
    func oddityOfOneEventInABatch() throws {
        let folder = Fixtures.folder.appending(path: "odd")
        let names = ["plain", "nan-in-facet", "duplicate-key", "lone-surrogate-in-name", "nul-in-name", "huge-number"]
        let texts = try names.map { try Fixtures.bytes(folder.appending(path: "\($0).json")) }
        let batch = Array("[".utf8) + Array(texts.joined(separator: ",".utf8)) + Array("]".utf8)
        let events = try JSONDocument(parsing: batch).root.elements.map { try OpenLineageEvent(decoding: $0) }
        let expected = names.map { name in Self.odd.first { $0.name == name }?.diagnostics ?? [] }
        #expect(events.map { $0.diagnostics.map(\.id) } == expected)
    }

    @Test("Events that are wrong in many places answer in bounded time and size")
    func manyMistakes() throws {
        let head =
            #"{"eventTime":"2026-01-31T09:30:00Z","producer":"p:","schemaURL":"s","eventType":"START","run":{"runId":"r""#
        let job = #""job":{"namespace":"n","name":"j"}"#
        let count = 20_000
        let nameless = Array(repeating: "{}", count: count).joined(separator: ",")
        let refused = try json(head + "},\(job),\"inputs\":[\(nameless)]}")
        let rejection = #expect(throws: EventRejection.self) { try OpenLineageEvent(decoding: refused) }
        #expect(rejection?.errors.count == EventRejection.errorsMax)
        #expect(marquezStrictErrors(of: refused).count == EventRejection.errorsMax)
        let numbered = Array(repeating: #"{"namespace":1,"name":2}"#, count: count).joined(separator: ",")
        let odd = try OpenLineageEvent(decoding: json(head + "},\(job),\"inputs\":[\(numbered)]}"))
        #expect(odd.inputs.count == count && odd.diagnostics.count == OpenLineageEvent.diagnosticsMax)
        let repeated = Array(repeating: #""f":{}"#, count: count).joined(separator: ",")
        let one = try OpenLineageEvent(decoding: json(head + ",\"facets\":{\(repeated)}},\(job)}"))
        #expect(one.run?.facets.map(\.name) == ["f"])
        #expect(!one.facetDiagnostics().isEmpty)
    }

    @Test("Every diagnostic is documented")
    func diagnosticsAreDocumented() throws {
        let page = Fixtures.repository.appending(path: "docs/reference/diagnostics.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let sources = Fixtures.files(
            below: Fixtures.repository.appending(path: "Sources/OpenLineage"), suffix: ".swift")
        var ids: Set<String> = []
        let pattern = try Regex<(Substring, Substring)>(
            #""((?:event|producer|schema-url|identity|facets?|json)-[a-z-]+)""#)
        for source in sources {
            for match in try String(contentsOf: source, encoding: .utf8).matches(of: pattern) {
                ids.insert(String(match.output.1))
            }
        }
        #expect(ids.count > 15)
        for id in ids { #expect(text.contains("`\(id)`"), "\(id) is not in \(page.lastPathComponent)") }
    }
}
