package import JSONBytes
import SQLDatabase

/// Where a word was found.
package enum SearchField: Int64, Sendable, CaseIterable {
    case name = 1
    case namespace = 2
    case column = 3
    case description = 4
    case tag = 5
}

/// Words of names, columns, descriptions and tags, each stored once, with the entities that bear them.
///
/// An index of what was ever said: answers check against the present state of what they found.
final class SearchIndex {
    private let connection: any SQLConnection
    private var tokens: [ByteString: Int64] = [:]
    private var next: Int64

    private static let cachedMax = 100_000

    init(_ connection: any SQLConnection) throws {
        self.connection = connection
        next = try connection.first("SELECT COALESCE(MAX(id), 0) FROM token") { $0.int(0) }! + 1
    }

    func addName(of entity: EntityState, namespace: ByteString) throws {
        try add(entity.name, field: .name, entity: entity.id)
        try add(namespace, field: .namespace, entity: entity.id)
    }

    func addColumns(of schema: JSONValue, entity: Int64) throws {
        var fields = schema["fields"].map { Array($0.elements) } ?? []
        while let field = fields.popLast() {
            if let name = field["name"]?.byteString { try add(name, field: .column, entity: entity) }
            if let description = field["description"]?.byteString {
                try add(description, field: .description, entity: entity)
            }
            fields += field["fields"].map { Array($0.elements) } ?? []
        }
    }

    func add(_ text: ByteString, field: SearchField, entity: Int64) throws {
        for word in SearchWords.words(of: text) {
            let insert = try connection.statement(
                "INSERT INTO posting (token, entity, field) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
            insert.bind(1, try token(word))
            insert.bind(2, entity)
            insert.bind(3, field.rawValue)
            try insert.enqueue()
        }
    }

    private func token(_ word: ByteString) throws -> Int64 {
        if let known = tokens[word] { return known }
        if tokens.count >= Self.cachedMax { tokens.removeAll(keepingCapacity: true) }
        let found = try connection.first("SELECT id FROM token WHERE text = ?1", [.blob(word.bytes)]) { $0.int(0) }
        let id = found ?? next
        if found == nil {
            next += 1
            try connection.enqueue("INSERT INTO token (id, text) VALUES (?1, ?2)", .integer(id), .blob(word.bytes))
        }
        tokens[word] = id
        return id
    }
}

/// Splits text into words the way people look for them.
package enum SearchWords {
    /// Longer words are cut; more words of one text are not indexed.
    static let wordBytesMax = 64
    static let wordsMax = 256

    /// The distinct words of a text in lower case: runs of letters and digits, and the parts of camelCase names.
    ///
    /// Folding is done here, for ASCII, so that all databases answer alike; other letters are compared as they are.
    package static func words(of text: ByteString) -> [ByteString] {
        var words: [ByteString] = []
        var seen: Set<ByteString> = []
        func add(_ bytes: ArraySlice<UInt8>) {
            guard !bytes.isEmpty, words.count < wordsMax else { return }
            let word = ByteString(bytes: Array(bytes.prefix(wordBytesMax).map(folded)))
            if seen.insert(word).inserted { words.append(word) }
        }
        let bytes = text.bytes
        var start = 0
        while start < bytes.count {
            guard isWordByte(bytes[start]) else {
                start += 1
                continue
            }
            var end = start
            var humps: [Int] = []
            while end < bytes.count, isWordByte(bytes[end]) {
                if end > start, isUpper(bytes[end]), !isUpper(bytes[end - 1]) { humps.append(end) }
                end += 1
            }
            add(bytes[start..<end])
            if !humps.isEmpty {
                for (from, to) in zip([start] + humps, humps + [end]) { add(bytes[from..<to]) }
            }
            start = end
        }
        return words
    }

    package static func folded(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }

    private static func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || isUpper(byte) || (byte >= 0x61 && byte <= 0x7A)
    }
}
