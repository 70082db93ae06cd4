import Testing

/// Holds what sources do not contain.
struct SourceTests {
    static let executables: Set<String> = ["wherefrom"]

    /// A thing that sources must not contain.
    struct Ban: Sendable, CustomStringConvertible {
        let description: String
        /// Matches the offending text within one line.
        let pattern: String
        /// Paths (prefixes) where it may stand.
        var except: [String] = []
    }

    static let bans: [Ban] = [
        Ban(
            description: "print in a library", pattern: #"(^|[^\w.])(debugPrint|print|dump)\("#,
            except: ["Sources/wherefrom/"]),
        Ban(description: "Foundation's JSON coders", pattern: #"\b(JSONEncoder|JSONDecoder|JSONSerialization)\b"#),
        Ban(description: "unfinished work", pattern: #"\b(TODO|FIXME|XXX|HACK)\b"#),
        Ban(description: "try! or an unconditional cast", pattern: #"\btry!|\bas! "#),
        Ban(description: "a mutex that the thread sanitizer misreads", pattern: #"\bMutex<"#),
        Ban(description: "code that is switched off", pattern: #"^\s*#if (false|0)\b"#),
    ]

    @Test("sources do not contain what is banned", arguments: bans)
    func sourcesKeepTheBans(_ ban: Ban) throws {
        let pattern = try Regex(ban.pattern)
        for file in Repository.swiftSources where !ban.except.contains(where: file.path.hasPrefix) {
            for (number, line) in file.lines.enumerated() where !isComment(line) && line.contains(pattern) {
                Issue.record("\(file.path):\(number + 1): \(ban): \(line)")
            }
        }
    }

    @Test("the whole of Foundation is imported only where FoundationEssentials is tried first")
    func foundationIsAFallback() {
        for file in Repository.swiftSources where file.text.contains(#/(?m)^\s*(\w+ )?import Foundation$/#) {
            #expect(file.text.contains("canImport(FoundationEssentials)"), "\(file.path) imports all of Foundation")
        }
    }

    @Test("no file names the machine it was written on")
    func noMachinePaths() throws {
        // Home folders and clones. `/usr`, `/etc`, `/var/lib` and `/tmp` are the same on every machine.
        let pattern = try Regex(#"(^|[\s"'`=(:])/(home|Users|root|work|workspace|var/tmp|private)/[A-Za-z_.]"#)
        let endings: Set<String> = ["swift", "md", "sh", "py", "yml", "yaml", "json", "ndjson", "c", "h", "txt", ""]
        for file in Repository.files(below: "", endings: endings) where !file.path.hasPrefix("Tests/TidyTests/") {
            for (number, line) in file.lines.enumerated() where line.contains(pattern) {
                Issue.record("\(file.path):\(number + 1) names a place of one machine")
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
