public import JSONBytes

/// One OpenLineage event, decoded as far as its identity; facets are read when asked for.
///
/// - Source: OpenLineage 2-0-2, `RunEvent`, `JobEvent` and `DatasetEvent`.
public struct OpenLineageEvent: Sendable {
    public enum Kind: UInt8, Sendable, CaseIterable {
        case run = 1
        case job = 2
        case dataset = 3
    }

    public let kind: Kind
    /// When it happened, by the producer's clock.
    public let time: EventTime
    /// ``EventType/absent`` for job and dataset events.
    public let type: EventType
    public let producer: ByteString?
    public let schemaURL: ByteString?
    /// Set if and only if ``kind`` is ``Kind/run``.
    public let run: RunMention?
    /// Set if ``kind`` is ``Kind/run`` or ``Kind/job``.
    public let job: JobMention?
    /// Set if and only if ``kind`` is ``Kind/dataset``.
    public let dataset: DatasetMention?
    /// In source order, duplicates kept; empty for dataset events.
    public let inputs: [DatasetMention]
    /// In source order, duplicates kept; empty for dataset events.
    public let outputs: [DatasetMention]
    /// What was odd about the event, at most ``diagnosticsMax`` entries; see docs/reference/diagnostics.md for the ids.
    public let diagnostics: [Diagnostic]
    /// The event as sent.
    public let json: JSONValue

    /// The most diagnostics of decoding: an event can name a million datasets by numbers.
    public static let diagnosticsMax = 100

    init(
        kind: Kind, time: EventTime, type: EventType, producer: ByteString?, schemaURL: ByteString?,
        run: RunMention?, job: JobMention?, dataset: DatasetMention?, inputs: [DatasetMention],
        outputs: [DatasetMention], diagnostics: [Diagnostic], json: JSONValue
    ) {
        self.kind = kind
        self.time = time
        self.type = type
        self.producer = producer
        self.schemaURL = schemaURL
        self.run = run
        self.job = job
        self.dataset = dataset
        self.inputs = inputs
        self.outputs = outputs
        self.diagnostics = diagnostics
        self.json = json
    }

    /// Every dataset that the event lists: inputs, then outputs, then the dataset of a dataset event.
    public var mentions: some Sequence<DatasetMention> {
        [inputs, outputs, dataset.map { [$0] } ?? []].lazy.joined()
    }
}

/// The run an event speaks of.
public struct RunMention: Sendable {
    public let id: RunID
    public let facets: FacetSet
    /// The `run` object as sent.
    public let json: JSONValue
}

/// The job an event speaks of.
public struct JobMention: Sendable {
    public let id: JobID
    public let facets: FacetSet
    /// The `job` object as sent.
    public let json: JSONValue
}

/// A dataset in the inputs or outputs of an event, or the dataset of a dataset event.
public struct DatasetMention: Sendable {
    public let id: DatasetID
    public let facets: FacetSet
    /// Empty except for inputs.
    public let inputFacets: FacetSet
    /// Empty except for outputs.
    public let outputFacets: FacetSet
    /// The dataset object as sent.
    public let json: JSONValue
}
