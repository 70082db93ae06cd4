import JSONBytes
import Testing

@testable import WherefromServer

/// Datasets and their versions of Marquez's API.
struct DatasetTests {
    @Test("FIX: one version for each writing run, with one id everywhere")
    func versions() async throws {
        let server = try await MarquezServer([
            Event("START", at: "2026-01-01T00:00:00Z", outputs: ["o"]),
            Event("COMPLETE", at: "2026-01-01T00:01:00Z", outputs: [Event.data("o", facets: Event.schema("a"))]),
            Event(
                "COMPLETE", at: "2026-01-02T00:00:00Z", run: Event.run2,
                outputs: [Event.data("o", facets: Event.schema("a", "b"))]),
            Event("START", at: "2026-01-03T00:00:00Z", run: Event.run3, job: "reader", inputs: ["o"]),
        ])
        let list = try await server.get("/namespaces/d/datasets/o/versions")
        #expect(list.number("totalCount") == 2 && list.at("versions")?.count == 2)
        #expect(list.texts("versions", "createdByRun/id") == [Event.run2, Event.run1])
        #expect(list.texts("versions", "createdAt") == ["2026-01-02T00:00:00Z", "2026-01-01T00:01:00Z"])
        #expect(list.texts("versions/0/fields", "name") == ["a", "b"])
        #expect(list.texts("versions/1/fields", "name") == ["a"])
        let id = try #require(list.text("versions/0/version"))
        #expect(list.text("versions/0/currentSchemaVersion") != list.text("versions/1/currentSchemaVersion"))
        let dataset = try await server.get("/namespaces/d/datasets/o")
        #expect(dataset.text("currentVersion") == id && dataset.text("lastModifiedAt") == "2026-01-02T00:00:00Z")
        #expect(try await server.get("/namespaces/d/datasets/o/versions/\(id)").text("version") == id)
        let writer = try await server.get("/jobs/runs/\(Event.run2)")
        #expect(writer.text("outputDatasetVersions/0/datasetVersionId/version") == id)
        let reader = try await server.get("/jobs/runs/\(Event.run3)")
        #expect(reader.text("inputDatasetVersions/0/datasetVersionId/version") == id)
        let second = try await server.get("/namespaces/d/datasets/o/versions?limit=1&offset=1")
        #expect(second.texts("versions", "version") == [try #require(list.text("versions/1/version"))])
    }

