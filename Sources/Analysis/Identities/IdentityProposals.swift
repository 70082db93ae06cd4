import JSONBytes
package import MetadataCatalog
package import OpenLineage

/// Names that look like one dataset, with what people decided about them.
package struct IdentityProposal: Sendable {
    package enum State: String, Sendable { case proposed, accepted, revoked }

    /// Stands for the set of names: 16 hexadecimal digits.
    package var id: String
    /// Ascending, at least two.
    package var datasets: [DatasetID]
    package var reason: String
    /// 0 to 1: how much of the names agrees.
    package var score: Double
    package var state: State

    /// What accepting it means, as commands.
    package var acceptance: [Command] {
        datasets.dropFirst().map { .acceptAlias(datasets[0], $0, reason: .init(reason)) }
    }

    /// What takes that back.
    package var revocation: [Command] {
        datasets.dropFirst().map { .revokeAlias(datasets[0], $0) }
    }
}

/// Datasets that are shown as one.
package struct IdentityComponent: Sendable {
    package var canonical: DatasetID
    /// The canonical name included, ascending.
    package var members: [DatasetID]
    package var links: [AliasLink]
    /// False for more names than are believed: they are shown apart.
    package var isApplied: Bool
}

/// Finds the proposals of a catalog; remembers them until a dataset is added.
///
/// `@unchecked Sendable`: `lock` guards what is remembered.
package final class IdentityFinder: @unchecked Sendable {
    private let lock = Lock()
    private var known: (history: Int, greatest: Int64, proposals: [MergeProposal])?

    package init() {}

    /// All proposals, by their first name.
    ///
    /// - Complexity: looks at every name after a dataset was added.
    package func proposals(_ reader: CatalogReader) throws -> [IdentityProposal] {
        try candidates(reader).compactMap { try proposal($0, reader) }
    }

    private func candidates(_ reader: CatalogReader) throws -> [MergeProposal] {
        let greatest = try reader.greatestEntity()
        if let known = lock.withLock({ known }), known.history == reader.history, known.greatest == greatest {
            return known.proposals
        }
        var names: [DatasetID] = []
        try reader.forEachDataset { names.append($0) }
        let found = Naming.mergeProposals(among: names)
        lock.withLock { known = (reader.history, greatest, found) }
        return found
    }

    /// Nil if symlinks unite the names already, or fewer than two of them are visible.
    private func proposal(_ candidate: MergeProposal, _ reader: CatalogReader) throws -> IdentityProposal? {
        let records = try candidate.members.compactMap { try reader.exactDataset($0) }.filter { !$0.isHidden }
        guard let first = records.first, records.count > 1 else { return nil }
        let decisions = try records.dropFirst().map { try reader.aliasRule(first, $0) }
        let state: IdentityProposal.State =
            decisions.allSatisfy { $0 == true } ? .accepted : decisions.contains(false) ? .revoked : .proposed
        if state == .proposed {
            let united = Set(try reader.component(of: first).map(\.id))
            if records.allSatisfy({ united.contains($0.id) }) { return nil }
        }
        let names = records.map(\.datasetID)
        return IdentityProposal(
            id: Self.id(of: names), datasets: names, reason: candidate.reason, score: Self.score(of: names),
            state: state)
    }

    private static func id(of names: [DatasetID]) -> String {
        let text = names.map(\.description).joined(separator: "\n")
        return String(Digest128(hashing: Array(text.utf8)).bytes.map { hexadecimal($0) }.joined().prefix(16))
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16)
        return text.count == 1 ? "0" + text : text
    }

    /// Names that say everything alike agree more than those that leave something out.
    private static func score(of names: [DatasetID]) -> Double {
        let keys = names.compactMap { Naming.normalizedTableKey($0) }
        var score = 1.0
        if Set(keys.map(\.port)).count > 1 { score -= 0.1 }
        if Set(keys.map(\.database)).count > 1 { score -= 0.2 }
        if keys.contains(where: { !$0.adjustments.isEmpty }) { score -= 0.1 }
        return (score * 100).rounded() / 100
    }
}

/// Names that are one dataset at present.
package enum Identities {
    /// All groups of linked names, by their canonical name.
    package static func components(_ reader: CatalogReader) throws -> [IdentityComponent] {
        let links = try reader.aliasLinks()
        var groups: [Int64: [AliasLink]] = [:]
        var parents: [Int64: Int64] = [:]
        func root(_ id: Int64) -> Int64 {
            var current = id
            while let next = parents[current], next != current { current = next }
            return current
        }
        for link in links {
            let (from, to) = (root(link.from.id), root(link.to.id))
            if from != to { parents[from] = to }
        }
        for link in links { groups[root(link.from.id), default: []].append(link) }
        return try groups.values.map { links in
            let members = Set(links.flatMap { [$0.from, $0.to] })
            let isApplied = members.count <= CatalogReader.componentMax
            let names = members.map(\.datasetID).sorted()
            let canonical = try links.first.flatMap { try reader.component(of: $0.from).first?.datasetID }
            return IdentityComponent(
                canonical: isApplied ? canonical ?? names[0] : names[0], members: names, links: links,
                isApplied: isApplied)
        }.sorted { $0.canonical < $1.canonical }
    }
}
