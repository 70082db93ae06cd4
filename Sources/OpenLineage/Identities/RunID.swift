public import JSONBytes

/// The id of a run as its producer sent it, with every spelling of one UUID made equal.
///
/// Run ids are only unique together with their job: some producers give one id to several jobs.
/// - Source: OpenLineage 2-0-2, `Run.runId` (a UUID there; Marquez takes any text, and so do we).
public struct RunID: Hashable, Sendable {
    /// The text as sent, or, if that spells a UUID, its lower-case hyphenated form.
    public let bytes: ByteString

    /// Whether the text spells a UUID.
    public let isUUID: Bool

    /// Normalises `sent`: `{…}`, `urn:uuid:…`, 32 digits and upper case all become the lower-case hyphenated form.
    public init(_ sent: ByteString) {
        if let uuid = UUIDBytes(spelledAs: sent) {
            bytes = ByteString(bytes: uuid.textBytes)
            isUUID = true
        } else {
            bytes = sent
            isUUID = false
        }
    }

    /// The id as a UUID: itself if it spells one, else Marquez's name-based UUID of its bytes.
    public var uuid: UUIDBytes {
        UUIDBytes(spelledAs: bytes) ?? UUIDBytes.nameBased(bytes.bytes)
    }

    /// The id under which Marquez files the parent run `self` of job `parentJob`.
    ///
    /// A UUID stands for itself. Any other id, such as Airflow's old `scheduled__2022-03-14T…`, becomes the version-3
    /// UUID in the URL namespace of `<namespace>.<dag>.<runId>`, where the dag is the parent job's name up to its last
    /// dot.
    public func marquezParentUUID(of parentJob: JobID) -> UUIDBytes {
        if isUUID { return uuid }
        let dot = UInt8(ascii: ".")
        let name = parentJob.name.bytes
        let dag = name.lastIndex(of: dot).map { name[..<$0] } ?? name[...]
        var text = parentJob.namespace.bytes
        text.append(dot)
        text += dag
        text.append(dot)
        text += bytes.bytes
        return UUIDBytes.nameBased(text, in: .urlNamespace)
    }
}

extension RunID: CustomStringConvertible {
    public var description: String { bytes.string }
}
