public import JSONBytes

/// A form of a dataset's name in which several producers' names of one table look alike.
///
/// Equal keys make two names *candidates* for being one table, never more: the key ignores letter case where the system
/// does, drivers, synonymous schemes and users. What one of the names may leave out is not part of the key but stands
/// beside it, in ``port`` and ``database``: two names whose ports or databases contradict each other are no candidates.
public struct NormalizedTableKey: Hashable, Sendable {
    /// Family, host and the parts that all producers send, for example `postgres://h/public.t`.
    public var key: ByteString
    /// The port of the server; nil if the name does not say.
    public var port: Int?
    /// The database (catalog, project) above the schema; nil if the name does not say or the system has none.
    public var database: ByteString?
    /// What was done to the name as sent, as parts of a sentence; empty if it was in the form of the key already.
    public var adjustments: [String]

    /// ``adjustments`` as one sentence for people.
    public var reason: String {
        adjustments.isEmpty
            ? "The name is in its usual form." : "Compared after \(adjustments.joined(separator: ", "))."
    }

    /// Whether nothing that both names say contradicts their naming one table.
    public func mayEqual(_ other: NormalizedTableKey) -> Bool {
        key == other.key && NormalizedTableKey.agree(port, other.port)
            && NormalizedTableKey.agree(database, other.database)
    }

    private static func agree<Part: Equatable>(_ left: Part?, _ right: Part?) -> Bool {
        left == nil || right == nil || left == right
    }
}

/// Rules about the names of datasets.
public enum Naming {
    /// The form in which `id` can be compared with other producers' names; nil if too little is known about the system
    /// or the name leaves out what would make it comparable.
    ///
    /// Tables of known database systems, paths of object stores and file systems, Kafka topics, BigQuery, and Glue with
    /// Athena have a key. A table name without schema has none, since aliases in SQL look just like it.
    /// - Source: the forms follow the naming conventions of the OpenLineage documentation, August 2026, and SQLAlchemy's
    ///   and JDBC's URLs.
    public static func normalizedTableKey(_ id: DatasetID) -> NormalizedTableKey? {
        let namespace = NamespaceParts(id.namespace)
        if let family = TableFamily.byScheme[namespace.scheme], namespace.hasAuthority {
            return TableNormalizer(family, namespace).key(of: id.name)
        }
        if let family = PathFamily.byScheme[namespace.scheme] {
            return PathNormalizer(family, namespace).key(of: id)
        }
        switch namespace.scheme {
        case "bigquery": return bigQueryKey(id.name, namespace)
        case "awsathena": return athenaKey(id.name, namespace)
        case "arn": return glueKey(id)
        default: return nil
        }
    }

    private static func bigQueryKey(_ name: ByteString, _ namespace: NamespaceParts) -> NormalizedTableKey? {
        var adjustments: [String] = []
        guard var parts = NameParts.split(name, adjustments: &adjustments) else { return nil }
        var context = namespace.path.isEmpty ? [] : [namespace.path]
        if namespace.hasAuthority, !namespace.host.isEmpty { context.insert(Array(namespace.host.utf8), at: 0) }
        if !context.isEmpty { adjustments.append("taking the project from the namespace") }
        guard let joined = NameParts.join(context, parts, levelCount: 3), joined.count == 3 else { return nil }
        parts = joined
        return NormalizedTableKey(
            key: NameParts.key("bigquery://", parts[1...]), port: nil, database: ByteString(bytes: parts[0]),
            adjustments: adjustments)
    }

    /// Athena's default catalogue is Glue of the same region; its account is not part of the name.
    private static func athenaKey(_ name: ByteString, _ namespace: NamespaceParts) -> NormalizedTableKey? {
        var adjustments = ["taking Athena's tables as those of Glue in the region"]
        let labels = namespace.host.split(separator: ".")
        guard labels.count >= 2, labels[0] == "athena",
            let parts = NameParts.split(name, adjustments: &adjustments)?.map({ $0.map(\.asciiLowercased) }),
            parts.count == 3, parts[0].elementsEqual("awsdatacatalog".utf8)
        else { return nil }
        return NormalizedTableKey(
            key: NameParts.key("glue://\(labels[1])/", parts[1...]), port: nil, database: nil, adjustments: adjustments)
    }

    /// `arn:aws:glue:<region>:<account>` and `table/<database>/<table>`; the account stands in for the database.
    private static func glueKey(_ id: DatasetID) -> NormalizedTableKey? {
        let arn = id.namespace.bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let path = id.name.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard arn.count == 5, arn[2].elementsEqual("glue".utf8), path.count == 3, path[0].elementsEqual("table".utf8),
            !path[1].isEmpty, !path[2].isEmpty
        else { return nil }
        let parts = path.map { $0.map(\.asciiLowercased) }
        return NormalizedTableKey(
            key: NameParts.key("glue://\(String(decoding: arn[3], as: UTF8.self))/", parts[1...]), port: nil,
            database: ByteString(bytes: Array(arn[4])), adjustments: [])
    }
}

/// Makes keys of tables in one namespace.
private struct TableNormalizer {
    private let family: TableFamily
    private let namespace: NamespaceParts
    private var adjustments: [String] = []
    private var server: String
    private var context: [[UInt8]]

