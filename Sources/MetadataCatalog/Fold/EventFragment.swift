import JSONBytes
package import OpenLineage

/// What a facet says in one event: nothing, that it is gone, or a value.
package enum FacetState<Value: Hashable & Sendable>: Hashable, Sendable {
    case absent
    case deleted
    case value(Value)
}

/// The run that a `parent` facet names.
package struct ParentReference: Hashable, Sendable {
    package var job: JobID
    package var runID: RunID

    package init(job: JobID, runID: RunID) {
        self.job = job
        self.runID = runID
    }
}

/// How a job emits (`jobType` 2-0-4).
package struct Emission: Hashable, Sendable {
    /// `processingType` is STREAMING.
    package var isStreaming: Bool
    /// `emissionPattern.eventContentMode` is COMPLETE_SNAPSHOT: an event's datasets replace those of earlier events.
    package var isSnapshot: Bool

    package init(isStreaming: Bool, isSnapshot: Bool) {
        self.isStreaming = isStreaming
        self.isSnapshot = isSnapshot
    }
}

/// The part of one event that the fold of a run, a JobEvent or a DatasetEvent needs.
package struct EventFragment: Sendable {
    package var point: OrderPoint
    package var inputs: [DatasetID]
    package var outputs: [DatasetID]
    /// The `lineage` facet of the job: entries of all its targets.
    package var jobLineage: FacetState<[Derivation]>
    /// `lineage` facets of outputs (or of the dataset of a DatasetEvent).
    package var datasetLineage: [DatasetID: FacetState<Derivation>]
    /// `columnLineage` facets of outputs (or of the dataset of a DatasetEvent).
    package var columnLineage: [DatasetID: FacetState<Derivation>]
    package var emission: FacetState<Emission>
    package var parent: FacetState<ParentReference>

    /// - Parameter scope: what the sender may write; lineage facets of other datasets are passed over.
    package init(_ event: OpenLineageEvent, point: OrderPoint, scope: NamespaceScope? = nil) {
        self.point = point
        inputs = event.inputs.map(\.id)
        outputs = event.outputs.map(\.id)
        jobLineage = Self.state(event.job?.facets["lineage"]) { LineageFacetReader.derivations(ofJobFacet: $0) }
        datasetLineage = [:]
        columnLineage = [:]
        let targets = event.outputs + (event.dataset.map { [$0] } ?? [])
        for mention in targets where scope.allows(mention.id.namespace) {
            let target = Derivation.Endpoint.dataset(mention.id)
            let explicit = Self.state(mention.facets["lineage"]) {
                LineageFacetReader.derivation(ofEntry: $0, target: target)
            }
            if explicit != .absent { datasetLineage[mention.id] = explicit }
            let columns = Self.state(mention.facets["columnLineage"]) {
                LineageFacetReader.derivation(ofColumnLineage: $0, target: target)
            }
            if columns != .absent { columnLineage[mention.id] = columns }
        }
        emission = Self.emission(of: event)
        parent = Self.parent(of: event)
    }

    package static func emission(of event: OpenLineageEvent) -> FacetState<Emission> {
        state(event.job?.facets["jobType"]) { value in
            let pattern = value["emissionPattern"]?["eventContentMode"]?.string
            return Emission(
                isStreaming: value["processingType"]?.string?.uppercased() == "STREAMING",
                isSnapshot: pattern?.uppercased() == "COMPLETE_SNAPSHOT")
        }
    }

    /// The parent as the event names it, with the reading of old Airflow events applied.
    package static func parent(of event: OpenLineageEvent) -> FacetState<ParentReference> {
        guard let child = event.job?.id else { return .absent }
        return state(event.run?.facets["parent"] ?? event.run?.facets["parentRun"]) { value in
            guard let runID = value["run"]?["runId"]?.byteString,
                let namespace = value["job"]?["namespace"]?.byteString,
                let name = value["job"]?["name"]?.byteString
            else { return nil }
            let reference = ParentReference(job: JobID(namespace: namespace, name: name), runID: RunID(runID))
            return JobNaming.effectiveParent(of: child, reference)
        }
    }

    /// Whether the event withdraws some of what was told about structure.
    package var withdraws: Bool {
        jobLineage == .deleted || datasetLineage.values.contains(.deleted) || columnLineage.values.contains(.deleted)
    }

    /// Whether the event carries a `lineage` facet.
    package var isExplicit: Bool { jobLineage != .absent || !datasetLineage.isEmpty }

    /// Whether the event names any dataset.
    package var namesDatasets: Bool { !inputs.isEmpty || !outputs.isEmpty }

    /// Whether folding the event can change a structure.
    package var touchesStructure: Bool {
        namesDatasets || jobLineage != .absent || !datasetLineage.isEmpty || !columnLineage.isEmpty
    }

    private static func state<Value>(_ facet: Facet?, _ read: (JSONValue) -> Value?) -> FacetState<Value> {
        guard let facet else { return .absent }
        if facet.isDeleted { return .deleted }
        return read(facet.value).map { .value($0) } ?? .absent
    }
}

