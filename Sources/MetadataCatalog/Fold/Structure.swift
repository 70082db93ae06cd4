package import JSONBytes
package import OpenLineage

/// What one source (the events of one run, one JobEvent, one DatasetEvent) says about who reads, writes and feeds whom.
///
/// A structure is a value by content: two runs that report the same thing share one stored structure. All lists are
/// sorted and free of duplicates, so that equal content has equal bytes.
package struct Structure: Hashable, Sendable {
    /// Datasets in the `inputs` of the events.
    package var inputs: [DatasetID] = []
    /// Datasets in the `outputs` of the events.
    package var outputs: [DatasetID] = []
    /// Whose origin is told in detail: at most one for each target.
    package var derivations: [Derivation] = []

    package static let empty = Structure()

    package init() {}

    package var isEmpty: Bool { inputs.isEmpty && outputs.isEmpty && derivations.isEmpty }

    /// About how many bytes the structure takes in memory.
    package var byteCount: Int {
        derivations.reduce(100 + 100 * (inputs.count + outputs.count)) { $0 + $1.byteCount }
    }
}

/// The told origin of one target.
package struct Derivation: Hashable, Sendable {
    /// By what the origin is known; the smaller one takes precedence inside one source.
    package enum Basis: UInt8, Sendable {
        /// A `lineage` facet.
        case explicit = 0
        /// A `columnLineage` facet.
        case column = 1
    }

    package var target: Endpoint
    package var basis: Basis
    /// Sources of the target as a whole: dataset-level lineage and dataset-wide dependencies (filters, joins, sorts).
    package var sources: [Source]
    /// Sources of single columns, sorted by column.
    package var columns: [Column]

    package init(target: Endpoint, basis: Basis, sources: [Source], columns: [Column]) {
        self.target = target
        self.basis = basis
        self.sources = sources
        self.columns = columns
    }

    package struct Column: Hashable, Sendable {
        package var name: ByteString
        package var sources: [Source]
        /// The two deprecated members of `columnLineage.fields[]`, kept because `/api/v1` serves them.
        package var transformationDescription: ByteString?
        package var transformationType: ByteString?

        package init(
            name: ByteString, sources: [Source], transformationDescription: ByteString? = nil,
            transformationType: ByteString? = nil
        ) {
            self.name = name
            self.sources = sources
            self.transformationDescription = transformationDescription
            self.transformationType = transformationType
        }
    }

    package struct Source: Hashable, Sendable {
        package var endpoint: Endpoint
        /// nil: the dataset (or job) as a whole.
        package var column: ByteString?
        package var transformations: [Transformation]

        package init(endpoint: Endpoint, column: ByteString?, transformations: [Transformation]) {
            self.endpoint = endpoint
            self.column = column
            self.transformations = transformations
        }
    }

    /// One way in which a source influences its target (`columnLineage` 1-2-0, `transformations[]`).
    package struct Transformation: Hashable, Sendable {
        package var type: ByteString
        package var subtype: ByteString?
        package var description: ByteString?
        package var masking: Bool?

        package init(type: ByteString, subtype: ByteString?, description: ByteString?, masking: Bool?) {
            self.type = type
            self.subtype = subtype
            self.description = description
            self.masking = masking
        }
    }

    /// A dataset, a job, or the job of the event itself.
    package enum Endpoint: Hashable, Sendable {
        case ownJob
        case dataset(DatasetID)
        case job(JobID)
    }

    /// About how many bytes the derivation takes in memory.
    package var byteCount: Int {
        columns.reduce(150 + 150 * sources.count) { $0 + 80 + 150 * $1.sources.count }
    }

    /// The endpoints that feed the target, as a whole or by any of its columns; each once, sorted.
    package var endpoints: [Endpoint] {
        var seen = Set<Endpoint>()
        for source in sources { seen.insert(source.endpoint) }
        for column in columns { for source in column.sources { seen.insert(source.endpoint) } }
        return seen.sorted()
    }
}

extension Derivation.Endpoint: Comparable {
    private var sortKey: (UInt8, ByteString, ByteString) {
        switch self {
        case .ownJob: (0, "", "")
        case .dataset(let id): (1, id.namespace, id.name)
        case .job(let id): (2, id.namespace, id.name)
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.sortKey < right.sortKey }
}

extension Derivation.Source: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        if left.endpoint != right.endpoint { return left.endpoint < right.endpoint }
        if left.column != right.column { return optionalLess(left.column, right.column) }
        return left.transformations.lexicographicallyPrecedes(right.transformations)
    }
}

extension Derivation.Transformation: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        if left.type != right.type { return left.type < right.type }
        if left.subtype != right.subtype { return optionalLess(left.subtype, right.subtype) }
        if left.description != right.description { return optionalLess(left.description, right.description) }
        return (left.masking.map { $0 ? 2 : 1 } ?? 0) < (right.masking.map { $0 ? 2 : 1 } ?? 0)
    }
}

private func optionalLess(_ left: ByteString?, _ right: ByteString?) -> Bool {
    switch (left, right) {
    case (nil, nil): false
    case (nil, _): true
    case (_, nil): false
    case (let left?, let right?): left < right
    }
}

extension Structure {
    /// Sorts every list and merges what names the same target, column or source.
    ///
    /// Where two derivations name one target, explicit lineage wins over column lineage; two of the same basis are united.
    package mutating func normalise() {
        inputs = Set(inputs).sorted()
        outputs = Set(outputs).sorted()
        var byTarget: [Derivation.Endpoint: Derivation] = [:]
        for derivation in derivations {
            guard let present = byTarget[derivation.target] else {
                byTarget[derivation.target] = derivation
                continue
            }
            if present.basis == derivation.basis {
                byTarget[derivation.target] = present.united(with: derivation)
            } else if derivation.basis == .explicit {
                byTarget[derivation.target] = derivation
            }
        }
        derivations = byTarget.values.map { $0.normalised() }.sorted { $0.target < $1.target }
    }

    package func normalised() -> Structure {
        var copy = self
        copy.normalise()
        return copy
    }
}

extension Derivation {
    func united(with other: Derivation) -> Derivation {
        Derivation(target: target, basis: basis, sources: sources + other.sources, columns: columns + other.columns)
    }

    func normalised() -> Derivation {
        var byName: [ByteString: Column] = [:]
        for column in columns {
            if var present = byName[column.name] {
                present.sources += column.sources
                present.transformationDescription =
                    present.transformationDescription ?? column.transformationDescription
                present.transformationType = present.transformationType ?? column.transformationType
                byName[column.name] = present
            } else {
                byName[column.name] = column
            }
        }
        let merged = byName.values.map { column in
            var copy = column
            copy.sources = Self.merged(column.sources)
            return copy
        }
        return Derivation(
            target: target, basis: basis, sources: Self.merged(sources), columns: merged.sorted { $0.name < $1.name })
    }

    /// One source for each endpoint and column, with all its transformations.
    private static func merged(_ sources: [Source]) -> [Source] {
        struct Key: Hashable {
            var endpoint: Endpoint
            var column: ByteString?
        }
        var byKey: [Key: Set<Transformation>] = [:]
        for source in sources {
            byKey[Key(endpoint: source.endpoint, column: source.column), default: []].formUnion(source.transformations)
        }
        return byKey.map {
            Source(endpoint: $0.key.endpoint, column: $0.key.column, transformations: $0.value.sorted())
        }.sorted()
    }
}
