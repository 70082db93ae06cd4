import JSONBytes
import OpenLineage

extension Command {
    /// The command as JSON, the form in which the log keeps it.
    package func encoded() -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        writer.beginObject()
        switch self {
        case .addTag(let tag, let target):
            writer.member("command", "addTag")
            writer.member("tag", tag)
            write(target, to: &writer)
        case .removeTag(let tag, let target):
            writer.member("command", "removeTag")
            writer.member("tag", tag)
            write(target, to: &writer)
        case .describeTag(let tag, let description):
            writer.member("command", "describeTag")
            writer.member("tag", tag)
            writer.member("description", description)
        case .hideDataset(let id):
            writer.member("command", "hideDataset")
            write(.dataset(id), to: &writer)
        case .hideJob(let id):
            writer.member("command", "hideJob")
            write(.job(id), to: &writer)
        case .hideNamespace(let name):
            writer.member("command", "hideNamespace")
            writer.member("namespace", name)
        case .putNamespace(let name, let owner, let description):
            writer.member("command", "putNamespace")
            writer.member("namespace", name)
            writer.member("owner", owner)
            writer.member("description", description)
        case .putSource(let name, let type, let url, let description):
            writer.member("command", "putSource")
            writer.member("name", name)
            writer.member("type", type)
            writer.member("url", url)
            writer.member("description", description)
        case .acceptAlias(let first, let second, let reason):
            writer.member("command", "acceptAlias")
            write(first, second, to: &writer)
            writer.member("reason", reason)
        case .revokeAlias(let first, let second):
            writer.member("command", "revokeAlias")
            write(first, second, to: &writer)
        }
        writer.endObject()
        return writer.bytes
    }

    /// - Throws: ``CatalogError/damaged(_:)`` if the log holds something else.
    package init(decoding bytes: [UInt8]) throws {
        guard let json = try? JSONDocument(parsing: bytes).root, let command = Self.read(json) else {
            throw CatalogError.damaged("a command that cannot be read")
        }
        self = command
    }

    private static func read(_ json: JSONValue) -> Command? {
        func text(_ key: StaticString) -> ByteString? { json[key]?.byteString }
        switch text("command")?.string {
        case "addTag": return text("tag").flatMap { tag in target(json).map { .addTag(tag, to: $0) } }
        case "removeTag": return text("tag").flatMap { tag in target(json).map { .removeTag(tag, from: $0) } }
        case "describeTag": return text("tag").map { .describeTag($0, description: text("description")) }
        case "hideDataset": return if case .dataset(let id)? = target(json) { .hideDataset(id) } else { nil }
        case "hideJob": return if case .job(let id)? = target(json) { .hideJob(id) } else { nil }
        case "hideNamespace": return text("namespace").map { .hideNamespace($0) }
        case "putNamespace":
            return text("namespace").map {
                .putNamespace($0, owner: text("owner") ?? "anonymous", description: text("description"))
            }
        case "putSource":
            return text("name").map {
                .putSource($0, type: text("type") ?? "", url: text("url") ?? "", description: text("description"))
            }
        case "acceptAlias": return pair(json).map { .acceptAlias($0.0, $0.1, reason: text("reason") ?? "") }
        case "revokeAlias": return pair(json).map { .revokeAlias($0.0, $0.1) }
        default: return nil
        }
    }

    private func write(_ target: Target, to writer: inout JSONWriter) {
        switch target {
        case .dataset(let id):
            writer.member("dataset", id.name)
            writer.member("namespace", id.namespace)
        case .field(let id, let field):
            writer.member("dataset", id.name)
            writer.member("namespace", id.namespace)
            writer.member("field", field)
        case .job(let id):
            writer.member("job", id.name)
            writer.member("namespace", id.namespace)
        }
    }

    private func write(_ first: DatasetID, _ second: DatasetID, to writer: inout JSONWriter) {
        writer.member("firstNamespace", first.namespace)
        writer.member("first", first.name)
        writer.member("secondNamespace", second.namespace)
        writer.member("second", second.name)
    }

    private static func target(_ json: JSONValue) -> Target? {
        guard let namespace = json["namespace"]?.byteString else { return nil }
        if let job = json["job"]?.byteString { return .job(JobID(namespace: namespace, name: job)) }
        guard let name = json["dataset"]?.byteString else { return nil }
        let id = DatasetID(namespace: namespace, name: name)
        return json["field"]?.byteString.map { .field(id, $0) } ?? .dataset(id)
    }

    private static func pair(_ json: JSONValue) -> (DatasetID, DatasetID)? {
        guard let firstNamespace = json["firstNamespace"]?.byteString, let first = json["first"]?.byteString,
            let secondNamespace = json["secondNamespace"]?.byteString, let second = json["second"]?.byteString
        else { return nil }
        return (
            DatasetID(namespace: firstNamespace, name: first), DatasetID(namespace: secondNamespace, name: second)
        )
    }
}
