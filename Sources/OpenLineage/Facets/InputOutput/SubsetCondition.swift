public import JSONBytes

/// A condition that describes a part of a dataset.
/// - Source: OpenLineage `spec/facets/BaseSubsetDatasetFacet.json`, version 1-0-0.
public indirect enum SubsetCondition: Sendable {
    /// The files or directories of the part.
    case locations([ByteString])
    /// The partitions of the part.
    case partitions([Partition])
    /// Two values compared, for example `date >= '2026-01-01'`.
    case compare(left: Operand, comparison: String, right: Operand)
    /// Two conditions joined, for example by `AND`.
    case binary(left: SubsetCondition, operator: String, right: SubsetCondition)
    /// A condition of a kind that the specification does not have.
    case other(JSONValue)

    /// One partition: the values of the columns that make it.
    public struct Partition: Sendable {
        /// Name of the partition, if it has one.
        public var identifier: ByteString?
        public var dimensions: [NamedValue]

        init?(json: JSONValue) {
            guard json.kind == .object else { return nil }
            identifier = json.name("identifier")
            dimensions = json.entries("dimensions", NamedValue.init)
        }
    }

    /// One side of a comparison.
    public enum Operand: Hashable, Sendable {
        case field(ByteString)
        case literal(String)
    }

    /// Reads a condition; nil if `json` is no object or lacks what its type needs.
    ///
    /// Recursion is bounded by the parser's limit of nesting.
    init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        switch json.text("type")?.lowercased() {
        case "location": self = .locations(json.list("locations", \.byteString) ?? [])
        case "partition": self = .partitions(json.list("partitions", Partition.init(json:)) ?? [])
        case "compare":
            guard let left = json["left"].flatMap(Operand.init(json:)), let comparison = json.text("comparison"),
                let right = json["right"].flatMap(Operand.init(json:))
            else { return nil }
            self = .compare(left: left, comparison: comparison, right: right)
        case "binary":
            guard let left = json["left"].flatMap(SubsetCondition.init(json:)), let joint = json.text("operator"),
                let right = json["right"].flatMap(SubsetCondition.init(json:))
            else { return nil }
            self = .binary(left: left, operator: joint, right: right)
        default: self = .other(json)
        }
    }

    static let shape: FacetShape = .oneOf([
        [.required("type", .text), .required("locations", .list(.text))],
        [.required("type", .text), .required("partitions", .list(partitionShape))],
        [
            .required("type", .text), .required("left", operandShape), .required("right", operandShape),
            .required("comparison", .text),
        ],
        [
            .required("type", .text), .required("left", .lazy { shape }), .required("right", .lazy { shape }),
            .required("operator", .text),
        ],
    ])

    private static let partitionShape: FacetShape = .object([
        .optional("identifier", .text), .required("dimensions", .map(.any)),
    ])

    private static let operandShape: FacetShape = .oneOf([
        [.required("type", .text), .required("field", .text)], [.required("type", .text), .required("value", .text)],
    ])
}

extension SubsetCondition.Operand {
    init?(json: JSONValue) {
        if let field = json.name("field") {
            self = .field(field)
        } else if let literal = json["value"]?.string ?? json["value"]?.scalarSpelling?.string {
            self = .literal(literal)
        } else {
            return nil
        }
    }
}
