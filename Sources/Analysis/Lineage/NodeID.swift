package import JSONBytes
package import OpenLineage

/// What a node of a lineage answer is, by name.
package enum NodeID: Hashable, Sendable {
    case dataset(DatasetID)
    case job(JobID)
    case column(DatasetID, ByteString)
    case run(RunID)

    /// The text that clients see and send: `dataset:<namespace>:<name>`, `job:<namespace>:<name>`,
    /// `datasetField:<namespace>:<dataset>:<column>`, `run:<id>`; the parts as they are, without any encoding.
    package var text: ByteString {
        switch self {
        case .dataset(let id): Self.joined("dataset", [id.namespace, id.name])
        case .job(let id): Self.joined("job", [id.namespace, id.name])
        case .column(let id, let column): Self.joined("datasetField", [id.namespace, id.name, column])
        case .run(let id): Self.joined("run", [id.bytes])
        }
    }

    private static func joined(_ prefix: String, _ parts: [ByteString]) -> ByteString {
        var bytes = Array(prefix.utf8)
        bytes.reserveCapacity(bytes.count + parts.reduce(parts.count) { $0 + $1.count })
        for part in parts {
            bytes.append(UInt8(ascii: ":"))
            bytes += part.bytes
        }
        return ByteString(bytes: bytes)
    }
}
