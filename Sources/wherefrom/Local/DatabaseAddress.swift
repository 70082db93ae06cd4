/// The database that `sqlite:FILE` or `postgres://…` names.
enum DatabaseAddress: Equatable {
    /// A file.
    case sqlite(path: String)
    /// An address of libpq, with its options.
    case postgresql(String)

    /// - Throws: ``CommandFailure`` for text that names neither.
    init(_ text: String) throws {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            guard !text.utf8.contains(0) else { throw CommandFailure("The address of the database has a zero byte.") }
            self = .postgresql(text)
            return
        }
        guard text.hasPrefix("sqlite:") else {
            throw CommandFailure(
                "\(TerminalText.escape(text)) is no database that this program knows.",
                hint: "Use sqlite:FILE, such as sqlite:wherefrom.db, or postgres://USER@HOST:PORT/DATABASE.")
        }
        var rest = text.dropFirst("sqlite:".count)
        // The URL spelling sqlite:///var/lib/x.db means the same file.
        if rest.hasPrefix("///") { rest = rest.dropFirst(2) }
        guard !rest.isEmpty, rest != "/", !rest.utf8.contains(0) else {
            throw CommandFailure("sqlite: needs the path of a file, such as sqlite:wherefrom.db.")
        }
        self = .sqlite(path: String(rest))
    }

    /// The file; nil for a server.
    var path: String? { if case .sqlite(let path) = self { path } else { nil } }

    /// The address for people: without user, password and options.
    var shown: String {
        switch self {
        case .sqlite(let path): return "sqlite:\(path)"
        case .postgresql(let text):
            let rest = text.drop { $0 != "/" }.dropFirst(2)
            let place = rest.prefix { $0 != "?" }
            let host = place.lastIndex(of: "@").map { place[place.index(after: $0)...] } ?? place
            return "postgres://\(host)"
        }
    }
}
