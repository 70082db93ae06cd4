package import JSONBytes
package import OpenLineage

/// A dataset or a job (by its full name), as of the time of the reader.
package struct EntityRecord: Sendable, Hashable {
    package var id: Int64
    package var kind: EntityKind
    package var namespaceID: Int64
    package var namespace: ByteString
    package var name: ByteString
    /// Event time of the first mention, ns.
    package var firstSeen: Int64
    /// Event time of the newest mention, ns; nil: no event mentions it, another one only refers to it.
    package var lastSeen: Int64?
    /// Whether an event lists it, at whatever time; false: only facets or children refer to it.
    package var isReported: Bool
    /// Jobs: how many runs and declarations bear the name at present.
    package var members: Int64
    /// Receipt time of the newest command that hid it, ns, if that is not after the time of the reader.
    package var hiddenAt: Int64?

    /// Datasets: whether a facet that tells its kind was ever sent.
    package var hasKindFacets = false

    package var datasetID: DatasetID { DatasetID(namespace: namespace, name: name) }
    package var jobID: JobID { JobID(namespace: namespace, name: name) }

    /// Whether it was hidden and nothing has mentioned it since.
    package var isHidden: Bool {
        guard let hiddenAt else { return false }
        return (lastSeen ?? .min) <= hiddenAt
    }

    /// When it last changed, ns.
    package var updatedAt: Int64 { max(lastSeen ?? firstSeen, firstSeen) }
}
