import JSONBytes

/// A dataset or job while the writer works with it.
final class EntityState {
    let id: Int64
    let kind: EntityKind
    let namespace: Int64
    let name: ByteString
    /// Event times of the first and the newest mention, ns.
    var firstSeen: Int64 { didSet { if firstSeen != oldValue { hasNewOrigin = true } } }
    var lastSeen: Int64
    /// Whether some event lists it as input, output, job or dataset, or the API made it; false: only referred to.
    var isReported: Bool { didSet { if isReported != oldValue { hasNewOrigin = true } } }
    /// Whether the first mention, or whether it is reported, is another than the row says.
    var hasNewOrigin = false
    /// Jobs: the number of runs and declarations that bear the name.
    var members: Int64
    /// Time of the newest event that mentions it, future ones included, ns.
    var observedUntil: Int64 = .min
    var isDirty = false
    /// Facet objects whose every register holds its present value since the given time: seen again, they change nothing.
    var knownFacets: [Digest128: Int64] = [:]

    init(
        id: Int64, kind: EntityKind, namespace: Int64, name: ByteString, firstSeen: Int64, lastSeen: Int64,
        isReported: Bool, members: Int64
    ) {
        self.id = id
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.isReported = isReported
        self.members = members
    }

    /// Widens the times; a time beyond `present` does not become the newest yet.
    func touch(at time: Int64, present: Int64, isReported: Bool) {
        if time < firstSeen {
            firstSeen = time
            isDirty = true
        }
        if time > lastSeen, time <= present {
            lastSeen = time
            isDirty = true
        }
        if isReported, !self.isReported {
            self.isReported = true
            isDirty = true
        }
    }
}

final class NamespaceState {
    let id: Int64
    let name: ByteString
    var firstSeen: Int64
    var lastSeen: Int64
    var isDirty = false

    init(id: Int64, name: ByteString, firstSeen: Int64, lastSeen: Int64) {
        self.id = id
        self.name = name
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }

    func touch(at time: Int64, present: Int64) {
        if time < firstSeen {
            firstSeen = time
            isDirty = true
        }
        if time > lastSeen, time <= present {
            lastSeen = time
            isDirty = true
        }
    }
}
