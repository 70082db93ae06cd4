import OpenLineage
import SQLDatabase

extension CatalogReader {
    /// A structure, kept for later answers; negative numbers are those of `fold(_:)`.
    package func cachedStructure(_ id: Int64) throws -> Structure {
        if id < 0 { return memory.folded[Int(-id) - 1] }
        return id == 0 ? .empty : try shared.structure(id) { try structure(id) }
    }

    /// The number of a structure; one that is not stored gets a negative one for as long as the answer takes.
    func number(_ structure: Structure) throws -> Int64 {
        if structure.isEmpty { return 0 }
        let stored = try connection.first(
            "SELECT id FROM structure WHERE hash = ?1", [.blob(structure.hashBytes)]
        ) { $0.int(0) }
        if let stored { return stored }
        if let known = memory.folded.firstIndex(of: structure) { return -Int64(known) - 1 }
        memory.folded.append(structure)
        return -Int64(memory.folded.count)
    }

    /// What counts for the edges of a job at the reader's time.
    package func contributions(ofJob job: EntityRecord) throws -> [Contribution] {
        if isPresent {
            let stored = try connection.first("SELECT bytes FROM job_state WHERE job = ?1", [.integer(job.id)]) {
                $0.blob(0)
            }
            return try stored.map { try StoredContributions(decoding: $0).contributions } ?? []
        }
        return try observations.contributions(
            ofJob: job.id, name: job.jobID, through: time, structureID: number)
    }

    /// The structures that an owner of edges stands for at the reader's time: a job, or a dataset with DatasetEvents.
    package func currentStructures(of owner: Int64) throws -> [Structure] {
        guard let entity = try entity(owner) else { return [] }
        if entity.kind == .job {
            return try contributions(ofJob: entity).map(\.structure).uniqued().map { try cachedStructure($0) }
        }
        let newest = try observations.newestStructure(
            of: UnitID(.dataset, owner), through: time, structureID: number)
        return try newest.map { [try cachedStructure($0.structure)] } ?? []
    }

    /// What identifies the content of a stored structure.
    func structureHash(_ id: Int64) throws -> [UInt8] {
        if id < 0 { return try cachedStructure(id).hashBytes }
        return try memory.structureHashes.value(for: id) {
            try connection.first("SELECT hash FROM structure WHERE id = ?1", [.integer(id)]) { $0.blob(0) } ?? []
        }
    }
}

extension Structure {
    /// What identifies the content, as `structure.hash` keeps it.
    var hashBytes: [UInt8] { Digest128(hashing: encoded()).bytes }
}

extension Sequence where Element: Hashable {
    /// Each element once, in the order of first appearance.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
