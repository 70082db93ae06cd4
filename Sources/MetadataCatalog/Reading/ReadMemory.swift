import JSONBytes
import OpenLineage

/// What one answer has read already, so that a page of a list reads nothing twice; used on one thread.
final class ReadMemory {
    /// Records by number; nil: the payload was erased.
    var documents = BoundedCache<Int64, JSONDocument?>(countMax: 20_000)
    var structures = BoundedCache<Int64, Structure>(countMax: 20_000)
    /// Structures of states of the past that are not stored, under negative numbers.
    var folded: [Structure] = []
    var structureHashes = BoundedCache<Int64, [UInt8]>(countMax: 20_000)
    var sentJobs = BoundedCache<Int64, JobID?>(countMax: 20_000)
    var entities = BoundedCache<Int64, EntityRecord?>(countMax: 50_000)
    var datasets = BoundedCache<DatasetID, Int64?>(countMax: 50_000)
    var components = BoundedCache<Int64, [EntityRecord]>(countMax: 20_000)
    /// Whether any dataset has a second name.
    var hasAliases: Bool?
    /// Known datasets that another name stands for.
    var aliases: Set<Int64>?
}
