import ArgumentParser
import JSONBytes

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what is known about one dataset, job, column or run.",
        discussion: """
            NODE is a node id or a name, as for `wherefrom lineage`.

            Examples:
              wherefrom show analytics.orders
              wherefrom show run:01941c2e-54d7-7a6f-9c3b-8e1f2d3c4b5a
            """)

    @Argument(help: ArgumentHelp("What to show.", valueName: "node"))
    var node: String

    @Option(help: "How to print the answer.")
    var format = AnswerFormat.table

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let answer = try await client.answer(try await request(client))
            if format == .json {
                Console.write(answer.body + [0x0A])
                return
            }
            Console.print(Self.lines(try client.parse(answer.body).root, style: Console.style))
        }
    }

    /// The server says which namespace and name the text means; the details have their own address.
    private func request(_ client: APIClient) async throws -> APIRequest {
        if node.hasPrefix("run:") {
            return APIRequest("GET", APIPath("/api/v1/jobs/runs", String(node.dropFirst(4))))
        }
        let found = try await client.document(
            APIRequest("GET", "/api/v2/lineage", query: [("nodeId", node), ("depth", "1")]))
        let lineage = LineageAnswer(found.root)
        guard let root = lineage.roots(asked: node).first else {
            throw CommandFailure("Nothing is known about \(TerminalText.escape(node)).", code: .negative)
        }
        switch root.type {
        case "job": return APIRequest("GET", APIPath("/api/v1/namespaces", root.namespace, "jobs", root.name))
        case "run": return APIRequest("GET", APIPath("/api/v1/jobs/runs", String(root.id.dropFirst(4))))
        default:
            let name = root.dataset.isEmpty ? root.name : root.dataset
            return APIRequest("GET", APIPath("/api/v1/namespaces", root.namespace, "datasets", name))
        }
    }

    /// Details of a dataset, job or run of `/api/v1`; members that one kind lacks are simply left out.
    static func lines(_ root: JSONValue, style: TerminalStyle) -> [String] {
        var fields = FieldList()
        fields.add("name", root["name"])
        fields.add("run", root["name"] == nil ? root["id"] : nil)
        fields.add("namespace", root["namespace"])
        fields.add("type", root["type"])
        fields.add("job", FieldList.pair(root["jobVersion"]))
        fields.add("parent job", root["parentJobName"])
        fields.add("source", root["sourceName"])
        fields.add(
            "physical name", root["physicalName"] == nil || same(root, "physicalName") ? nil : root["physicalName"])
        fields.add("description", root["description"])
        fields.add("location", root["location"])
        fields.add("state", root["state"])
        fields.add("started", root["startedAt"])
        fields.add("ended", root["endedAt"])
        fields.add("duration", root["durationMs"]?.int64.map { "\($0) ms" })
        fields.add("nominal start", root["nominalStartTime"])
        fields.add("created", root["createdAt"])
        fields.add("updated", root["updatedAt"])
        fields.add("last written", root["lastModifiedAt"])
        fields.add("lifecycle", root["lastLifecycleState"])
        fields.add("version", root["currentVersion"])
        fields.add("tags", list(root["tags"]))
        fields.add("latest run", run(root["latestRun"]))
        fields.add("inputs", mentions(root["inputs"] ?? root["inputDatasetVersions"]))
        fields.add("outputs", mentions(root["outputs"] ?? root["outputDatasetVersions"]))
        fields.add("facets", root["facets"]?.members.map { $0.key.string }.sorted().joined(separator: ", "))
        return fields.lines(style: style) + columns(root["fields"], style: style)
    }

    private static func same(_ root: JSONValue, _ key: StaticString) -> Bool {
        root[key]?.string == root["name"]?.string
    }

    private static func list(_ value: JSONValue?) -> String? {
        value?.elements.compactMap { $0.string ?? $0["name"]?.string }.joined(separator: ", ")
    }

    private static func run(_ value: JSONValue?) -> String? {
        guard let id = value?["id"]?.string else { return nil }
        let rest = [value?["state"]?.string, value?["endedAt"]?.string ?? value?["startedAt"]?.string]
        return ([id] + rest.compactMap { $0 }).joined(separator: ", ")
    }

    private static func mentions(_ value: JSONValue?) -> String? {
        let names = value?.elements.compactMap { FieldList.pair($0["datasetVersionId"] ?? $0) } ?? []
        guard names.count > 8 else { return names.joined(separator: ", ") }
        return names.prefix(8).joined(separator: ", ") + ", … \(names.count - 8) more"
    }

    private static func columns(_ value: JSONValue?, style: TerminalStyle) -> [String] {
        guard let value, value.count > 0 else { return [] }
        var table = TextTable([
            .init(title: "column"), .init(title: "type"), .init(title: "tags"),
            .init(title: "description", widthMax: 80),
        ])
        for column in value.elements {
            table.append(
                column["name"]?.string ?? "", column["type"]?.string ?? "", list(column["tags"]) ?? "",
                column["description"]?.string ?? "")
        }
        return [""] + table.lines(style: style)
    }
}
