package import JSONBytes
package import OpenLineage

/// A state-changing call that is not an event; kept in the log as its JSON text, effective at its receipt time.
package enum Command: Sendable, Hashable {
    /// A dataset, one of its columns, or a job.
    package enum Target: Sendable, Hashable {
        case dataset(DatasetID)
        case field(DatasetID, ByteString)
        case job(JobID)
    }

    case addTag(ByteString, to: Target)
    case removeTag(ByteString, from: Target)
    case describeTag(ByteString, description: ByteString?)
    case hideDataset(DatasetID)
    case hideJob(JobID)
    case hideNamespace(ByteString)
    case putNamespace(ByteString, owner: ByteString, description: ByteString?)
    case putSource(ByteString, type: ByteString, url: ByteString, description: ByteString?)
    /// Two names of one thing, accepted by a person.
    case acceptAlias(DatasetID, DatasetID, reason: ByteString)
    case revokeAlias(DatasetID, DatasetID)
}
