package import JSONBytes
package import OpenLineage

/// A facet as an answer shows it.
package struct FacetValue: Sendable {
    package var name: ByteString
    package var value: JSONValue

    package init(name: ByteString, value: JSONValue) {
        self.name = name
        self.value = value
    }
}

/// Merges facets of events in their order: the later one replaces the earlier of its name, a deletion removes it.
package struct FacetFold {
    private var order: [ByteString] = []
    private var values: [ByteString: JSONValue] = [:]

    package init() {}

    package mutating func add(_ facets: FacetSet) {
        for facet in facets {
            if facet.isDeleted {
                values[facet.name] = nil
            } else {
                set(facet.name, facet.value)
            }
        }
    }

    mutating func set(_ name: ByteString, _ value: JSONValue) {
        if values.updateValue(value, forKey: name) == nil, !order.contains(name) { order.append(name) }
    }

    package subscript(_ name: ByteString) -> JSONValue? { values[name] }

    /// The same folds with all their values in one text of their own, and about how many bytes that takes.
    static func compacted(_ folds: [FacetFold]) -> (folds: [FacetFold], bytes: Int)? {
        var writer = JSONWriter()
        writer.beginArray()
        for fold in folds {
            writer.beginArray()
            for name in fold.order {
                if let value = fold.values[name] { writer.raw(value) } else { writer.null() }
            }
            writer.endArray()
        }
        writer.endArray()
        guard let root = try? JSONDocument(parsing: writer.bytes).root else { return nil }
        var copies = folds
        for (index, list) in root.elements.enumerated() {
            for (name, value) in zip(folds[index].order, list.elements) where copies[index].values[name] != nil {
                copies[index].values[name] = value
            }
        }
        // Text and tape of the document, and the entries of the dictionaries.
        return (copies, 3 * writer.bytes.count + 100 * folds.reduce(0) { $0 + $1.order.count })
    }

    /// Facets in the order of their first mention, without our own.
    package var shown: [FacetValue] {
        order.compactMap { name in
            guard name != DeclaredFacet.name else { return nil }
            return values[name].map { FacetValue(name: name, value: $0) }
        }
    }
}

/// The facet in which calls of the deprecated write API keep what no facet of the specification holds.
package enum DeclaredFacet {
    package static let name: ByteString = "wherefrom_declared"

    /// The text under `key` of the facet.
    static func text(_ facet: JSONValue?, _ key: StaticString) -> ByteString? { facet?[key]?.byteString }
}

extension CatalogReader {
    /// What the registers of several names of one thing say: of each facet the greatest step.
    func registerFacets(of members: [EntityRecord]) throws -> RegisterFacets {
        var steps: [(step: ObservationReader.RegisterStep, owner: EntityRecord)] = []
        var key = SharedReads.StepsKey(numbers: [])
        for member in members {
            key.numbers.append(-member.id)
            for step in try observations.registers(of: member.id, through: time) {
                steps.append((step, member))
                key.numbers.append(step.seq)
            }
        }
        if steps.isEmpty { return RegisterFacets() }
        return try shared.registers(key) { try registerFacets(steps) }
    }

    private func registerFacets(
        _ steps: [(step: ObservationReader.RegisterStep, owner: EntityRecord)]
    ) throws -> RegisterFacets {
        var newest: [[UInt8]: (step: ObservationReader.RegisterStep, owner: EntityRecord)] = [:]
        var schemas: [SchemaStep] = []
        for (step, owner) in steps {
            guard step.key.first != UInt8(ascii: "f") else {
                if let known = newest[step.key], known.step.point >= step.point { continue }
                newest[step.key] = (step, owner)
                continue
            }
            guard let value = try value(of: "schema", step, owner), !isDeleted(value) else { continue }
            let role = step.key.count > 1 ? step.key[1] : 0
            let isWriter = role == MentionRole.output.rawValue || role == MentionRole.declared.rawValue
            schemas.append(
                SchemaStep(
                    report: SchemaFold.Report(
                        point: step.point, isWriter: isWriter, isComplete: step.valueHash.low & 1 == 1,
                        columns: SchemaFold.columns(of: value)), value: value))
        }
        var values = FacetFold()
        for (key, entry) in newest {
            let name = ByteString(bytes: Array(key.dropFirst()))
            guard let value = try value(of: name, entry.step, entry.owner), !isDeleted(value) else { continue }
            values.set(name, value)
        }
        return RegisterFacets(values, schemas)
    }

