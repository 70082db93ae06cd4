import JSONBytes
import SQLDatabase

/// Structures by content: each distinct one is stored once.
final class StructureStore {
    private let connection: any SQLConnection
    private var ids = BoundedCache<Digest128, Int64>(countMax: 100_000)
    private var structures = BoundedCache<Int64, Structure>(bytesMax: 64 << 20)
    private var steps = BoundedCache<Step, Int64>(countMax: 100_000)
    private var next: Int64

    /// A run with structure `before` takes in an event whose structure key is `key`.
    struct Step: Hashable {
        var before: Int64
        var key: Digest128
        var isSnapshot: Bool
    }

    init(_ connection: any SQLConnection) throws {
        self.connection = connection
        next = try connection.first("SELECT COALESCE(MAX(id), 0) FROM structure") { $0.int(0) }! + 1
    }

    /// The number of a structure; 0 is the empty one.
    func id(of structure: Structure) throws -> Int64 {
        if structure.isEmpty { return 0 }
        let bytes = structure.encoded()
        let hash = Digest128(hashing: bytes)
        if let known = ids.find(hash) { return known }
        let found = try connection.first("SELECT id FROM structure WHERE hash = ?1", [.blob(hash.bytes)]) { $0.int(0) }
        let id = found ?? next
        if found == nil {
            next += 1
            try connection.enqueue(
                "INSERT INTO structure (id, hash, bytes) VALUES (?1, ?2, ?3)", .integer(id), .blob(hash.bytes),
                .blob(bytes))
        }
        ids.insert(id, for: hash)
        structures.insert(structure, for: id, weight: structure.byteCount)
        return id
    }

    func structure(_ id: Int64) throws -> Structure {
        if id == 0 { return .empty }
        if let known = structures.find(id) { return known }
        let bytes = try connection.first("SELECT bytes FROM structure WHERE id = ?1", [.integer(id)]) { $0.blob(0) }
        guard let bytes else { throw CatalogError.damaged("a run without its structure") }
        let structure = try Structure(decoding: bytes)
        structures.insert(structure, for: id, weight: structure.byteCount)
        return structure
    }

    /// The outcome of a step that was taken before, or of `compute`.
    func step(_ step: Step, _ compute: () throws -> Int64) rethrows -> Int64 {
        if let known = steps.find(step) { return known }
        let result = try compute()
        steps.insert(result, for: step)
        return result
    }
}
