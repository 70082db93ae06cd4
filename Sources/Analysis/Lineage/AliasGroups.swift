import GraphEngine
import JSONBytes
import MetadataCatalog

/// Datasets that are one thing under several names, among those of an answer.
///
/// Which name is canonical says ``CatalogReader/canonicalFirst(_:)``.
struct AliasGroups {
    /// The canonical member of each vertex that has aliases.
    private(set) var canonical: [UInt32: UInt32] = [:]
    /// The other members of each canonical vertex.
    private(set) var others: [UInt32: [UInt32]] = [:]
    /// Members of groups that are larger than is believed.
    private(set) var oversized: [[UInt32]] = []

    /// Names that one thing may have; more is taken for a mistake of a producer.
    static let membersMax = CatalogReader.componentMax

    init(edges: [GraphEdge], _ context: LineageContext) throws {
        var parents: [UInt32: UInt32] = [:]
        for edge in edges where edge.kind == .alias {
            let (from, to) = (Self.root(edge.from, &parents), Self.root(edge.to, &parents))
            if from != to { parents[from] = to }
        }
        var groups: [UInt32: [UInt32]] = [:]
        for vertex in parents.keys.sorted() { groups[Self.root(vertex, &parents), default: []].append(vertex) }
        for members in groups.values where members.count > 1 {
            guard members.count <= Self.membersMax else {
                oversized.append(members.sorted())
                continue
            }
            let chosen =
                try context.reader.canonicalFirst(members.map { try context.row($0) }).first
                .flatMap { UInt32(exactly: $0.id) } ?? members[0]
            others[chosen] = members.filter { $0 != chosen }
            for member in members { canonical[member] = chosen }
        }
    }

    func representative(_ vertex: UInt32) -> UInt32 { canonical[vertex] ?? vertex }

    private static func root(_ vertex: UInt32, _ parents: inout [UInt32: UInt32]) -> UInt32 {
        var root = vertex
        while let next = parents[root], next != root { root = next }
        var current = vertex
        while let next = parents[current], next != root {
            parents[current] = root
            current = next
        }
        if parents[vertex] == nil { parents[vertex] = vertex }
        return root
    }
}