    init(_ family: TableFamily, _ namespace: NamespaceParts) {
        self.family = family
        self.namespace = namespace
        server = namespace.host
        context = namespace.path.split(separator: UInt8(ascii: "/")).map(Array.init)
        if namespace.hadJDBCPrefix { adjustments.append("leaving out jdbc:") }
        if let driver = namespace.driver { adjustments.append("leaving out the driver \(driver)") }
        if namespace.hadUser { adjustments.append("leaving out the user") }
        if namespace.scheme != family.name { adjustments.append("reading \(namespace.scheme) as \(family.name)") }
        if let suffix = family.hostSuffix, server.hasSuffix(suffix) {
            server.removeLast(suffix.count)
            adjustments.append("leaving out \(suffix)")
        }
        if ["127.0.0.1", "::1"].contains(server) {
            server = "localhost"
            adjustments.append("reading the loopback address as localhost")
        }
        if family.isFile {
            server = ([server] + context.map { String(decoding: $0, as: UTF8.self) }).filter { !$0.isEmpty }
                .joined(separator: "/")
            context = []
        }
    }

    consuming func key(of name: ByteString) -> NormalizedTableKey? {
        guard !server.isEmpty, let named = NameParts.split(name, adjustments: &adjustments),
            var parts = NameParts.join(context, named, levelCount: family.levelCount), parts.count >= 2
        else { return nil }
        if parts.count > named.count { adjustments.append("taking the database from the namespace") }
        if family.foldsCase {
            let folded = parts.map { $0.map(\.asciiLowercased) }
            if folded != parts { adjustments.append("ignoring letter case") }
            parts = folded
        }
        let database = parts.count == 3 ? ByteString(bytes: parts.removeFirst()) : nil
        return NormalizedTableKey(
            key: NameParts.key("\(family.name)://\(server)/", parts[...]), port: namespace.port, database: database,
            adjustments: adjustments)
    }
}

/// Makes keys of paths and topics in one namespace.
private struct PathNormalizer {
    private let family: PathFamily
    private let namespace: NamespaceParts
    private var adjustments: [String] = []
    private var host: String

    init(_ family: PathFamily, _ namespace: NamespaceParts) {
        self.family = family
        self.namespace = namespace
        host = namespace.host
        if namespace.scheme != family.name { adjustments.append("reading \(namespace.scheme) as \(family.name)") }
        for suffix in family.hostSuffixes where host.hasSuffix(suffix) {
            host.removeLast(suffix.count)
            adjustments.append("leaving out \(suffix)")
        }
        if family.name == "file", host == "localhost" {
            host = ""
            adjustments.append("leaving out localhost")
        }
    }

    consuming func key(of id: DatasetID) -> NormalizedTableKey? {
        let slash = UInt8(ascii: "/")
        var name = id.name.bytes[...]
        if namespace.hasAuthority, name.starts(with: id.namespace.bytes) {
            name = name.dropFirst(id.namespace.count)
            adjustments.append("leaving out the namespace that the name repeats")
        }
        var path: [UInt8] = namespace.path.isEmpty ? [] : namespace.path + [slash]
        // Of slashes in a row only the first one counts; whether one leads the path matters for files alone.
        for byte in name where byte != slash || path.last != slash { path.append(byte) }
        if family.ignoresLeadingSlash { path = NamespaceParts.trimmingSlashes(path[...]) }
        while path.count > 1, path.last == slash { path.removeLast() }
        guard !path.isEmpty else { return nil }
        if path != id.name.bytes, !adjustments.contains(where: { $0.hasPrefix("leaving out the namespace") }) {
            adjustments.append("making slashes alike")
        }
        return NormalizedTableKey(
            key: ByteString(bytes: Array("\(family.name)://\(host)/".utf8) + path), port: namespace.port, database: nil,
            adjustments: adjustments)
    }
}

/// Dotted names of tables.
enum NameParts {
    /// Splits at dots outside quotes and removes the quotes (`"…"`, `` `…` ``, `[…]`); nil for an empty part or an
    /// open quote.
    static func split(_ name: ByteString, adjustments: inout [String]) -> [[UInt8]]? {
        var parts: [[UInt8]] = [[]]
        var closing: UInt8?
        var wasQuoted = false
        for byte in name.bytes {
            if let open = closing {
                if byte == open { closing = nil } else { parts[parts.count - 1].append(byte) }
            } else if byte == UInt8(ascii: ".") {
                parts.append([])
            } else if let quote = closingQuote(byte), parts[parts.count - 1].isEmpty {
                closing = quote
                wasQuoted = true
            } else {
                parts[parts.count - 1].append(byte)
            }
        }
        guard closing == nil, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        if wasQuoted { adjustments.append("removing quotes") }
        return parts
    }

    private static func closingQuote(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "`"): byte
        case UInt8(ascii: "["): UInt8(ascii: "]")
        default: nil
        }
    }

    /// The parts of a name with those that its namespace adds in front; nil if there are too many or they contradict
    /// each other.
    static func join(_ context: [[UInt8]], _ parts: [[UInt8]], levelCount: Int) -> [[UInt8]]? {
        guard let last = context.last else { return parts.count <= levelCount ? parts : nil }
        if parts.count == levelCount { return Array(parts.prefix(context.count)) == context ? parts : nil }
        if context.count + parts.count <= levelCount { return context + parts }
        return last == parts.first && context.count + parts.count == levelCount + 1 ? context + parts.dropFirst() : nil
    }

    /// `prefix` and the parts, joined by dots; dots inside parts are doubled, so that no two lists give one key.
    static func key(_ prefix: String, _ parts: ArraySlice<[UInt8]>) -> ByteString {
        var bytes = Array(prefix.utf8)
        let dot = UInt8(ascii: ".")
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes.append(dot) }
            for byte in part { bytes += byte == dot ? [dot, dot] : [byte] }
        }
        return ByteString(bytes: bytes)
    }
}
