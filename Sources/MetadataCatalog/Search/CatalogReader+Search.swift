package import JSONBytes
import OpenLineage
import SQLDatabase

/// What to look for.
package struct SearchRequest: Sendable {
    package enum Order: Sendable {
        /// Names that match before everything else, each by name.
        case relevance
        case name
        /// Newest first.
        case updatedAt
    }

    package var text: ByteString
    /// nil: datasets and jobs.
    package var kind: EntityKind?
    package var namespace: ByteString?
    /// Bounds of the newest mention, ns, inclusive and exclusive.
    package var updatedFrom: Int64?
    package var updatedBefore: Int64?
    package var order = Order.relevance
    package var limit = 10

    package init(text: ByteString) { self.text = text }
}

package struct SearchHit: Sendable {
    package var entity: EntityRecord
    /// Where the text was found, the name first.
    package var matches: [Match]

    package struct Match: Sendable {
        package var field: SearchField
        package var text: ByteString
    }
}

package struct SearchResult: Sendable {
    package var hits: [SearchHit]
    /// How many there are beyond the limit too.
    package var total: Int
    /// Whether there is more than a search looks at: names for parts of words, or hits.
    package var isBounded: Bool
}

extension CatalogReader {
    /// Names that a search for parts of words looks at.
    package static let scannedNamesMax: Int64 = 200_000
    /// Hits whose present state is looked at where the order depends on it; further ones are only counted.
    static let candidatesMax = 10_000
    /// Words that begin with the last word of a search.
    private static let completionsMax = 2_000
    /// Hits beyond names whose present state is looked at; further ones are taken as they are.
    static let verifiedMax = 100

    /// Finds datasets and jobs whose names, columns, descriptions or tags have all words of a text, the last of which may
    /// be the beginning of a word; and those whose names contain the text.
    package func search(_ request: SearchRequest) throws -> SearchResult {
        let greatest = try connection.first("SELECT MAX(id) FROM entity") { $0.intOrNil(0) ?? 0 } ?? 0
        var found = try entities(withWords: Self.words(of: request.text), greatest: greatest)
        let isLarge = greatest > Self.scannedNamesMax
        let names = try names()
        if !isLarge || found.isEmpty || request.text.bytes.contains(0x25) {
            names.forEach(NamePattern(request.text)) { found.insert(.name, names.ids[$0]) }
        }
        let isByTime = request.order == .updatedAt || request.updatedFrom != nil || request.updatedBefore != nil
        if !isPresent || isByTime || greatest > names.last {
            return try search(request, looking: found, isLarge: isLarge)
        }
        return try search(request, selecting: found, names, isLarge: isLarge)
    }

    /// Looks at the state of every hit.
    private func search(_ request: SearchRequest, looking found: SearchCandidates, isLarge: Bool) throws -> SearchResult
    {
        var hits: [Int64: SearchHit] = [:]
        var verified = 0
        // Hits by name first, so that a word that everything has does not keep them out.
        let candidates = found.ids { $0.contains(.name) } + found.ids { !$0.contains(.name) }
        for id in candidates.prefix(Self.candidatesMax) {
            guard let shown = try shownEntity(id), Self.allows(request, shown) else { continue }
            let fields = found[id]
            guard fields.isDisjoint(with: [.name, .namespace]), verified < Self.verifiedMax else {
                hits[shown.id] = hits[shown.id] ?? SearchHit(entity: shown, matches: [])
                if fields.contains(.name) { hits[shown.id]?.matches.append(.init(field: .name, text: shown.name)) }
                continue
            }
            verified += 1
            let matches = try matches(of: request.text, in: shown)
            if matches.isEmpty { continue }
            hits[shown.id] = hits[shown.id] ?? SearchHit(entity: shown, matches: matches)
        }
        let sorted = Self.sorted(Array(hits.values), request.order)
        let page = try sorted.prefix(request.limit).map { try explained($0, request.text) }
        let unseen = max(0, candidates.count - Self.candidatesMax)
        return SearchResult(hits: page, total: sorted.count + unseen, isBounded: isLarge || unseen > 0)
    }

    static func words(of text: ByteString) -> [ByteString] {
        // In lower case, so that a camelCase name is one word here.
        SearchWords.words(of: ByteString(bytes: text.bytes.map(SearchWords.folded)))
    }

    private func entities(withWords words: [ByteString], greatest: Int64) throws -> SearchCandidates {
        var found = SearchCandidates(greatest: greatest)
        for (index, word) in words.enumerated() {
            var next = SearchCandidates(greatest: greatest)
            let end = index == words.count - 1 ? word.bytes + [0xFF] : word.bytes + [0]
            try connection.query(
                """
                SELECT entity, field FROM posting
                WHERE token IN (SELECT id FROM token WHERE text >= ?1 AND text < ?2 ORDER BY text LIMIT ?3)
                """, [.blob(word.bytes), .blob(end), SQLValue(Self.completionsMax)]
            ) { row in
                if let field = SearchField(rawValue: row.int(1)) { next.insert(SearchFields(field), row.int(0)) }
                return true
            }
            if index > 0 { next.keepCommon(with: found) }
            found = next
        }
        return found
    }

