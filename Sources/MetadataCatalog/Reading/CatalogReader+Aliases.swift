package import GraphEngine
import JSONBytes
package import OpenLineage
import SQLDatabase

extension CatalogReader {
    /// Names that are one thing in answers; larger ones are taken as a mistake and not applied.
    package static let componentMax = 50

    /// The names that a dataset's own facet, or a decision about it, links it to at the time of the reader.
    package func aliases(of dataset: EntityRecord) throws -> [DatasetID: EdgeFlags] {
        try observations.aliasTimelines(of: dataset.id, own: dataset.datasetID).compactMapValues { timeline in
            timeline.step(at: time).flatMap { $0.flags.isEmpty ? nil : $0.flags }
        }
    }

    /// Names of one thing in order, the canonical one first: that with the smallest (event time of the first mention as
    /// itself, namespace, name).
    package func canonicalFirst(_ members: some Collection<EntityRecord>) throws -> [EntityRecord] {
        let ranked = try members.map { (try firstListing(of: $0.id) ?? .max, $0) }
        return ranked.sorted { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1.datasetID < $1.1.datasetID }.map(\.1)
    }

    /// All visible names of a dataset, the canonical one first.
    package func component(of dataset: EntityRecord) throws -> [EntityRecord] {
        guard try hasAliases() else { return [dataset] }
        return try memory.components.value(for: dataset.id) {
            var members: [Int64: EntityRecord] = [dataset.id: dataset]
            var frontier = [dataset.id]
            while let next = frontier.popLast() {
                for id in try aliasNeighbours(of: next) where members[id] == nil {
                    guard let other = try entity(id), !other.isHidden else { continue }
                    members[id] = other
                    frontier.append(id)
                    if members.count > Self.componentMax { return [dataset] }
                }
            }
            return members.count == 1 ? [dataset] : try canonicalFirst(members.values)
        }
    }

    /// The canonical name of a dataset; itself if it is not known.
    package func canonical(_ id: DatasetID) throws -> DatasetID {
        guard try hasAliases(), let known = try exactDataset(id) else { return id }
        return try component(of: known).first?.datasetID ?? id
    }

    /// Reported datasets that lists leave out, because they are listed under their canonical name.
    func aliasIDs() throws -> Set<Int64> {
        if let known = memory.aliases { return known }
        guard try hasAliases() else { return [] }
        let found = try isPresent ? shared.aliases(at: revision) { try findAliases() } : findAliases()
        memory.aliases = found
        return found
    }

    private func findAliases() throws -> Set<Int64> {
        var result: Set<Int64> = []
        for id in try aliasCandidates() {
            guard let member = try entity(id), try wasListed(member) else { continue }
            guard let canonical = try component(of: member).first, canonical.id != id else { continue }
            // A name that nothing lists cannot stand for one that is listed.
            if try wasListed(canonical) { result.insert(id) }
        }
        return result
    }

    /// Names in components of more than one listed name; most components are one table and the path that it has.
    private func aliasCandidates() throws -> Set<Int64> {
        var links: [(source: Int64, target: Int64)] = []
        var targets: [Int64: Int] = [:]
        try connection.query("SELECT source, target FROM edge WHERE kind = 5") { row in
            links.append((row.int(0), row.int(1)))
            targets[row.int(1), default: 0] += 1
            return true
        }
        var result: Set<Int64> = []
        for link in links {
            let isShared = (targets[link.target] ?? 0) > 1
            guard try isShared || targets[link.source] != nil || entity(link.target)?.isReported ?? false else {
                continue
            }
            result.insert(link.source)
            result.insert(link.target)
        }
        return result
    }

    private func hasAliases() throws -> Bool {
        if let known = memory.hasAliases { return known }
        let found = try connection.first("SELECT 1 FROM edge WHERE kind = 5 LIMIT 1") { _ in true } ?? false
        memory.hasAliases = found
        return found
    }

    private struct Link {
        var owner: Int64
        var source: Int64
        var target: Int64
        var since: Int64
        var until: Int64
        var hasHistory: Bool
    }

    private func aliasNeighbours(of id: Int64) throws -> [Int64] {
        let links = try connection.rows(
            """
            SELECT owner, source, target, since, until, has_history FROM edge WHERE kind = 5 AND source = ?1
            UNION ALL
            SELECT owner, source, target, since, until, has_history FROM edge WHERE kind = 5 AND target = ?1
            """, [.integer(id)]
        ) {
            Link(
                owner: $0.int(0), source: $0.int(1), target: $0.int(2), since: $0.int(3), until: $0.int(4),
                hasHistory: $0.int(5) != 0)
        }
        return try links.filter { try holds($0) }.map { $0.source == id ? $0.target : $0.source }
    }

    private func holds(_ link: Link) throws -> Bool {
        if link.since <= time { return time < link.until }
        guard link.hasHistory, let owner = try entity(link.owner), let target = try entity(link.target) else {
            return false
        }
        return try aliases(of: owner)[target.datasetID] != nil
    }
}
