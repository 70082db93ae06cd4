package import JSONBytes
package import OpenLineage

/// A job as `/api/v1` shows it, as of the time of the reader.
package struct JobDetail: Sendable {
    package enum ProcessingType: String, Sendable {
        case batch = "BATCH"
        case stream = "STREAM"
        case service = "SERVICE"
    }

    package var id: JobID
    package var type: ProcessingType
    /// The name without that of the parent.
    package var simpleName: ByteString
    package var parent: JobID?
    /// Event times, ns.
    package var createdAt: Int64
    package var updatedAt: Int64
    /// Datasets of the present edges by their canonical names, sorted.
    package var inputs: [DatasetID]
    package var outputs: [DatasetID]
    package var location: ByteString?
    package var description: ByteString?
    /// The run that started last, and up to ten with it; only the first is complete in lists.
    package var latestRuns: [RunDetail]
    package var facets: [FacetValue]
    package var currentVersion: UUIDBytes?
    package var labels: [ByteString]
    package var tags: [ByteString]

    package var latestRun: RunDetail? { latestRuns.first }
}

/// A version of a job: a distinct set of inputs, outputs and what is told about their columns.
package struct JobVersionDetail: Sendable {
    package var job: JobID
    package var version: UUIDBytes
    /// Event time at which a run first ended with it, ns.
    package var createdAt: Int64
    package var location: ByteString?
    package var inputs: [DatasetID]
    package var outputs: [DatasetID]
    package var latestRun: RunDetail?
}