/// Reads derivations out of the `lineage` and `columnLineage` facets.
///
/// - Source: LineageFacet 1-0-0 (job and dataset variant); ColumnLineageDatasetFacet 1-2-0.
enum LineageFacetReader {
    static func derivations(ofJobFacet facet: JSONValue) -> [Derivation]? {
        guard let entries = facet["entries"], entries.kind == .array else { return nil }
        return entries.elements.compactMap { entry in
            guard let target = endpoint(entry) else { return nil }
            return derivation(ofEntry: entry, target: target)
        }
    }

    static func derivation(ofEntry entry: JSONValue, target: Derivation.Endpoint) -> Derivation? {
        guard entry.kind == .object else { return nil }
        var columns: [Derivation.Column] = []
        if let fields = entry["fields"] {
            for (name, value) in fields.members where !value.isNull {
                columns.append(Derivation.Column(name: name, sources: sources(value["inputs"])))
            }
        }
        return Derivation(target: target, basis: .explicit, sources: sources(entry["inputs"]), columns: columns)
    }

    static func derivation(ofColumnLineage facet: JSONValue, target: Derivation.Endpoint) -> Derivation? {
        guard facet.kind == .object else { return nil }
        var columns: [Derivation.Column] = []
        if let fields = facet["fields"] {
            for (name, value) in fields.members where !value.isNull {
                let column = Derivation.Column(
                    name: name, sources: sources(value["inputFields"]),
                    transformationDescription: value["transformationDescription"]?.byteString,
                    transformationType: value["transformationType"]?.byteString)
                if !column.sources.isEmpty { columns.append(column) }
            }
        }
        let wide = sources(facet["dataset"])
        // A facet without a single source tells nothing, unlike an explicit entry with an empty list.
        guard !columns.isEmpty || !wide.isEmpty else { return nil }
        return Derivation(target: target, basis: .column, sources: wide, columns: columns)
    }

    private static func sources(_ list: JSONValue?) -> [Derivation.Source] {
        guard let list, list.kind == .array else { return [] }
        return list.elements.compactMap { value in
            guard let endpoint = endpoint(value) else { return nil }
            return Derivation.Source(
                endpoint: endpoint, column: value["field"]?.byteString,
                transformations: (value["transformations"].map { Array($0.elements) } ?? []).compactMap(transformation))
        }
    }

    private static func transformation(_ value: JSONValue) -> Derivation.Transformation? {
        guard value.kind == .object else { return nil }
        return Derivation.Transformation(
            type: value["type"]?.byteString ?? "", subtype: value["subtype"]?.byteString,
            description: value["description"]?.byteString, masking: value["masking"]?.bool)
    }

    /// A JOB without namespace and name is the event's own job.
    private static func endpoint(_ value: JSONValue) -> Derivation.Endpoint? {
        guard value.kind == .object else { return nil }
        let namespace = value["namespace"]?.byteString
        let name = value["name"]?.byteString
        let isJob = value["type"]?.string?.uppercased() == "JOB"
        switch (namespace, name, isJob) {
        case (nil, nil, true): return .ownJob
        case (let namespace?, let name?, true): return .job(JobID(namespace: namespace, name: name))
        case (let namespace?, let name?, false): return .dataset(DatasetID(namespace: namespace, name: name))
        default: return nil
        }
    }
}
