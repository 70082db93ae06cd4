import JSONBytes
import OpenLineage
import Testing

struct MarquezStrictTests {
    @Test(
        "The strict mode says what Marquez says",
        arguments: [
            (
                "{}",
                [
                    "eventTime must not be null", "producer must not be null", "run must not be null",
                    "job must not be null",
                ]
            ),
            ("7", ["an event must be a JSON object"]),
            (
                #"{"eventTime":"2026-01-31","producer":"p","run":{"runId":"r"},"job":{"namespace":"n","name":"j"}}"#,
                ["eventTime must be a date and time"]
            ),
            (#"{"eventTime":"2026-01-31T00:00:00","producer":"p","job":{"namespace":"n","name":"j"}}"#, []),
            (
                #"{"eventTime":"2026-01-31T00:00:00Z","producer":"p","dataset":{"namespace":"n"}}"#,
                ["dataset.name must not be null"]
            ),
            (
                """
                {"eventTime":"2026-01-31T00:00:00Z","producer":"p","run":{"facets":{
                "nominalTime":{"_producer":"p","_schemaURL":"s"},"parent":{"_producer":"p","job":{"name":"x"}},
                "other":{}}},"job":{"namespace":"n","name":"j","facets":{"sql":{"_producer":"p","_schemaURL":"s"},
                "jobType":{"_producer":"p","_schemaURL":"s","processingType":"BATCH","integration":"X"},
                "documentation":{"_schemaURL":"s","description":"d"}}},
                "inputs":[{"namespace":"n","facets":{"schema":{"_producer":"p","_schemaURL":"s",
                "fields":[{"name":"a"},{"type":"t"}]},"columnLineage":{}}}]}
                """,
                [
                    "run.runId must not be null", "run.facets.nominalTime.nominalStartTime must not be null",
                    "run.facets.parent._schemaURL must not be null", "run.facets.parent.run must not be null",
                    "run.facets.parent.job.namespace must not be null",
                    "job.facets.documentation._producer must not be null", "job.facets.sql.query must not be null",
                    "inputs[0].name must not be null", "inputs[0].facets.schema.fields[1].name must not be null",
                    "inputs[0].facets.columnLineage._producer must not be null",
                    "inputs[0].facets.columnLineage._schemaURL must not be null",
                ]
            ),
        ] as [(String, [String])])
    func strictErrors(text: String, errors: [String]) throws {
        #expect(marquezStrictErrors(of: try json(text)) == errors)
    }

    @Test("A plain event passes the strict mode")
    func plainEvent() throws {
        #expect(try event(odd: "plain").marquezStrictErrors == [])
        #expect(try event(odd: "no-producer").marquezStrictErrors == ["producer must not be null"])
    }
}
