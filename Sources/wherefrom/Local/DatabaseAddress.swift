/// The file that `sqlite:FILE` names.
struct DatabaseAddress: Equatable {
    let path: String

    /// - Throws: ``CommandFailure`` for text that names no SQLite file.
    init(_ text: String) throws {
        guard text.hasPrefix("sqlite:") else {
            throw CommandFailure(
                "\(TerminalText.escape(text)) is no database that this program knows.",
                hint: "Use sqlite:FILE, such as sqlite:wherefrom.db.")
        }
        var rest = text.dropFirst("sqlite:".count)
        // The URL spelling sqlite:///var/lib/x.db means the same file.
        if rest.hasPrefix("///") { rest = rest.dropFirst(2) }
        guard !rest.isEmpty, rest != "/", !rest.utf8.contains(0) else {
            throw CommandFailure("sqlite: needs the path of a file, such as sqlite:wherefrom.db.")
        }
        path = String(rest)
    }
}
