import JSONBytes
import SQLDatabase

/// Searches that look only at the hits which an answer shows: names order them without a look at the database.
extension CatalogReader {
    /// Finds the first hits by name among the candidates, and counts all that are visible.
    func search(
        _ request: SearchRequest, selecting candidates: SearchCandidates, _ names: NameList, isLarge: Bool
    ) throws -> SearchResult {
        var found = candidates
        try removeInvisible(&found)
        let namespace = try request.namespace.map { try namespaceID($0) ?? 0 }
        func isAsked(_ id: Int64) -> Bool {
            guard let position = names.position(of: id) else { return false }
            if let kind = request.kind, names.kinds[position] != kind { return false }
            return namespace.map { names.namespaces[position] == $0 } ?? true
        }
        let order = try NameOrder(names, self)
        let own: SearchFields = [.name, .namespace]
        let others = found.ids { $0.isDisjoint(with: own) }.filter(isAsked)
        var byName = found.ids { $0.contains(.name) }.filter(isAsked)
        var rest = found.ids { !$0.contains(.name) && !$0.isDisjoint(with: own) }.filter(isAsked)
        // What a word was once found in need not have it any more.
        let (first, unverified) = order.split(others, Self.verifiedMax)
        rest += try first.filter { id in
            try shownEntity(id).map { try !matches(of: request.text, in: $0).isEmpty } ?? false
        }
        rest += unverified
        let total = byName.count + rest.count
        if request.order != .relevance {
            byName += rest
            rest = []
        }
        var page = try order.first(byName, request.limit)
        if page.count < request.limit { page += try order.first(rest, request.limit - page.count) }
        let hits = try page.compactMap { id -> SearchHit? in
            guard let shown = try shownEntity(id) else { return nil }
            var hit = SearchHit(entity: shown, matches: [])
            if found[id].contains(.name) { hit.matches.append(.init(field: .name, text: shown.name)) }
            if found[id].isDisjoint(with: own) {
                hit.matches = try matches(of: request.text, in: shown)
                if !hit.matches.isEmpty { return hit }
            }
            return try explained(hit, request.text)
        }
        return SearchResult(hits: hits, total: total, isBounded: isLarge)
    }

    /// Takes away what lists do not show, and puts canonical names in the place of others.
    private func removeInvisible(_ found: inout SearchCandidates) throws {
        let exceptional = try connection.rows(
            """
            SELECT id FROM entity WHERE hidden_at IS NOT NULL OR (kind = 1 AND reported = 0)
                OR (kind = 2 AND members <= 0) OR last_seen = -9223372036854775808
            """
        ) { $0.int(0) }
        for id in try Set(exceptional).union(aliasIDs()) {
            let fields = found[id]
            if fields.isEmpty { continue }
            let shown = try shownEntity(id)
            if shown?.id == id { continue }
            found.remove(id)
            if let shown { found.insert(fields, shown.id) }
        }
    }
}

/// Orders ids by name, then namespace, then kind.
private struct NameOrder {
    let names: NameList
    let namespaces: [Int64: ByteString]

    init(_ names: NameList, _ reader: CatalogReader) throws {
        self.names = names
        var namespaces: [Int64: ByteString] = [:]
        try reader.connection.query("SELECT id, name FROM namespace") { row in
            namespaces[row.int(0)] = ByteString(bytes: row.blob(1))
            return true
        }
        self.namespaces = namespaces
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        let order = names.compare(left, right)
        if order != 0 { return order < 0 }
        if names.namespaces[left] != names.namespaces[right] {
            return (namespaces[names.namespaces[left]] ?? "") < (namespaces[names.namespaces[right]] ?? "")
        }
        return names.kinds[left].rawValue < names.kinds[right].rawValue
    }

    /// The first `count` of some ids, in order.
    func first(_ ids: [Int64], _ count: Int) throws -> [Int64] { split(ids, count).first }

    /// The first `count` of some ids, in order, and the others.
    func split(_ ids: [Int64], _ count: Int) -> (first: [Int64], others: [Int64]) {
        let positions = ids.compactMap { names.position(of: $0) }
        guard positions.count > count else {
            return (positions.sorted(by: precedes).map { names.ids[$0] }, [])
        }
        guard count > 0 else { return ([], ids) }
        var kept: [Int] = []
        var others: [Int] = []
        var greatest: Int?
        for position in positions {
            if let greatest, !precedes(position, greatest) {
                others.append(position)
                continue
            }
            kept.append(position)
            // Twice the wanted number is sorted at a time, so that each candidate costs one comparison.
            guard kept.count >= 2 * count + 64 else { continue }
            kept.sort(by: precedes)
            others += kept[count...]
            kept.removeSubrange(count...)
            greatest = kept.last
        }
        kept.sort(by: precedes)
        others += kept.dropFirst(count)
        return (kept.prefix(count).map { names.ids[$0] }, others.map { names.ids[$0] })
    }
}
