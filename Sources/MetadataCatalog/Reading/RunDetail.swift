package import JSONBytes
package import OpenLineage

/// A run as `/api/v1` shows it, as of the time of the reader.
package struct RunDetail: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case new = "NEW"
        case running = "RUNNING"
        case completed = "COMPLETED"
        case aborted = "ABORTED"
        case failed = "FAILED"
    }

    /// Row of the run.
    package var row: Int64
    package var uuid: UUIDBytes
    /// As sent, spellings of a UUID made equal.
    package var runID: ByteString
    /// The job by its full name.
    package var job: JobID
    package var sentJob: JobID
    package var state: State
    /// Event times, ns.
    package var createdAt: Int64
    package var updatedAt: Int64
    package var startedAt: Int64?
    package var endedAt: Int64?
    package var nominalStart: EventTime?
    package var nominalEnd: EventTime?
    package var args: [(name: ByteString, value: ByteString)] = []
    package var facets: [FacetValue] = []
    /// The version of the job that the run had; nil before its end and without datasets.
    package var jobVersion: UUIDBytes?
    package var inputs: [DatasetUse] = []
    package var outputs: [DatasetUse] = []
    /// Run and job of the `parent` facet.
    package var parent: RunReference?
    /// Run and job at the top of the chain of parents, or as the `parent` facet's `root` says.
    package var root: RunReference?
    /// Jobs that use the same run id, by full name; filled when a run is looked up by id.
    package var otherJobs: [JobID] = []

    /// Milliseconds; nil before the end.
    package var durationMilliseconds: Int64? {
        guard let startedAt, let endedAt else { return nil }
        let span = endedAt.subtractingReportingOverflow(startedAt)
        return span.overflow ? nil : max(0, span.partialValue / 1_000_000)
    }

    package struct DatasetUse: Sendable {
        package var id: DatasetID
        package var version: UUIDBytes
        package var facets: [FacetValue]
    }

    package struct RunReference: Sendable {
        package var uuid: UUIDBytes
        package var job: JobID
    }
}
