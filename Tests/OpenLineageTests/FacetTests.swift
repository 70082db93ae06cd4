import Foundation
import JSONBytes
import OpenLineage
import Testing

struct FacetTests {
    /// One facet with every member that the registry lists, each with a value of its own.
    static let everyMember = FacetRegistry.all.map { FacetSample($0) }

    @Test("Every member of every facet reaches its Swift value", arguments: everyMember)
    func everyMemberIsDecoded(sample: FacetSample) throws {
        let facet = try #require(sample.entry.decode(json(sample.text)))
        let shown = String(reflecting: facet)
        for leaf in sample.leaves {
            #expect(shown.contains(leaf), "\(leaf) of \(sample.text) is not in \(shown)")
        }
    }

    @Test("A facet with all members has no diagnostics", arguments: everyMember)
    func samplesAreInOrder(sample: FacetSample) throws {
        #expect(try diagnostics(of: sample.text, sample.entry) == [])
    }

    @Test("Members of the wrong type lose nothing but themselves", arguments: everyMember)
    func wrongTypes(sample: FacetSample) throws {
        for member in sample.entry.members {
            for wrong in ["17", "\"x\"", "[]", "{}", "true", "null", "[[]]", "{\"a\":1}", "NaN"] {
                let others = sample.members.filter { $0.name != "\(member.name)" }
                let text = "{" + (others.map(\.text) + ["\"\(member.name)\":\(wrong)"]).joined(separator: ",") + "}"
                let facet = try #require(sample.entry.decode(json(text)), "\(text)")
                let shown = String(reflecting: facet)
                for leaf in others.flatMap(\.leaves) { #expect(shown.contains(leaf), "\(leaf) of \(text)") }
            }
        }
    }

    @Test("Only an object is a facet", arguments: FacetRegistry.all.map(\.name))
    func onlyObjects(name: String) throws {
        let entry = try #require(FacetRegistry.all.first { $0.name == name })
        for text in ["17", "\"x\"", "[]", "true", "null"] {
            #expect(entry.decode(try json(text)) == nil)
        }
        _ = try #require(entry.decode(json("{}")))
    }

    @Test("The registry has each facet of the 38 files once, and finds it")
    func registry() {
        #expect(FacetRegistry.all.count == 40)
        #expect(Set(FacetRegistry.all.map(\.file)).count == 38)
        for entry in FacetRegistry.all {
            #expect(FacetRegistry.entry(entry.key, of: entry.entity)?.name == entry.name)
        }
        #expect(FacetRegistry.entry("parentRun", of: .run)?.name == "ParentRunFacet")
        #expect(FacetRegistry.entry("dataQualityAssertions", of: .dataset)?.entity == .input)
        #expect(FacetRegistry.entry("schema", of: .output)?.entity == .dataset)
        #expect(FacetRegistry.entry("schema", of: .run) == nil)
    }

    @Test("Deleted and null facets are not decoded; the last duplicate counts")
    func facetSets() throws {
        let facets = FacetSet(
            try json(
                """
                {"sql":{"query":"a"},"x":null,"y":17,"documentation":{"_deleted":true,"description":"d"},
                 "sql":{"query":"b"}}
                """))
        #expect(facets.decode(SQLJobFacet.self)?.query == "b")
        #expect(facets["documentation"]?.isDeleted == true)
        #expect(facets.decode(DocumentationJobFacet.self) == nil)
        #expect(facets["x"] == nil)
        #expect(facets.map(\.name) == ["y", "documentation", "sql"])
        let name: ByteString = "y"
        #expect(facets[name]?.value.int64 == 17)
        let list = try json("[1]")
        #expect(FacetSet(nil).isEmpty && FacetSet(list).isEmpty && !facets.isEmpty)
    }

    @Test("What cannot be read of lineage is counted")
    func unreadableLineage() throws {
        let columns = try #require(
            ColumnLineageDatasetFacet(
                json: json(
                    """
                    {"fields":{"a":{"inputFields":[{"namespace":"n","name":"t","field":"x"},{"name":"t"},7]},"b":[]},
                     "dataset":[{"namespace":"n","name":"t","field":"y"},{}]}
                    """)))
        #expect(columns.unreadableCount == 4)
        #expect(columns.fields.map(\.name) == ["a"])
        let job = try #require(
            LineageJobFacet(
                json: json(
                    """
                    {"entries":[{"type":"JOB","inputs":[]},{"type":"JOB","name":"half","inputs":[{"type":"JOB"}]},
                     {"type":"DATASET","namespace":"n","name":"d","inputs":[{"type":"PERSON"}],"fields":{"c":[]}}]}
                    """)))
        #expect(job.unreadableCount == 4)
        #expect(job.entries.map(\.target) == [.ownJob, .dataset(DatasetID(namespace: "n", name: "d"))])
        #expect(job.entries[0].inputs == [])
        let dataset = try #require(LineageDatasetFacet(json: json(#"{"fields":{"c":{"inputs":[]}}}"#)))
        #expect(dataset.inputs == nil && dataset.unreadableCount == 0)
    }

    @Test(
        "Transformations are known in any case, and the deprecated members say the same",
        arguments: [
            (#"{"type":"direct","subtype":"identity"}"#, Transformation.Kind.direct, Transformation.Subtype.identity),
            (#"{"type":"INDIRECT","subtype":"GROUP_BY","masking":true}"#, .indirect, .groupBy),
            (#"{"type":"DIRECT","subtype":""}"#, .direct, nil), (#"{"type":"ODD"}"#, .other, nil), ("{}", .other, nil),
        ] as [(String, Transformation.Kind, Transformation.Subtype?)])
    func transformations(text: String, kind: Transformation.Kind, subtype: Transformation.Subtype?) throws {
        let facet = try #require(
            ColumnLineageDatasetFacet(
                json: json(
                    """
                    {"fields":{"a":{"inputFields":[{"namespace":"n","name":"t","field":"x","transformations":[\(text)]}],
                     "transformationType":"MASKED","transformationDescription":"hashed"},
                     "b":{"inputFields":[],"transformationType":"","transformationDescription":""}}}
                    """)))
        let transformation = try #require(facet.fields[0].inputFields.first?.transformations.first)
        #expect(transformation.kind == kind && transformation.knownSubtype == subtype)
        #expect(facet.fields[0].legacyTransformation?.masking == true)
        #expect(facet.fields[0].legacyTransformation?.description == "hashed")
        #expect(facet.fields[1].legacyTransformation == nil)
    }

    @Test("Facet diagnostics name the member by JSON Pointer and are bounded")
    func facetDiagnostics() throws {
        let event = try OpenLineageEvent(
            decoding: json(
                """
                {"eventTime":"2026-01-31T09:30:00Z","producer":"p:","schemaURL":"s","run":{"runId":"r","facets":{
                 "a/b~":5,"nominalTime":{"_producer":"p","_schemaURL":"s","nominalEndTime":"soon"}}},
                 "job":{"namespace":"n","name":"j","facets":{"sql":{"query":["x"]}}}}
                """))
        let found = event.facetDiagnostics().map { "\($0.id) \($0.path ?? "")" }
        #expect(
            found == [
                "facet-not-object /run/facets/a~1b~0",
                "facet-member-missing /run/facets/nominalTime/nominalStartTime",
                "facet-member-type /run/facets/nominalTime/nominalEndTime", "facet-base-missing /job/facets/sql",
                "facet-member-type /job/facets/sql/query",
            ])
        let fields = (0..<500).map { _ in "{}" }.joined(separator: ",")
        let wide = try OpenLineageEvent(
            decoding: json(
                """
                {"eventTime":"2026-01-31T09:30:00Z","dataset":{"namespace":"n","name":"d","facets":{
                 "schema":{"_producer":"p","_schemaURL":"s","fields":[\(fields)]}}}}
                """)
        ).facetDiagnostics()
        #expect(wide.count == OpenLineageEvent.facetDiagnosticsMax)
        #expect(wide.last?.id == "facet-diagnostics-cut")
    }

    @Test("Every facet is documented with its version")
    func facetsAreDocumented() throws {
        let page = Fixtures.repository.appending(path: "docs/reference/facets.md")
        let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
        for entry in FacetRegistry.all {
            let members = entry.members.map { "`\($0.name)`" + ($0.isRequired ? "*" : "") }.joined(separator: ", ")
            let row = "| `\(entry.key)` | `\(entry.file)` | \(entry.version) | \(members) |"
            #expect(lines.contains { $0.hasPrefix(row) }, "\(row)")
        }
    }
}

/// The diagnostics of a facet in an event of its kind.
func diagnostics(of facet: String, _ entry: FacetRegistry.Entry) throws -> [Diagnostic] {
    let facets = #"{"\#(entry.key)":\#(facet)}"#
    let run = #""run":{"runId":"r","facets":\#(entry.entity == .run ? facets : "{}")}"#
    let job = #""job":{"namespace":"n","name":"j","facets":\#(entry.entity == .job ? facets : "{}")}"#
    let place =
        switch entry.entity {
        case .input: "inputFacets"
        case .output: "outputFacets"
        case .run, .job, .dataset: "facets"
        }
    let isDataset = [.dataset, .input, .output].contains(entry.entity)
    let dataset = #"{"namespace":"n","name":"d","\#(place)":\#(isDataset ? facets : "{}")}"#
    let list = entry.entity == .output ? "outputs" : "inputs"
    let text = #"{"eventTime":"2026-01-31T09:30:00Z",\#(run),\#(job),"\#(list)":[\#(dataset)]}"#
    return try OpenLineageEvent(decoding: json(text)).facetDiagnostics()
}
