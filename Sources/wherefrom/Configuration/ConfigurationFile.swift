import Yams

/// The settings of a YAML file, each with the line it stands on.
struct ConfigurationFile: Equatable {
    struct Entry: Equatable {
        var value: SettingValue
        var line: Int
    }

    /// What to call the file in messages.
    var name: String
    var entries: [String: Entry]

    /// Reads a flat mapping of settings.
    /// - Throws: ``CommandFailure`` with the line for text that is no YAML, unknown and repeated keys, wrong values.
    init(parsing text: String, name: String) throws {
        self.name = name
        entries = [:]
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw CommandFailure("\(name) cannot be read as YAML: \(Self.reason(error)).")
        }
        guard let root, root.tag.description != Tag.Name.null.rawValue else { return }
        guard case .mapping(let mapping) = root else {
            throw CommandFailure("\(name) must hold lines of the form `setting: value`.")
        }
        for (key, node) in mapping {
            let line = key.mark?.line ?? 0
            guard let setting = key.string.flatMap(Setting.named) else {
                throw CommandFailure(
                    "\(name):\(line): unknown setting \(TerminalText.escape(key.string ?? "")).",
                    hint: Self.suggestion(for: key.string ?? ""))
            }
            switch Self.read(node, setting) {
            case .success(let value): entries[setting.name] = Entry(value: value, line: line)
            case .failure(let problem): throw CommandFailure("\(name):\(line): \(problem.text).")
            }
        }
    }

    private static func read(_ node: Node, _ setting: Setting) -> Result<SettingValue, SettingProblem> {
        switch node {
        case .scalar(let scalar):
            return setting.check(scalar.string)
        case .sequence(let sequence):
            guard case .list = setting.kind else { return .failure(SettingProblem("\(setting.name) takes one value")) }
            let items = sequence.compactMap(\.scalar?.string)
            guard items.count == sequence.count else {
                return .failure(SettingProblem("\(setting.name) takes a list of texts"))
            }
            return .success(.list(items))
        default:
            return .failure(SettingProblem("\(setting.name) takes a plain value"))
        }
    }

    private static func suggestion(for key: String) -> String {
        let nearest = Setting.all.map { ($0.name, EditDistance.between($0.name, key)) }.min { $0.1 < $1.1 }
        if let nearest, nearest.1 <= 3 { return "Did you mean \(nearest.0)?" }
        return "Known settings: \(Setting.all.map(\.name).joined(separator: ", "))."
    }

    private static func reason(_ error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line): \(TerminalText.escape(problem))"
        case .duplicatedKeysInMapping(let duplicates, _):
            "the key \(duplicates.map { TerminalText.escape("\($0)") }.joined(separator: ", ")) appears twice"
        default: "it is damaged"
        }
    }
}

/// Levenshtein distance, for suggestions.
enum EditDistance {
    static func between(_ left: String, _ right: String) -> Int {
        let columns = Array(right.utf8.prefix(64))
        var previous = Array(0...columns.count)
        for (row, byte) in left.utf8.prefix(64).enumerated() {
            var current = [row + 1]
            for (column, other) in columns.enumerated() {
                let change = previous[column] + (byte == other ? 0 : 1)
                current.append(min(change, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[columns.count]
    }
}
