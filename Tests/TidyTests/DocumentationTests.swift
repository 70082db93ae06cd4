import Foundation
import Testing

/// Holds the documentation to what is there.
struct DocumentationTests {
    static let markdown = Repository.files(below: "", endings: ["md"])

    @Test("links between files lead somewhere", arguments: markdown)
    func relativeLinksResolve(_ file: Repository.TextFile) {
        for link in links(of: file) {
            let (path, anchor) = split(link)
            let target = path.isEmpty ? file.path : resolved(path, from: file.path)
            #expect(Repository.exists(target), "\(file.path) links to \(link)")
            if let anchor, target.hasSuffix(".md") {
                #expect(anchors(of: Repository.text(target)).contains(anchor), "\(file.path): no heading for \(link)")
            }
        }
    }

    @Test("architecture.md stays within 300 lines and names every target")
    func architectureIsShortAndComplete() {
        let text = Repository.text("docs/architecture.md")
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 300)
        for row in Arrow.table {
            #expect(text.contains("`\(row.target)`"), "docs/architecture.md does not name \(row.target)")
        }
    }

    @Test("decision records are numbered without gaps and say their status")
    func decisionsAreNumbered() {
        let records = Repository.files(below: "docs/decisions", endings: ["md"])
        for (index, record) in records.enumerated() {
            let number = String(index + 1)
            let padded = String(repeating: "0", count: 4 - number.count) + number
            #expect(record.path.hasPrefix("docs/decisions/\(padded)-"), "\(record.path): expected number \(padded)")
            #expect(record.text.hasPrefix("# \(number). "), "\(record.path): the title bears another number")
            #expect(record.text.contains("\nStatus: "), "\(record.path) has no status")
        }
    }

    @Test("every verb of the command line is in docs/reference/cli.md")
    func verbsAreDocumented() {
        let page = Repository.text("docs/reference/cli.md")
        for file in Repository.swiftSources where file.target == "wherefrom" {
            for match in file.text.matches(of: #/commandName: "([a-z-]+)"/#) where match.1 != "wherefrom" {
                #expect(page.contains(String(match.1)), "docs/reference/cli.md does not name the verb \(match.1)")
            }
        }
    }

    @Test("every environment variable is in docs/reference/configuration.md or cli.md")
    func environmentIsDocumented() {
        let pages = Repository.text("docs/reference/configuration.md") + Repository.text("docs/reference/cli.md")
        for file in Repository.swiftSources {
            for match in file.text.matches(of: #/"((?:WHEREFROM|MARQUEZ)_[A-Z][A-Z_]*[A-Z])"/#) {
                #expect(pages.contains(String(match.1)), "\(file.path) reads \(match.1), which no page names")
            }
        }
    }

    @Test("every path that the server registers is in docs/reference/http-api.md")
    func routesAreDocumented() {
        let page = Repository.text("docs/reference/http-api.md")
        var missing: Set<String> = []
        for file in Repository.swiftSources where file.target == "WherefromServer" {
            for match in file.text.matches(of: #/"(\/(?:api|v2beta|openapi)\/[^"\\ ]*[^"\\ \/])"/#) {
                // Prefixes that code compares with (`/api/v1`) are no routes.
                if match.1.split(separator: "/").count > 2, !page.contains(match.1) { missing.insert(String(match.1)) }
            }
        }
        #expect(missing.isEmpty, "docs/reference/http-api.md does not name \(missing.sorted())")
    }

    @Test("the Makefile's verbs explain themselves and their scripts exist")
    func makefileIsDocumented() {
        let makefile = Repository.text("Makefile")
        for match in makefile.matches(of: #/(?m)^([a-z-]+):(?! ?=)(.*)$/#) where match.1 != "test-only" {
            #expect(match.2.contains("## "), "make \(match.1) has no explanation")
        }
        for match in makefile.matches(of: #/@(scripts\/[a-z.-]+)/#) {
            #expect(Repository.exists(String(match.1)), "the Makefile calls \(match.1)")
        }
    }

    @Test(
        "headings become anchors as the usual viewers make them",
        arguments: [
            ("## API keys", "api-keys"), ("### `GET /api/v2/digest`", "get-apiv2digest"),
            ("# What's new?", "whats-new"),
        ])
    func headingsBecomeAnchors(_ heading: String, _ anchor: String) {
        #expect(anchors(of: heading) == [anchor])
    }

    /// The targets of links in a page that are not URLs; code blocks are left out.
    private func links(of file: Repository.TextFile) -> [String] {
        var inCode = false
        var found: [String] = []
        for line in file.lines {
            if line.hasPrefix("```") { inCode.toggle() }
            guard !inCode else { continue }
            let prose = line.replacing(#/`[^`]*`/#, with: "")
            found += prose.matches(of: #/\]\(([^)\s]+)\)/#).map { String($0.1) }
        }
        return found.filter { !$0.contains("://") && !$0.hasPrefix("mailto:") }
    }

    private func split(_ link: String) -> (path: String, anchor: String?) {
        guard let hash = link.firstIndex(of: "#") else { return (link, nil) }
        return (String(link[..<hash]), String(link[link.index(after: hash)...]))
    }

    private func resolved(_ link: String, from path: String) -> String {
        let folder = URL(filePath: "/" + path).deletingLastPathComponent()
        return String(folder.appending(path: link).standardizedFileURL.path.dropFirst())
    }

    private func anchors(of text: String) -> [String] {
        text.matches(of: #/(?m)^#+ (.+)$/#).map { match in
            let kept = match.1.lowercased().unicodeScalars.filter {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_" || $0 == " "
            }
            return String(String.UnicodeScalarView(kept)).replacing(" ", with: "-")
        }
    }
}