    /// The names of the catalog, as many as a search looks at.
    private func names() throws -> NameList {
        try shared.names(countMax: Int(Self.scannedNamesMax)) { table, countMax in
            try connection.query(
                "SELECT id, kind, namespace, name FROM entity WHERE id > ?1 ORDER BY id LIMIT ?2",
                [.integer(table.last), SQLValue(countMax)]
            ) { row in
                let kind = EntityKind(rawValue: row.int(1)) ?? .dataset
                table.append(row.int(0), kind, namespace: row.int(2), row.blob(3))
                return true
            }
        }
    }

    /// What stands for an entity in lists; nil: nothing does.
    func shownEntity(_ id: Int64) throws -> EntityRecord? {
        guard let entity = try entity(id), try isShown(entity) else { return nil }
        guard entity.kind == .dataset else { return entity }
        let canonical = try component(of: entity).first ?? entity
        return try wasListed(canonical) && isShown(canonical) ? canonical : nil
    }

    static func allows(_ request: SearchRequest, _ entity: EntityRecord) -> Bool {
        if let kind = request.kind, kind != entity.kind { return false }
        if let namespace = request.namespace, namespace != entity.namespace { return false }
        if let from = request.updatedFrom, entity.updatedAt < from { return false }
        if let before = request.updatedBefore, entity.updatedAt >= before { return false }
        return true
    }

    static func sorted(_ hits: [SearchHit], _ order: SearchRequest.Order) -> [SearchHit] {
        func byName(_ left: SearchHit, _ right: SearchHit) -> Bool {
            let (a, b) = (left.entity, right.entity)
            if a.name != b.name { return a.name < b.name }
            return a.namespace != b.namespace ? a.namespace < b.namespace : a.kind.rawValue < b.kind.rawValue
        }
        return hits.sorted { left, right in
            switch order {
            case .relevance:
                let (a, b) = (left.matches.first?.field == .name, right.matches.first?.field == .name)
                if a != b { return a }
            case .updatedAt where left.entity.updatedAt != right.entity.updatedAt:
                return left.entity.updatedAt > right.entity.updatedAt
            case .updatedAt, .name: break
            }
            return byName(left, right)
        }
    }

    /// Says where else the text was found.
    func explained(_ hit: SearchHit, _ text: ByteString) throws -> SearchHit {
        var hit = hit
        if hit.matches.isEmpty { hit.matches.append(.init(field: .namespace, text: hit.entity.namespace)) }
        if hit.matches.count == 1, hit.matches[0].field == .name {
            hit.matches += try matches(of: text, in: hit.entity)
        }
        return hit
    }

    /// Texts of an entity, other than its name, that have some of the words now.
    func matches(of text: ByteString, in entity: EntityRecord) throws -> [SearchHit.Match] {
        let words = Self.words(of: text)
        guard let last = words.last else { return [] }
        let wanted = Set(words.dropLast())
        let members = entity.kind == .dataset ? try component(of: entity) : [entity]
        let registers = try registerFacets(of: members)
        let tags = try tags(of: members, facet: registers.values["tags"])
        var result: [SearchHit.Match] = []
        func check(_ candidate: ByteString?, _ field: SearchField) {
            guard let candidate, result.count < 20 else { return }
            let own = SearchWords.words(of: candidate)
            if own.contains(where: { wanted.contains($0) || $0.bytes.starts(with: last.bytes) }) {
                result.append(SearchHit.Match(field: field, text: candidate))
            }
        }
        for schema in registers.schemas {
            for column in Self.nestedColumns(of: schema.value) {
                if result.contains(where: { $0.field == .column && $0.text == column.name }) { continue }
                check(column.name, .column)
                check(column.description, .description)
            }
        }
        check(registers.values["documentation"]?["description"]?.byteString, .description)
        for tag in tags.ofFields.values.joined().uniqued().sorted() { check(tag, .tag) }
        return result
    }

    private static func nestedColumns(of schema: JSONValue) -> [SchemaFold.Column] {
        var result: [SchemaFold.Column] = []
        var fields = schema["fields"].map { Array($0.elements) } ?? []
        while let field = fields.popLast() {
            if let name = field["name"]?.byteString {
                result.append(SchemaFold.Column(name: name, type: nil, description: field["description"]?.byteString))
            }
            fields += field["fields"].map { Array($0.elements) } ?? []
        }
        return result
    }
}
