import Testing

/// Holds the order of the targets, which SwiftPM by itself does not reliably refuse to break.
struct ImportTests {
    @Test("a row of the table names only rows above it")
    func tableIsInOrderOfTheFlow() {
        var above = Arrow.cLibraries
        for row in Arrow.table {
            #expect(row.ours.isSubset(of: above), "\(row.target) names \(row.ours.subtracting(above)) from below")
            above.insert(row.target)
        }
    }

    @Test("the manifest lists the targets in the order of the table")
    func manifestFollowsTheTable() {
        let manifest = Repository.text("Package.swift")
        let declared = manifest.matches(of: #/\.(?:target|executableTarget)\(\s*name: "([^"]+)"/#).map { String($0.1) }
        #expect(
            declared.filter { !Arrow.cLibraries.union(Arrow.testSupport).contains($0) } == Arrow.table.map(\.target))
    }

    @Test("sources import only what their target's row allows", arguments: Arrow.table)
    func importsFollowTheTable(_ row: Arrow) {
        let allowed = row.ours.union(row.outside).union(Arrow.toolchain)
        for file in Repository.swiftSources where file.target == row.target {
            for module in importedModules(of: file) where !allowed.contains(module) {
                Issue.record("\(file.path) imports \(module), which \(row.target) may not")
            }
        }
    }

    @Test("every folder below Sources is a target of the table")
    func everyFolderHasARow() {
        let known = Arrow.cLibraries.union(Arrow.table.map(\.target))
        for target in Set(Repository.swiftSources.map(\.target)) {
            #expect(known.contains(target), "Sources/\(target) has no row in ArrowTable.swift")
        }
    }

    @Test("outside modules of the table belong to packages with a decision record")
    func outsidePackagesHaveRecords() {
        let records = Repository.files(below: "docs/decisions", endings: ["md"]).map(\.text).joined()
        let manifest = Repository.text("Package.swift")
        for match in manifest.matches(of: #/\.package\(url: "https:\/\/github\.com\/([^"]+)"/#) {
            #expect(records.contains(String(match.1)), "no record in docs/decisions names \(match.1)")
        }
    }

    @Test(
        "import lines are read with their modifiers",
        arguments: [
            ("import Foo", "Foo"), ("public import Foo", "Foo"), ("@testable import Foo", "Foo"),
            ("internal import struct Foo.Bar", "Foo"), ("    @preconcurrency package import Foo", "Foo"),
        ])
    func importLinesAreRead(_ line: String, _ module: String) {
        #expect(importedModules(of: .init(path: "Sources/X/Y.swift", text: line)) == [module])
    }

    /// The modules that a file imports, read from its lines.
    private func importedModules(of file: Repository.TextFile) -> [String] {
        file.lines.filter { $0.contains("import ") }.compactMap { line in
            let pattern =
                #/^\s*(?:@\w+(?:\([^)]*\))?\s+|public\s+|package\s+|internal\s+|fileprivate\s+|private\s+)*import\s+(?:(?:struct|class|enum|protocol|func|typealias|var|let)\s+)?(\w+)/#
            return line.firstMatch(of: pattern).map { String($0.1) }
        }
    }
}
