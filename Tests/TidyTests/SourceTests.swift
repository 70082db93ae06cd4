import Testing

/// Holds what sources do not contain.
struct SourceTests {
    static let executables: Set<String> = ["wherefrom"]

    /// A thing that sources must not contain.
    struct Ban: Sendable, CustomStringConvertible {
        let description: String
        /// One of these stands in every offending line; lines without them are not matched, which is slow.
        let words: [String]
        /// Matches the offending text within one line.
        let pattern: String
        /// Paths (prefixes) where it may stand.
        var except: [String] = []
    }

    static let bans: [Ban] = [
        Ban(
            description: "print in a library", words: ["print(", "debugPrint(", "dump("],
            pattern: #"(^|[^\w.])(debugPrint|print|dump)\("#, except: ["Sources/wherefrom/"]),
        Ban(
            description: "Foundation's JSON coders", words: ["JSONEncoder", "JSONDecoder", "JSONSerialization"],
            pattern: #"\b(JSONEncoder|JSONDecoder|JSONSerialization)\b"#),
        Ban(
            description: "unfinished work", words: ["TODO", "FIXME", "XXX", "HACK"],
            pattern: #"\b(TODO|FIXME|XXX|HACK)\b"#),
        Ban(description: "try! or a forced cast", words: ["try!", "as!"], pattern: #"\btry!|\bas! "#),
        Ban(description: "a mutex that the thread sanitizer misreads", words: ["Mutex<"], pattern: #"\bMutex<"#),
        Ban(description: "code that is switched off", words: ["#if "], pattern: #"^\s*#if (false|0)\b"#),
    ]

    @Test("sources do not contain what is banned", arguments: bans)
    func sourcesKeepTheBans(_ ban: Ban) throws {
        let pattern = try Regex(ban.pattern)
        for file in Repository.swiftSources where !ban.except.contains(where: file.path.hasPrefix) {
            guard ban.words.contains(where: file.text.contains) else { continue }
            for (number, line) in file.lines.enumerated() where ban.words.contains(where: line.contains) {
                if isComment(line) && ban.description != "unfinished work" { continue }
                if line.contains(pattern) { Issue.record("\(file.path):\(number + 1): \(ban): \(line)") }
            }
        }
    }

    @Test("the whole of Foundation is imported only where FoundationEssentials is tried first")
    func foundationIsAFallback() {
        for file in Repository.swiftSources
        where file.lines.contains(where: { $0.hasSuffix("import Foundation") }) {
            #expect(file.text.contains("canImport(FoundationEssentials)"), "\(file.path) imports all of Foundation")
        }
    }

    @Test("no file names the machine it was written on")
    func noMachinePaths() throws {
        // Home folders and clones. `/usr`, `/etc`, `/var/lib` and `/tmp` are the same on every machine.
        let folders = ["home", "Users", "root", "work", "workspace", "var/tmp", "private"].map { "/\($0)/" }
        let pattern = try Regex(#"(^|[\s"'`=(:])/(home|Users|root|work|workspace|var/tmp|private)/[A-Za-z_.]"#)
        let endings: Set<String> = ["swift", "md", "sh", "py", "yml", "yaml", "json", "ndjson", "c", "h", "txt", ""]
        for file in Repository.files(below: "", endings: endings) where !file.path.hasPrefix("Tests/TidyTests/") {
            guard folders.contains(where: file.text.contains) else { continue }
            for (number, line) in file.lines.enumerated() where folders.contains(where: line.contains) {
                if line.contains(pattern) { Issue.record("\(file.path):\(number + 1) names a place of one machine") }
            }
        }
    }

    @Test("fixtures are small enough to be read")
    func fixturesAreSmall() {
        let endings: Set<String> = ["json", "ndjson", "sql", "md", "yaml"]
        for file in Repository.files(below: "Tests", endings: endings) {
            #expect(file.text.utf8.count <= 512 * 1024, "\(file.path) has \(file.text.utf8.count) bytes")
        }
    }

    private func isComment(_ line: Substring) -> Bool {
        line.trimmingPrefix { $0 == " " }.hasPrefix("//")
    }
}
