/// Events as text, in namespace `ns`, at minutes of the first hour of 2026.
enum Events {
    static func time(_ minute: Int) -> String { "2026-01-01T00:\(minute < 10 ? "0" : "")\(minute):00Z" }

    static func run(
        _ id: String, _ type: String, _ minute: Int, job: String = "j", inputs: [String] = [], outputs: [String] = [],
        parent: (String, String)? = nil, lineage: String? = nil, streaming: Bool = false
    ) -> String {
        var runFacets = ""
        if let (parentJob, parentRun) = parent {
            runFacets = #""parent":{"run":{"runId":"\#(parentRun)"},"job":{"namespace":"ns","name":"\#(parentJob)"}}"#
        }
        var jobFacets: [String] = []
        if streaming { jobFacets.append(#""jobType":{"processingType":"STREAMING","integration":"X"}"#) }
        if let lineage { jobFacets.append(#""lineage":\#(lineage)"#) }
        return """
            {"eventTime":"\(time(minute))","eventType":"\(type)","producer":"https://example.com/p",
            "run":{"runId":"\(id)","facets":{\(runFacets)}},
            "job":{"namespace":"ns","name":"\(job)","facets":{\(jobFacets.joined(separator: ","))}},
            "inputs":[\(inputs.map { dataset($0) }.joined(separator: ","))],
            "outputs":[\(outputs.map { dataset($0) }.joined(separator: ","))]}
            """
    }

    static func job(
        _ name: String, _ minute: Int, inputs: [String] = [], outputs: [String] = [], lineage: String? = nil
    ) -> String {
        """
        {"eventTime":"\(time(minute))","producer":"https://example.com/p",
        "job":{"namespace":"ns","name":"\(name)","facets":{\(lineage.map { "\"lineage\":\($0)" } ?? "")}},
        "inputs":[\(inputs.map { dataset($0) }.joined(separator: ","))],
        "outputs":[\(outputs.map { dataset($0) }.joined(separator: ","))]}
        """
    }

    static func declared(_ name: String, _ minute: Int) -> String {
        #"{"eventTime":"\#(time(minute))","producer":"https://example.com/p","dataset":\#(dataset(name))}"#
    }

    /// A dataset by a small notation: `name`, then any of `:schema=a,b`, `:alias=x`, `:alias=-`, `:from=x` (explicit),
    /// `:columns=out<src.in;out2<src.in2` (column lineage), `:type=MODEL`.
    static func dataset(_ text: String) -> String {
        let parts = text.split(separator: ":").map(String.init)
        let facets = parts.dropFirst().map { part -> String in
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            let value = pair.count > 1 ? pair[1] : ""
            switch pair[0] {
            case "schema":
                let fields = value.split(separator: ",").map { #"{"name":"\#($0)","type":"INT"}"# }
                return #""schema":{"fields":[\#(fields.joined(separator: ","))]}"#
            case "alias":
                return value == "-"
                    ? #""symlinks":{"_deleted":true}"#
                    : #""symlinks":{"identifiers":[{"namespace":"ns","name":"\#(value)","type":"TABLE"}]}"#
            case "from":
                return
                    #""lineage":{"inputs":[{"namespace":"ns","name":"\#(value)","type":"DATASET"}]}"#
            case "columns": return #""columnLineage":{"fields":{\#(columns(value))}}"#
            case "type": return #""datasetType":{"datasetType":"\#(value)"}"#
            default: return #""\#(pair[0])":{}"#
            }
        }
        return #"{"namespace":"ns","name":"\#(parts[0])","facets":{\#(facets.joined(separator: ","))}}"#
    }

    private static func columns(_ text: String) -> String {
        text.split(separator: ";").map { entry in
            let sides = entry.split(separator: "<").map(String.init)
            let sources = sides[1].split(separator: ",").map { source in
                let names = source.split(separator: ".").map(String.init)
                return #"{"namespace":"ns","name":"\#(names[0])","field":"\#(names[1])","transformations":"#
                    + #"[{"type":"DIRECT","subtype":"IDENTITY","description":"","masking":false}]}"#
            }
            return #""\#(sides[0])":{"inputFields":[\#(sources.joined(separator: ","))]}"#
        }.joined(separator: ",")
    }
}
