import JSONBytes
import OpenLineage

/// What one answer has read already, so that a page of a list reads nothing twice; used on one thread.
final class ReadMemory {
    /// Records by number; nil: the payload was erased.
    var documents = BoundedCache<Int64, JSONDocument?>(bytesMax: 64 << 20)
    /// Structures of states of the past that are not stored, under negative numbers.
    var folded: [Structure] = []
    var structureHashes = BoundedCache<Int64, [UInt8]>(countMax: 20_000)
    var sentJobs = BoundedCache<Int64, JobID?>(countMax: 20_000)
    var entities = BoundedCache<Int64, EntityRecord?>(countMax: 50_000)
    var datasets = BoundedCache<DatasetID, Int64?>(countMax: 50_000)
    var components = BoundedCache<Int64, [EntityRecord]>(countMax: 20_000)
    /// Jobs that had members at a past instant, and the runs of those whose members were named anew.
    var pastMembers = BoundedCache<Int64, Bool>(countMax: 50_000)
    var pastRuns = BoundedCache<Int64, [Int64]>(countMax: 1_000)
    var pastJobs = BoundedCache<JobList, [EntityRecord]>(countMax: 4)
    /// Runs with events after a past instant, as of it; and the versions of datasets that come from such runs.
    var folds = BoundedCache<Int64, RunFold>(bytesMax: 32 << 20)
    var straddling = BoundedCache<Int64, [CatalogReader.StraddlingVersion]>(countMax: 20_000)
    var hasFutureEvents: Bool?
    /// Whether any dataset has a second name.
    var hasAliases: Bool?
    /// Known datasets that another name stands for.
    var aliases: Set<Int64>?

    /// A list of jobs, whatever its page.
    struct JobList: Hashable {
        var namespace: Int64?
        var states: Set<RunDetail.State>
    }
}
