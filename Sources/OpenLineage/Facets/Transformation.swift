public import JSONBytes

/// How a value was made from another one.
///
/// DIRECT: the output's value derives from the input's. INDIRECT: the input only decides whether, where or how often
/// the output's value appears.
/// - Source: OpenLineage `spec/facets/ColumnLineageDatasetFacet.json` 1-2-0 and `LineageFacet.json` 1-0-0.
public struct Transformation: Hashable, Sendable {
    /// `DIRECT` or `INDIRECT`, as sent.
    public var type: ByteString
    /// For example `IDENTITY` or `FILTER`, as sent; nil if absent or empty.
    public var subtype: ByteString?
    /// The operation in words or code.
    public var description: String?
    /// Whether the output hides the input's value, for example by hashing; nil if the producer does not say.
    public var masking: Bool?

    public init(type: ByteString, subtype: ByteString? = nil, description: String? = nil, masking: Bool? = nil) {
        self.type = type
        self.subtype = subtype
        self.description = description
        self.masking = masking
    }

    static let shape: FacetShape = .object([
        .required("type", .text), .optional("subtype", .text), .optional("description", .text),
        .optional("masking", .boolean),
    ])

    init?(json: JSONValue) {
        guard json.kind == .object else { return nil }
        type = json.name("type") ?? ""
        subtype = json.name("subtype").flatMap { $0.isEmpty ? nil : $0 }
        description = json.text("description")
        masking = json.flag("masking")
    }
}

extension Transformation {
    /// The kinds of ``type``.
    public enum Kind: UInt8, Hashable, Sendable {
        case direct = 1
        case indirect = 2
        /// Anything that the specification does not have; nothing may be concluded from it.
        case other = 0
    }

    /// The subtypes of the specification's vocabulary.
    public enum Subtype: String, Hashable, Sendable, CaseIterable {
        /// DIRECT: the value itself.
        case identity = "IDENTITY"
        /// DIRECT: computed from one row.
        case transformation = "TRANSFORMATION"
        /// DIRECT: computed from several rows.
        case aggregation = "AGGREGATION"
        /// INDIRECT: part of a join condition.
        case join = "JOIN"
        /// INDIRECT: a grouping key.
        case groupBy = "GROUP_BY"
        /// INDIRECT: part of a filter.
        case filter = "FILTER"
        /// INDIRECT: a sort key.
        case sort = "SORT"
        /// INDIRECT: part of a window's definition.
        case window = "WINDOW"
        /// INDIRECT: part of a condition, for example of CASE.
        case conditional = "CONDITIONAL"

        /// The type to which the subtype belongs.
        public var kind: Kind {
            switch self {
            case .identity, .transformation, .aggregation: .direct
            case .join, .groupBy, .filter, .sort, .window, .conditional: .indirect
            }
        }
    }

    /// ``type`` without regard to case.
    public var kind: Kind {
        type.isWord("DIRECT") ? .direct : type.isWord("INDIRECT") ? .indirect : .other
    }

    /// ``subtype`` without regard to case; nil if absent or not in the vocabulary.
    public var knownSubtype: Subtype? {
        subtype.flatMap { subtype in Subtype.allCases.first { subtype.isWord($0.rawValue) } }
    }

    /// The transformation that the deprecated members `transformationType` and `transformationDescription` stand for.
    ///
    /// `IDENTITY` and `MASKED` are the documented types; both are direct. Airflow sends an empty type, which says nothing.
    /// - Returns: nil if neither member says anything.
    init?(legacyType: ByteString?, legacyDescription: String?) {
        let description = legacyDescription.flatMap { $0.isEmpty ? nil : $0 }
        let type = legacyType.flatMap { $0.isEmpty ? nil : $0 }
        guard type != nil || description != nil else { return nil }
        self.init(type: "DIRECT", subtype: nil, description: description, masking: nil)
        switch type?.string.uppercased() {
        case "IDENTITY": subtype = "IDENTITY"
        case "MASKED":
            subtype = "TRANSFORMATION"
            masking = true
        case .some: subtype = type
        case nil: break
        }
    }
}
