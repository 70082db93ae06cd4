import Testing

/// Holds the size of files and functions by ratchet: what is listed may not grow, nothing new may cross the limit.
struct SizeTests {
    /// Beyond this a file probably holds two topics. Tables and fixtures are fair exceptions.
    static let fileLinesMax = 600
    /// Beyond this a function is read in parts anyway.
    static let functionLinesMax = 70

    /// Files that are longer for a reason, with the length they may have.
    static let longFiles: [String: Int] = [:]
    /// Functions (`path: signature line`) that are longer for a reason, with the length they may have.
    static let longFunctions: [String: Int] = [:]

    @Test("files stay below their limit")
    func filesAreShort() {
        for file in Repository.swiftSources + Repository.swiftTests {
            let limit = Self.longFiles[file.path] ?? Self.fileLinesMax
            #expect(file.lines.count <= limit, "\(file.path) has \(file.lines.count) lines, more than \(limit)")
        }
    }

    @Test("functions stay below their limit")
    func functionsAreShort() {
        for file in Repository.swiftSources {
            for function in functions(of: file) {
                let limit = Self.longFunctions["\(file.path): \(function.signature)"] ?? Self.functionLinesMax
                let text = "\(file.path):\(function.line) `\(function.signature)` has \(function.length) lines"
                #expect(function.length <= limit, "\(text), more than \(limit)")
            }
        }
    }

    @Test("comments stay within 130 columns; the formatter holds code to 120")
    func commentsAreShort() {
        for file in Repository.swiftSources + Repository.swiftTests {
            for (number, line) in file.lines.enumerated() where line.utf8.count > 130 && line.contains("// ") {
                let isLong = line.count > 130 && !line.contains("://")
                #expect(!isLong, "\(file.path):\(number + 1) has \(line.count) columns")
            }
        }
    }

    @Test("the length of a function is counted from its signature to its closing brace")
    func functionLengthIsCounted() {
        let text = "struct S {\n    func a() {\n        b {\n        }\n    }\n    init() {}\n}\n"
        let found = functions(of: .init(path: "Sources/X/S.swift", text: text))
        #expect(found.map(\.length) == [4, 1])
    }

    private struct Function {
        let signature: String
        let line: Int
        let length: Int
    }

    /// The functions of a file, found by indentation: the sources are formatted, so a body ends at the next line that
    /// is a closing brace as far in as the signature.
    private func functions(of file: Repository.TextFile) -> [Function] {
        let lines = file.lines
        var found: [Function] = []
        for (start, line) in lines.enumerated() where line.contains("func ") || line.contains("init") {
            guard let match = line.firstMatch(of: #/^(\s*)(?:@?\w+(?:\([^)]*\))?\s+)*(?:func\s|init[?(<])/#) else {
                continue
            }
            let indentation = match.1
            let end = lines[start...].firstIndex {
                $0.hasPrefix(indentation + "}") || ($0 == line && $0.hasSuffix("}"))
            }
            // Requirements of protocols have no body: the next brace of their indentation would be another function's.
            let signatureEnd = lines[start...].firstIndex { $0.hasSuffix("{") || $0.hasSuffix("}") } ?? start
            guard let end, signatureEnd <= end, signatureEnd - start < 12 else { continue }
            let signature = line.trimmingPrefix { $0 == " " }
            found.append(Function(signature: String(signature), line: start + 1, length: end - start + 1))
        }
        return found
    }
}
