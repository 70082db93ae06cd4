import JSONBytes

/// Names that look like one table, for somebody to confirm or refuse.
public struct MergeProposal: Hashable, Sendable {
    /// At least two, ascending.
    public var members: [DatasetID]
    /// Why they look alike, in one sentence.
    public var reason: String

    init(members: [DatasetID], reason: String) {
        self.members = members
        self.reason = reason
    }
}

extension Naming {
    /// Finds the names among `ids` that look like one table.
    ///
    /// Names are proposed together if their keys are equal and no two of them contradict each other in port or
    /// database. A name that leaves something out and would fit two different tables is not proposed with either.
    /// - Returns: Ascending by first member; each name is in one proposal at most.
    /// - Complexity: O(n log n).
    public static func mergeProposals(among ids: some Sequence<DatasetID>) -> [MergeProposal] {
        mergeProposals(among: Set(ids).lazy.compactMap { id in normalizedTableKey(id).map { (id, $0) } })
    }

    /// The same for names whose keys are known; each name once.
    public static func mergeProposals(
        among names: some Sequence<(DatasetID, NormalizedTableKey)>
    ) -> [MergeProposal] {
        var groups: [ByteString: [Named]] = [:]
        for (id, key) in names { groups[key.key, default: []].append(Named(id: id, key: key)) }
        return groups.values.filter { $0.count > 1 }
            .flatMap { clusters(of: $0.sorted { $0.id < $1.id }) }
            .filter { $0.count > 1 }
            .map { MergeProposal(members: $0.map(\.id), reason: reason(for: $0)) }
            .sorted { $0.members[0] < $1.members[0] }
    }

    private struct Named {
        var id: DatasetID
        var key: NormalizedTableKey
    }

    /// The names that mean one table each; a name that could mean two of them is left out.
    private static func clusters(of names: [Named]) -> [[Named]] {
        let said = SaidQualifiers(names.map(\.key))
        var clusters: [SaidQualifiers.Place: [Named]] = [:]
        for name in names {
            if let place = said.place(of: name.key) { clusters[place, default: []].append(name) }
        }
        return Array(clusters.values)
    }

    private static func reason(for names: [Named]) -> String {
        var differences: [String] = []
        var seen: Set<String> = []
        for adjustment in names.flatMap(\.key.adjustments) where seen.insert(adjustment).inserted {
            differences.append(adjustment)
            // A sentence with more than that helps nobody, and drivers in namespaces can be anything.
            if differences.count == 8 { break }
        }
        if Set(names.map { $0.key.port == nil }).count == 2 { differences.append("allowing for a port left out") }
        if Set(names.map { $0.key.database == nil }).count == 2 {
            differences.append("allowing for a database left out")
        }
        let key = names[0].key.key.string
        return differences.isEmpty
            ? "All read as \(key)." : "All read as \(key) after \(differences.joined(separator: ", "))."
    }
}

/// The ports and databases that the names of one key say, to find what the names that say less can mean.
private struct SaidQualifiers {
    struct Place: Hashable {
        var port: Int?
        var database: ByteString?
    }

    private var ports: Set<Int> = []
    private var databases: Set<ByteString> = []
    /// By database; names without a database under nil.
    private var portsByDatabase: [ByteString?: Set<Int>] = [:]
    /// By port; names without a port under nil.
    private var databasesByPort: [Int?: Set<ByteString>] = [:]

    init(_ keys: [NormalizedTableKey]) {
        for key in keys {
            if let port = key.port {
                ports.insert(port)
                portsByDatabase[key.database, default: []].insert(port)
            }
            if let database = key.database {
                databases.insert(database)
                databasesByPort[key.port, default: []].insert(database)
            }
        }
    }

    /// Port and database of `key`, missing ones filled in from the names that agree with it; nil if they disagree.
    func place(of key: NormalizedTableKey) -> Place? {
        var place = Place(port: key.port, database: key.database)
        if key.port == nil {
            let candidates = key.database.map { said(portsByDatabase, $0) } ?? ports
            guard candidates.count <= 1 else { return nil }
            place.port = candidates.first
        }
        if key.database == nil {
            let candidates = key.port.map { said(databasesByPort, $0) } ?? databases
            guard candidates.count <= 1 else { return nil }
            place.database = candidates.first
        }
        return place
    }

    private func said<Key, Value>(_ index: [Key?: Set<Value>], _ key: Key) -> Set<Value> {
        (index[key] ?? []).union(index[nil] ?? [])
    }
}
