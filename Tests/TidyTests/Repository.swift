import Foundation

/// The files of this repository, as the tests of its shape see them.
enum Repository {
    /// The root folder: two levels above this target.
    static let root: URL = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A text file, its path relative to the root.
    struct TextFile: Sendable, CustomStringConvertible {
        let path: String
        let text: String

        init(path: String, text: String) {
            self.path = path
            self.text = text
            lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        }

        var description: String { path }
        let lines: [Substring]

        /// The folder below `Sources` or `Tests` that the file lies in: the name of its target.
        var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    }

    /// All text files below `folder` ("" for the whole repository) with one of the endings, sorted by path.
    ///
    /// Folders that tools make (`.build`, `.git`, virtual environments, …) are left out, hidden ones except `.ci` too.
    static func files(below folder: String, endings: Set<String>) -> [TextFile] {
        let start = folder.isEmpty ? root : root.appending(path: folder)
        guard let walker = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil) else { return [] }
        var found: [TextFile] = []
        for case let url as URL in walker {
            let name = url.lastPathComponent
            if toolFolders.contains(name) || (name.hasPrefix(".") && name != ".ci" && name != ".swift-format") {
                walker.skipDescendants()
                continue
            }
            guard endings.contains(url.pathExtension), let text = try? String(contentsOf: url, encoding: .utf8) else {
                continue
            }
            found.append(TextFile(path: relativePath(of: url), text: text))
        }
        return found.sorted { $0.path < $1.path }
    }

    /// The text of one file; empty if there is none.
    static func text(_ path: String) -> String {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    static let swiftSources = files(below: "Sources", endings: ["swift"])
    static let swiftTests = files(below: "Tests", endings: ["swift"])

    private static let toolFolders: Set<String> = [".build", ".git", "build", "venvs", "__pycache__", "node_modules"]

    private static func relativePath(of url: URL) -> String {
        let full = url.resolvingSymlinksInPath().path
        return full.hasPrefix(root.path + "/") ? String(full.dropFirst(root.path.count + 1)) : full
    }
}
