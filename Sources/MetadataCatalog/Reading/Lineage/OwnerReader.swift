package import GraphEngine
import JSONBytes
import OpenLineage
import SQLDatabase

/// Decoded structures by their stored number, shared by requests.
///
/// A stored structure never changes, so nothing is ever out of date. `@unchecked Sendable`: `lock` guards the structures.
package final class StructureCache: @unchecked Sendable {
    private let lock = Lock()
    private var structures = BoundedCache<Int64, Structure>(bytesMax: 64 << 20)

    package init() {}

    func find(_ id: Int64) -> Structure? { lock.withLock { structures.find(id) } }

    func add(_ structure: Structure, _ id: Int64) {
        lock.withLock { structures.insert(structure, for: id, weight: structure.byteCount) }
    }
}

/// What the owners of edges say at the time of a reader; remembers what it read, for one answer.
package final class OwnerReader {
    private let reader: CatalogReader
    private let cache: StructureCache
    private var contributionsByOwner: [UInt32: [Contribution]] = [:]
    /// Structures that were folded for a past instant and are not stored, by negative numbers.
    private var folded: [Structure] = []
    private var foldedIDs: [Structure: Int64] = [:]
    private var timesByOwner: [UInt32: [EdgeKey: Int64]] = [:]
    private var vertices: [NamedEdge.Vertex: UInt32] = [:]

    package init(_ reader: CatalogReader, cache: StructureCache) {
        self.reader = reader
        self.cache = cache
    }

    /// Layers and structures that make the edges of an owner, with their newest times; sorted.
    package func contributions(of owner: UInt32) throws -> [Contribution] {
        if let known = contributionsByOwner[owner] { return known }
        let read = try readContributions(of: owner)
        contributionsByOwner[owner] = read
        return read
    }

    private func readContributions(of owner: UInt32) throws -> [Contribution] {
        if reader.isPresent {
            let statement = try reader.connection.statement("SELECT bytes FROM job_state WHERE job = ?1")
            statement.bind(1, Int64(owner))
            let bytes = try statement.step() ? statement.blob(0) : nil
            statement.reset()
            if let bytes { return try StoredContributions(decoding: bytes).contributions }
        }
        guard let row = try reader.entity(Int64(owner)) else { return [] }
        switch row.kind {
        case .job:
            return try reader.observations.contributions(
                ofJob: row.id, name: row.jobID, through: reader.time, structureID: structureID)
        case .dataset:
            let newest = try reader.observations.newestStructure(
                of: UnitID(.dataset, row.id), through: reader.time, structureID: structureID)
            return newest.map { [Contribution(layer: .declared, structure: $0.structure, lastSeen: $0.point.time)] }
                ?? []
        }
    }

    /// The structure with this number, from a contribution.
    package func structure(_ id: Int64) throws -> Structure {
        if id < 0 { return folded[Int(-id) - 1] }
        if id == 0 { return .empty }
        if let known = cache.find(id) { return known }
        let structure = try reader.structure(id)
        cache.add(structure, id)
        return structure
    }

    /// The number of a structure; of one that is not stored, a negative one.
    package func structureID(_ structure: Structure) throws -> Int64 {
        if structure.isEmpty { return 0 }
        if let known = foldedIDs[structure] { return known }
        let hash = Digest128(hashing: structure.encoded())
        let stored = try reader.connection.first("SELECT id FROM structure WHERE hash = ?1", [.blob(hash.bytes)]) {
            $0.int(0)
        }
        if let stored { return stored }
        folded.append(structure)
        foldedIDs[structure] = -Int64(folded.count)
        return -Int64(folded.count)
    }

    /// Event time of the newest event that speaks for an edge, ns; nil: none does at the time of the reader.
    package func lastSeen(of edge: EdgeKey) throws -> Int64? {
        let contributions = try contributions(of: edge.owner)
        guard let first = contributions.first?.lastSeen else { return nil }
        // What all say alike needs no look at what they say.
        if contributions.allSatisfy({ $0.lastSeen == first }) { return first }
        if let known = timesByOwner[edge.owner] { return known[edge] }
        var times: [EdgeKey: Int64] = [:]
        for contribution in contributions {
            for key in try edges(of: [contribution], owner: edge.owner).keys {
                times[key] = max(times[key] ?? .min, contribution.lastSeen)
            }
        }
        timesByOwner[edge.owner] = times
        return times[edge]
    }

    private func edges(of contributions: [Contribution], owner: UInt32) throws -> [EdgeKey: EdgeFlags] {
        guard let row = try reader.entity(Int64(owner)) else { return [:] }
        let name: NamedEdge.Vertex = row.kind == .job ? .job(row.jobID) : .dataset(row.datasetID)
        var set = EdgeSet(owner: name)
        for contribution in contributions where contribution.structure != 0 {
            set.add(try structure(contribution.structure), layer: contribution.layer)
        }
        set.finish()
        var result: [EdgeKey: EdgeFlags] = [:]
        for (edge, flags) in set.flags {
            guard let from = try vertex(edge.source), let to = try vertex(edge.target) else { continue }
            result[EdgeKey(from: from, to: to, owner: owner, kind: edge.kind)] = flags
        }
        return result
    }

    /// The id of a dataset or job that a structure names; nil if the catalog has no such.
    package func vertex(_ name: NamedEdge.Vertex) throws -> UInt32? {
        if let known = vertices[name] { return known }
        let row =
            switch name {
            case .dataset(let id): try reader.entity(.dataset, namespace: id.namespace, name: id.name)
            case .job(let id): try reader.entity(.job, namespace: id.namespace, name: id.name)
            }
        guard let row, let vertex = UInt32(exactly: row.id) else { return nil }
        vertices[name] = vertex
        return vertex
    }

    /// The exact edges of an owner at the time of the reader; for `GraphView.walk(_:history:)`.
    package func history(of owner: UInt32) throws -> [GraphEdge] {
        var flags = try edges(of: contributions(of: owner), owner: owner)
        for edge in try aliases(of: owner) { flags[edge.key] = edge.flags }
        guard !flags.isEmpty else { return [] }
        var firstSeen: [EdgeKey: Int64] = [:]
        try reader.connection.query(
            "SELECT source, target, kind, first_seen FROM edge WHERE owner = ?1", [.integer(Int64(owner))]
        ) { row in
            guard let from = UInt32(exactly: row.int(0)), let to = UInt32(exactly: row.int(1)),
                let kind = EdgeKind(rawValue: UInt8(clamping: row.int(2)))
            else { return true }
            firstSeen[EdgeKey(from: from, to: to, owner: owner, kind: kind)] = row.int(3)
            return true
        }
        return flags.map { key, flags in
            GraphEdge(
                from: key.from, to: key.to, owner: owner, kind: key.kind, flags: flags, since: .min, until: .max,
                firstSeen: firstSeen[key] ?? reader.time, hasHistory: false)
        }
    }

    /// The aliases of a dataset at the time of the reader: its `symlinks` facet, and the rules that people accepted.
    private func aliases(of owner: UInt32) throws -> [GraphEdge] {
        guard let row = try reader.entity(Int64(owner)), row.kind == .dataset else { return [] }
        return try reader.aliases(of: row).compactMap { name, flags in
            try vertex(.dataset(name)).map {
                GraphEdge(from: owner, to: $0, owner: owner, kind: .alias, flags: flags, since: .min)
            }
        }
    }
}