    private func isDeleted(_ value: JSONValue) -> Bool { value["_deleted"]?.bool ?? false }

    private func value(
        of name: ByteString, _ step: ObservationReader.RegisterStep, _ owner: EntityRecord
    ) throws -> JSONValue? {
        guard let event = try document(step.seq)?.root else { return nil }
        if owner.kind == .job { return event["job"]?["facets"]?.member(name) }
        // At one point the first mention of an event speaks; a schema belongs to the role of its register.
        let role = step.key.first == UInt8(ascii: "s") && step.key.count > 1 ? Int64(step.key[1]) : nil
        for mention in Self.mentions(of: owner.datasetID, in: event) where role == nil || mention.role.rawValue == role
        {
            if let value = mention.json["facets"]?.member(name), !value.isNull { return value }
        }
        return nil
    }

    struct Mention {
        var role: MentionRole
        var json: JSONValue
    }

    /// Where an event lists a dataset, in the order in which facets of one event count.
    static func mentions(of id: DatasetID, in event: JSONValue) -> [Mention] {
        var result: [Mention] = []
        func add(_ value: JSONValue?, _ role: MentionRole) {
            guard let value, value["name"]?.byteString == id.name, value["namespace"]?.byteString == id.namespace
            else { return }
            result.append(Mention(role: role, json: value))
        }
        for value in event["inputs"].map({ Array($0.elements) }) ?? [] { add(value, .input) }
        for value in event["outputs"].map({ Array($0.elements) }) ?? [] { add(value, .output) }
        add(event["dataset"], .declared)
        return result
    }
}

/// The facets of a dataset or job as of some time; the values are copied out of the events.
struct RegisterFacets: Sendable {
    private(set) var values = FacetFold()
    private(set) var schemas: [SchemaStep] = []
    /// The schema as the reports together tell it.
    private(set) var columns: [SchemaFold.Column] = []
    /// About how many bytes it takes.
    private(set) var byteCount = 200

    init() {}

    init(_ values: FacetFold, _ schemas: [SchemaStep]) {
        var list = FacetFold()
        for (index, schema) in schemas.enumerated() { list.set(ByteString(String(index)), schema.value) }
        self.values = values
        self.schemas = schemas
        columns = SchemaFold.columns(of: schemas.map(\.report))
        guard let (copies, bytes) = FacetFold.compacted([values, list]) else { return }
        self.values = copies[0]
        for index in schemas.indices {
            if let value = copies[1][ByteString(String(index))] { self.schemas[index].value = value }
        }
        let columnCount = schemas.reduce(columns.count) { $0 + $1.report.columns.count }
        byteCount += bytes + 150 * columnCount
    }

    /// The `schema` facet that speaks for the dataset: of the newest complete writer, else the newest of all.
    var schemaFacet: JSONValue? {
        let complete = schemas.filter { $0.report.isWriter && $0.report.isComplete }
        return (complete.isEmpty ? schemas : complete).max { $0.report.point < $1.report.point }?.value
    }

    /// All facets by name, without our own.
    var shown: [FacetValue] {
        var all = values
        if let schemaFacet { all.set("schema", schemaFacet) }
        return all.shown.sorted { $0.name < $1.name }
    }
}

/// What one job in one role says about a schema.
struct SchemaStep: Sendable {
    var report: SchemaFold.Report
    var value: JSONValue
}
