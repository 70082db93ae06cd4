package import JSONBytes
import MetadataCatalog
package import OpenLineage

/// Finds the node that a text names, against what the catalog holds.
///
/// Namespaces and names contain colons, so `dataset:<namespace>:<name>` is split at every colon and the split that
/// exists is taken; of several the one with the longest namespace, and the answer says so. A text without a known prefix
/// may be a name alone, a namespace and a name run together, or the last part of a name; it must fit exactly one thing.
package struct NodeResolver {
    private let context: LineageContext
    private var reader: CatalogReader { context.reader }

    /// Colons that are looked at; names with more are cut wrongly at worst.
    private static let splitsMax = 48
    private static let candidatesMax = 20

    package init(_ context: LineageContext) { self.context = context }

    /// - Throws: ``NodeNotFound``.
    package func resolve(_ reference: NodeReference) throws -> FoundNode {
        let found: FoundNode?
        switch reference {
        case .text(let text): found = try resolve(text)
        case .parts(let type, let namespace, let name, let field):
            found = try resolve(type: type, namespace: namespace, name: name, field: field, asked: reference.asked)
        }
        if let found { return found }
        throw NodeNotFound(asked: reference.asked, candidates: [], isAmbiguous: false)
    }

    private func resolve(_ text: ByteString) throws -> FoundNode? {
        let (body, version) = Self.cutVersion(text)
        guard let (prefix, rest) = Self.cutPrefix(body) else { return try resolveLoosely(text) }
        var found: FoundNode?
        switch prefix {
        case .dataset: found = try entity(.dataset, rest, asked: text)
        case .job: found = try entity(.job, rest, asked: text)
        case .datasetField: found = try column(rest, asked: text)
        case .run: found = try run(rest, asked: text)
        }
        if version, found != nil, found?.how == nil {
            found?.how =
                "The version was left out: lineage is told for the thing as a whole; ask with asOf for its time."
        }
        return found
    }

    // MARK: - Prefixes and versions

    private enum Prefix: String, CaseIterable { case dataset, datasetField, job, run }

    private static func cutPrefix(_ text: ByteString) -> (Prefix, [UInt8])? {
        guard let colon = text.bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let word = String(decoding: text.bytes[..<colon], as: UTF8.self).lowercased()
        let prefix = Prefix.allCases.first { $0.rawValue.lowercased() == word }
        return prefix.map { ($0, Array(text.bytes[(colon + 1)...])) }
    }

    /// `#` and a UUID at the end are a version.
    private static func cutVersion(_ text: ByteString) -> (ByteString, Bool) {
        let bytes = text.bytes
        guard bytes.count > 37, bytes[bytes.count - 37] == UInt8(ascii: "#"),
            UUIDBytes(spelledAs: ByteString(bytes: Array(bytes.suffix(36)))) != nil
        else { return (text, false) }
        return (ByteString(bytes: Array(bytes.dropLast(37))), true)
    }

    /// The version at the end of a node id, and the id without it; nil if there is none.
    package static func version(in reference: NodeReference) -> (id: ByteString, version: UUIDBytes)? {
        guard case .text(let text) = reference else { return nil }
        let (id, isVersioned) = cutVersion(text)
        guard isVersioned, let version = UUIDBytes(spelledAs: ByteString(bytes: Array(text.bytes.suffix(36)))) else {
            return nil
        }
        return (id, version)
    }

    /// Both sides of every colon, the longest left side first.
    private static func splits(_ bytes: [UInt8]) -> [(ByteString, ByteString)] {
        let colons = bytes.indices.filter { bytes[$0] == UInt8(ascii: ":") }
        return colons.suffix(splitsMax).reversed().map {
            (ByteString(bytes: Array(bytes[..<$0])), ByteString(bytes: Array(bytes[($0 + 1)...])))
        }
    }

    // MARK: - Datasets and jobs

    private func entity(_ kind: EntityKind, _ rest: [UInt8], asked: ByteString) throws -> FoundNode? {
        let splits = Self.splits(rest)
        let rows = try splits.compactMap { try visible(kind, $0.0, $0.1) }
        if let row = rows.first { return found(row, asked, how: Self.choice(among: rows)) }
        guard rest.contains(UInt8(ascii: "%")) || kind == .job else { return nil }
        for (namespace, name) in splits {
            guard let row = try visible(kind, Self.decoded(namespace), Self.decoded(name)) else { continue }
            return found(row, asked, how: "The parts of the id were percent-encoded.")
        }
        guard kind == .job else { return nil }
        return try jobAsSent(splits.map { JobID(namespace: $0.0, name: $0.1) }, asked: asked)
    }

    /// Says that several things share an id; nil if one has it for itself.
    private static func choice(among rows: [EntityRecord]) -> String? {
        guard rows.count > 1 else { return nil }
        let names = rows.prefix(candidatesMax).map { "'\($0.namespace.string)' and '\($0.name.string)'" }
        return "The id fits the namespaces and names \(names.joined(separator: ", ")); this is the first of them. "
            + "Ask with type, namespace and name for another."
    }

    /// A job's name as its producer sent it, where runs of it bear a longer one.
    private func jobAsSent(_ ids: [JobID], asked: ByteString) throws -> FoundNode? {
        for id in ids {
            let rows = try reader.fullNames(ofSentJob: id).filter { try isVisible($0) }
            if let row = rows.first, rows.count == 1 {
                return found(row, asked, how: "Events name the job so; its full name has its parent's before it.")
            }
            if rows.count > 1 { throw ambiguous(rows, asked) }
        }
        return nil
    }

    private func visible(_ kind: EntityKind, _ namespace: ByteString, _ name: ByteString) throws -> EntityRecord? {
        guard let row = try reader.entity(kind, namespace: namespace, name: name), try isVisible(row) else {
            return nil
        }
        return row
    }

    private func isVisible(_ row: EntityRecord) throws -> Bool {
        try !row.isHidden && reader.exists(row)
    }

    private func found(_ row: EntityRecord, _ asked: ByteString, how: String?) -> FoundNode? {
        UInt32(exactly: row.id).map { FoundNode(node: .entity($0), asked: asked, how: how) }
    }

    private func ambiguous(_ rows: [EntityRecord], _ asked: ByteString) -> NodeNotFound {
        let ids = rows.map { NodeID($0).text }.sorted()
        return NodeNotFound(asked: asked, candidates: Array(ids.prefix(Self.candidatesMax)), isAmbiguous: true)
    }

    // MARK: - Columns and runs

    private func column(_ rest: [UInt8], asked: ByteString) throws -> FoundNode? {
        var known: FoundNode?
        for decodes in rest.contains(UInt8(ascii: "%")) ? [false, true] : [false] {
            // Each split of the dataset's id; what follows it is the column, the longest dataset name first.
            for (front, column) in Self.splits(rest) {
                for (namespace, name) in Self.splits(front.bytes) {
                    let parts = decodes ? (Self.decoded(namespace), Self.decoded(name)) : (namespace, name)
                    guard let row = try visible(.dataset, parts.0, parts.1), let vertex = UInt32(exactly: row.id) else {
                        continue
                    }
                    let how = decodes ? "The parts of the id were percent-encoded." : nil
                    let name = decodes ? Self.decoded(column) : column
                    let node = FoundNode(node: .column(vertex, name), asked: asked, how: how)
                    if try context.knows(name, of: row) { return node }
                    known = known ?? node
                }
            }
        }
        guard let known, case .column(let vertex, _) = known.node else { return nil }
        let dataset = try context.row(vertex)
        let columns = try context.columns(of: dataset).prefix(Self.candidatesMax)
        throw NodeNotFound(
            asked: asked, candidates: columns.map { NodeID.column(dataset.datasetID, $0.name).text },
            isAmbiguous: false)
    }

    private func run(_ rest: [UInt8], asked: ByteString) throws -> FoundNode? {
        let text = ByteString(bytes: rest)
        let runs = try reader.runRows(id: text)
        guard let first = runs.first else { return nil }
        let isExact = RunID(text).bytes == text
        return FoundNode(
            node: .run(first), asked: asked,
            how: runs.count > 1
                ? "\(runs.count) runs of different jobs have this id; this is the one that started last."
                : isExact ? nil : "The id was spelled in another way.")
    }

    // MARK: - Without a prefix

    private func resolve(
        type: ByteString?, namespace: ByteString?, name: ByteString, field: ByteString?, asked: ByteString
    ) throws -> FoundNode? {
        let kinds: [EntityKind] =
            switch type?.string.lowercased() {
            case "job": [.job]
            case "dataset", "datasetfield", "column", "dataset_field": [.dataset]
            default: [.dataset, .job]
            }
        var rows: [EntityRecord] = []
        for kind in kinds {
            if let namespace {
                if let row = try visible(kind, namespace, name) { rows.append(row) }
            } else {
                rows += try reader.entities(kind, named: name, countMax: Self.candidatesMax).filter {
                    try isVisible($0)
                }
            }
            if !rows.isEmpty { break }
        }
        if rows.isEmpty, let namespace, kinds.contains(.job) {
            return try jobAsSent([JobID(namespace: namespace, name: name)], asked: asked)
        }
        if rows.isEmpty, namespace == nil { rows = try ending(kinds, with: name.bytes) }
        guard let row = rows.first else { return nil }
        if rows.count > 1 { throw ambiguous(rows, asked) }
        var node = found(row, asked, how: type != nil && namespace != nil ? nil : "Found by its parts.")
        if let field, row.kind == .dataset, let vertex = UInt32(exactly: row.id) { node?.node = .column(vertex, field) }
        return node
    }

    private func resolveLoosely(_ text: ByteString) throws -> FoundNode? {
        for kind in [EntityKind.dataset, .job] {
            let rows = try reader.entities(kind, named: text, countMax: Self.candidatesMax).filter { try isVisible($0) }
            if let found = try only(rows, text, how: "It is the only \(kind == .job ? "job" : "dataset") of that name.")
            {
                return found
            }
        }
        let joints = text.bytes.indices.filter { [UInt8(ascii: ":"), UInt8(ascii: "/")].contains(text.bytes[$0]) }
        for kind in [EntityKind.dataset, .job] {
            for joint in joints.suffix(Self.splitsMax).reversed() {
                let namespace = ByteString(bytes: Array(text.bytes[..<joint]))
                let name = ByteString(bytes: Array(text.bytes[(joint + 1)...]))
                guard let row = try visible(kind, namespace, name) else { continue }
                return found(row, text, how: "The text was read as a namespace and a name.")
            }
        }
        if let runs = try run(text.bytes, asked: text) {
            return FoundNode(node: runs.node, asked: text, how: "It is the id of a run.")
        }
        return try byEnding(text)
    }

    /// `scheme://rest` means a name that ends with `rest` in a namespace of that scheme; other text any name with that end.
    private func byEnding(_ text: ByteString) throws -> FoundNode? {
        let separator = Array("://".utf8)
        let parts = text.bytes.firstRange(of: separator)
        let scheme = parts.map { Array(text.bytes[..<$0.upperBound]) }
        let end = parts.map { Array(text.bytes[$0.upperBound...]) } ?? text.bytes
        guard !end.isEmpty else { return nil }
        let rows = try ending([.dataset], with: end).filter { row in
            scheme.map { row.namespace.bytes.starts(with: $0) || row.namespace.bytes == $0.dropLast(3) } ?? true
        }
        if let found = try only(rows, text, how: "It is the only dataset whose name ends so.") { return found }
        guard scheme == nil else { return nil }
        return try only(try ending([.job], with: end), text, how: "It is the only job whose name ends so.")
    }

    private func ending(_ kinds: [EntityKind], with end: [UInt8]) throws -> [EntityRecord] {
        for kind in kinds {
            let rows = try reader.entities(kind, ending: end, countMax: Self.candidatesMax).filter { try isVisible($0) }
            if !rows.isEmpty { return rows }
        }
        return []
    }

    private func only(_ rows: [EntityRecord], _ asked: ByteString, how: String) throws -> FoundNode? {
        guard let row = rows.first else { return nil }
        if rows.count > 1 { throw ambiguous(rows, asked) }
        return found(row, asked, how: how)
    }

    private static func decoded(_ text: ByteString) -> ByteString {
        var result: [UInt8] = []
        var index = 0
        let bytes = text.bytes
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                result.append(value)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return ByteString(bytes: result)
    }
}

extension FoundNode {
    /// What the answer says about how the reference was read; nil if it was the node's own id.
    func resolution(canonical: ByteString) -> NodeResolution? {
        if asked == canonical, how == nil { return nil }
        return NodeResolution(
            asked: asked, node: canonical, how: how ?? "The node is another name of this one.")
    }
}