    @Test("MATCH: what is only read has a version without a run, which its readers name")
    func firstState() async throws {
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", inputs: [Event.data("i", facets: Event.schema("a"))])
        ])
        let list = try await server.get("/namespaces/d/datasets/i/versions")
        #expect(list.number("totalCount") == 1 && list.at("versions/0/createdByRun")?.isNull == true)
        #expect(list.texts("versions/0/fields", "name") == ["a"])
        let id = list.text("versions/0/version")
        #expect(try await server.get("/namespaces/d/datasets/i").text("currentVersion") == id)
        let run = try await server.get("/jobs/runs/\(Event.run1)")
        #expect(run.text("inputDatasetVersions/0/datasetVersionId/version") == id)
        #expect(try await server.get("/namespaces/d/datasets/i").at("lastModifiedAt")?.isNull == true)
    }

    @Test("a DatasetEvent is a version, and its id finds it")
    func declaredVersions() async throws {
        let server = try await MarquezServer([
            Event(nil, at: "2026-01-01T00:00:00Z", dataset: Event.data("t", facets: Event.schema("a"))),
            Event(nil, at: "2026-01-02T00:00:00Z", dataset: Event.data("t", facets: Event.schema("a", "b"))),
        ])
        let list = try await server.get("/namespaces/d/datasets/t/versions")
        #expect(list.number("totalCount") == 2)
        for index in 0..<2 {
            let id = try #require(list.text("versions/\(index)/version"))
            #expect(
                try await server.get("/namespaces/d/datasets/t/versions/\(id)").text("createdAt")
                    == "2026-01-0\(2 - index)T00:00:00Z")
        }
    }

    @Test("facets of events become members: documentation, source, lifecycle, tags, output facets")
    func facets() async throws {
        let facets = [
            Event.schema("a"), Event.facet("documentation", #""description":"about""#),
            Event.facet("dataSource", #""name":"shop","uri":"postgres://h:5432/shop""#),
            Event.facet("lifecycleStateChange", #""lifecycleStateChange":"DROP""#),
            Event.facet(
                "tags",
                #""tags":[{"key":"gold","value":"1","source":"s"},{"key":"pii","value":"1","source":"s","field":"a"}]"#),
            Event.facet("custom", #""x":[1.50,{"y":null}]"#),
        ]
        let server = try await MarquezServer([
            Event(
                "COMPLETE", at: "2026-01-01T00:00:00Z",
                outputs: [
                    Event.data(
                        "o", facets: facets.joined(separator: ","),
                        outputFacets: Event.facet("outputStatistics", #""rowCount":9"#))
                ])
        ])
        let dataset = try await server.get("/namespaces/d/datasets/o")
        #expect(dataset.text("description") == "about" && dataset.text("sourceName") == "shop")
        #expect(dataset.text("lastLifecycleState") == "DROP" && dataset.at("deleted")?.bool == true)
        #expect(dataset.at("tags")?.elements.map(\.string) == ["gold"])
        #expect(dataset.at("fields/0/tags")?.elements.map(\.string) == ["pii"])
        // FIX: output facets are shown, unknown ones as they were sent.
        #expect(dataset.number("facets/outputStatistics/rowCount") == 9)
        #expect(dataset.at("facets/custom/x").map { String(decoding: $0.raw, as: UTF8.self) } == #"[1.50,{"y":null}]"#)
        let source = try await server.get("/sources/shop")
        #expect(source.text("connectionUrl") == "postgres://h:5432/shop")
        #expect(try await server.get("/sources").texts("sources", "name") == ["default", "shop"])
    }

    @Test("FIX: a deleted facet is gone")
    func deletedFacets() async throws {
        let server = try await MarquezServer([
            Event(
                "COMPLETE", at: "2026-01-01T00:00:00Z",
                outputs: [Event.data("o", facets: Event.facet("documentation", #""description":"about""#))]),
            Event(
                "COMPLETE", at: "2026-01-02T00:00:00Z", run: Event.run2,
                outputs: [Event.data("o", facets: Event.facet("documentation", #""_deleted":true"#))]),
        ])
        let dataset = try await server.get("/namespaces/d/datasets/o")
        #expect(dataset.at("description")?.isNull == true && dataset.at("facets/documentation") == nil)
    }

    @Test("FIX: columns have one identity whatever their type, and lineage keeps its transformations")
    func columns() async throws {
        let lineage = Event.facet(
            "columnLineage",
            #""fields":{"a":{"inputFields":[{"namespace":"d","name":"i","field":"x","transformations":[{"type":"DIRECT","subtype":"IDENTITY","description":"","masking":false}]}]},"#
                + #""b":{"inputFields":[{"namespace":"d","name":"i","field":"y","transformations":[{"type":"DIRECT","subtype":"TRANSFORMATION","description":"hash","masking":true}]}]}}"#
        )
        let typed = Event.facet("schema", #""fields":[{"name":"a","type":"INT"}]"#)
        let retyped = Event.facet("schema", #""fields":[{"name":"a","type":"BIGINT"},{"name":"b"}]"#)
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", outputs: [Event.data("o", facets: typed)]),
            Event(
                "COMPLETE", at: "2026-01-02T00:00:00Z", run: Event.run2, inputs: ["i"],
                outputs: [Event.data("o", facets: retyped + "," + lineage)]),
        ])
        let dataset = try await server.get("/namespaces/d/datasets/o")
        #expect(dataset.texts("fields", "name") == ["a", "b"] && dataset.text("fields/0/type") == "BIGINT")
        #expect(dataset.at("fields/1/type")?.isNull == true)
        #expect(dataset.texts("columnLineage", "name") == ["a", "b"])
        #expect(dataset.text("columnLineage/0/inputFields/0/transformationType") == "IDENTITY")
        #expect(dataset.text("columnLineage/1/inputFields/0/transformationType") == "MASKED")
        #expect(dataset.text("columnLineage/1/transformationDescription") == "hash")
        #expect(dataset.text("columnLineage/1/inputFields/0/transformations/0/subtype") == "TRANSFORMATION")
    }

    @Test("FIX: an alias answers the canonical dataset, which is listed once")
    func aliases() async throws {
        let symlinks = Event.facet(
            "symlinks", #""identifiers":[{"namespace":"hive://h","name":"db.t","type":"TABLE"}]"#)
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", outputs: [Event.data("s3/t", facets: symlinks)]),
            Event(
                "COMPLETE", at: "2026-01-02T00:00:00Z", run: Event.run2, job: "reader",
                inputs: [#"{"namespace":"hive://h","name":"db.t","facets":{\#(Event.schema("a"))}}"#]),
        ])
        let dataset = try await server.get("/namespaces/hive%3A%2F%2Fh/datasets/db.t")
        #expect(dataset.text("id/namespace") == "d" && dataset.text("id/name") == "s3/t")
        #expect(dataset.texts("aliases", "name") == ["db.t"] && dataset.texts("fields", "name") == ["a"])
        #expect(try await server.get("/namespaces/hive%3A%2F%2Fh/datasets").number("totalCount") == 0)
        #expect(try await server.get("/namespaces/d/datasets").texts("datasets", "name") == ["s3/t"])
        #expect(try await server.get("/namespaces/n/jobs/reader").texts("inputs", "name") == ["s3/t"])
        #expect(try await server.get("/search?q=db.t").texts("results", "name") == ["s3/t"])
        let version = try #require(dataset.text("currentVersion"))
        let path = "/namespaces/hive%3A%2F%2Fh/datasets/db.t/versions/\(version)"
        #expect(try await server.get(path).text("version") == version)
        #expect(try await server.send("DELETE", "/namespaces/hive%3A%2F%2Fh/datasets/db.t").status == 200)
        #expect(try await server.get("/namespaces/d/datasets").number("totalCount") == 0)
    }
}

extension DatasetTests {
    @Test("lists and their counts agree with hidden, referred and aliased names, now and then")
    func countsAgree() async throws {
        func link(_ name: String) -> String {
            Event.facet("symlinks", #""identifiers":[{"namespace":"d","name":"\#(name)","type":"TABLE"}]"#)
        }
        let lineage = Event.facet(
            "columnLineage", #""fields":{"x":{"inputFields":[{"namespace":"d","name":"referred","field":"y"}]}}"#)
        let server = try await MarquezServer([
            Event("COMPLETE", at: "2026-01-01T00:00:00Z", outputs: [Event.data("a", facets: link("shared"))]),
            Event(
                "COMPLETE", at: "2026-01-02T00:00:00Z", run: Event.run2,
                outputs: [Event.data("b", facets: link("shared"))]),
            Event(
                "COMPLETE", at: "2026-01-03T00:00:00Z", run: Event.run3,
                outputs: [Event.data("c", facets: lineage), "e"]),
            Event("COMPLETE", at: "2099-01-01T00:00:00Z", run: "later", job: "future", outputs: ["future"]),
        ])
        #expect(try await server.send("DELETE", "/namespaces/d/datasets/e").status == 200)
        let now = try await server.get("/namespaces/d/datasets")
        #expect(now.texts("datasets", "name") == ["a", "c"] && now.number("totalCount") == 2)
        let then = try await server.get("/namespaces/d/datasets?asOf=2026-01-03T00:00:00Z")
        #expect(then.texts("datasets", "name") == ["a", "c", "e"] && then.number("totalCount") == 3)
        let page = try await server.get("/namespaces/d/datasets?limit=1&offset=1")
        #expect(page.texts("datasets", "name") == ["c"] && page.number("totalCount") == 2)
        let jobs = try await server.get("/jobs")
        #expect(jobs.texts("jobs", "name") == ["j"] && jobs.number("totalCount") == 1)
        #expect(try await server.get("/namespaces/n/jobs?asOf=2025-01-01T00:00:00Z").number("totalCount") == 0)
        #expect(try await server.send("GET", "/namespaces/d/datasets/referred").status == 200)
    }
}
