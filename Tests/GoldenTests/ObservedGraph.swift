import JSONBytes
import WherefromServer

/// What a server answers about everything that it knows, as sorted lines.
struct ObservedGraph {
    private let server: GoldenServer
    private let names: Names
    private(set) var jobs: [String] = []
    private(set) var datasets: [String] = []
    private(set) var aliases: Set<String> = []
    private var found: [JSONValue] = []
    private var labels: [ByteString: String] = [:]
    private var parents: [String: ByteString] = [:]
    private var states: [String: String] = [:]

    /// Asks for all jobs and datasets that the lists of version 1 have, and for the lineage of each.
    /// - Parameter asOf: the instant of the lineage; the lists are always of the present.
    init(_ server: GoldenServer, _ names: Names, asOf: ByteString? = nil) async throws {
        self.server = server
        self.names = names
        for job in try await server.list("/api/v1/jobs", "jobs") {
            let (namespace, name) = (job["namespace"]?.byteString, job["name"]?.byteString)
            states[names.job(namespace, name)] = job["latestRun"]?["state"]?.string ?? "-"
            try await walk("job", namespace, name, asOf)
        }
        for space in try await server.list("/api/v1/namespaces", "namespaces") {
            guard let namespace = space["name"]?.byteString else { continue }
            let path = "/api/v1/namespaces/\(PercentCoding.encode(namespace.bytes))/datasets"
            for dataset in try await server.list(path, "datasets") {
                datasets.append(names.dataset(dataset["namespace"]?.byteString, dataset["name"]?.byteString))
                try await walk("dataset", dataset["namespace"]?.byteString, dataset["name"]?.byteString, asOf)
            }
        }
        datasets.sort()
        jobs = states.map { job, state in
            let parent = parents[job].map { " < \(labels[$0] ?? Names.text($0))" } ?? ""
            return "\(job) \(state)\(parent)"
        }.sorted()
    }

    private mutating func walk(_ type: ByteString, _ namespace: ByteString?, _ name: ByteString?, _ asOf: ByteString?)
        async throws
    {
        guard let namespace, let name else { return }
        var query = [("type", type), ("namespace", namespace), ("name", name)]
        // A name may be empty, and a query without one is none.
        if name.isEmpty { query = [("nodeId", ByteString(bytes: type.bytes + [58] + namespace.bytes + [58]))] }
        if let asOf { query.append(("asOf", asOf)) }
        guard let answer = try await server.get("/api/v2/lineage", query) else { return }
        read(nodes: answer)
        found += answer["edges"]?.elements.map { $0 } ?? []
    }

    /// Each edge once, however many answers had it.
    var edges: [String] { Set(found.map(line)).sorted() }

    private mutating func read(nodes answer: JSONValue) {
        for node in answer["nodes"]?.elements.map({ $0 }) ?? [] {
            guard let id = node["id"]?.byteString else { continue }
            let (namespace, name) = (node["namespace"]?.byteString, node["name"]?.byteString)
            switch node["type"]?.string {
            case "job":
                let label = names.job(namespace, name)
                labels[id] = label
                if let parent = node["parent"]?.byteString { parents[label] = parent }
            case "column":
                labels[id] = "\(names.dataset(namespace, node["dataset"]?.byteString)).\(Names.text(name ?? ""))"
            default:
                labels[id] = names.dataset(namespace, name)
                for alias in node["aliases"]?.elements.map({ $0 }) ?? [] {
                    let other = names.dataset(alias["namespace"]?.byteString, alias["name"]?.byteString)
                    aliases.insert("\(names.dataset(namespace, name)) = \(other)")
                }
            }
        }
    }

    private func line(_ edge: JSONValue) -> String {
        let origins = edge.texts("origins").joined(separator: "+")
        let owner = edge["job"]?.byteString.map { " by \(label($0))" } ?? ""
        return "\(label(edge["from"]?.byteString)) -> \(label(edge["to"]?.byteString)) \(origins)\(owner)"
    }

    private func label(_ id: ByteString?) -> String {
        guard let id else { return "?" }
        return labels[id] ?? Names.text(id)
    }

    /// The edges between columns that end at a dataset: `column <- source.column TYPE/SUBTYPE`, `*` for all columns.
    mutating func columns(of dataset: String) async throws -> [String] {
        let (namespace, name) = names.parse(dataset)
        let answer = try await server.get(
            "/api/v2/lineage",
            [
                ("type", "dataset"), ("namespace", namespace), ("name", name), ("direction", "upstream"),
                ("depth", "1"), ("columns", "true"),
            ])
        guard let answer else { return ["\(dataset) is unknown"] }
        read(nodes: answer)
        var lines: Set<String> = []
        for edge in answer["edges"]?.elements.map({ $0 }) ?? [] {
            guard let transformations = edge["transformations"] else { continue }
            let target = label(edge["to"]?.byteString)
            guard target == dataset || target.hasPrefix(dataset + ".") else { continue }
            let column = target == dataset ? "*" : String(target.dropFirst(dataset.count + 1))
            let kinds = Set(transformations.elements.map(Self.kind)).sorted().map { " \($0)" }.joined()
            lines.insert("\(column) <- \(label(edge["from"]?.byteString))\(kinds)")
        }
        return lines.sorted()
    }

    /// `DIRECT/AGGREGATION`, with `/masked` where it is.
    static func kind(_ transformation: JSONValue) -> String {
        let parts = [transformation["type"]?.string, transformation["subtype"]?.string].compactMap { $0 }
        let masked = transformation["masking"]?.bool == true ? ["masked"] : []
        return (parts.filter { !$0.isEmpty } + masked).joined(separator: "/")
    }
}
