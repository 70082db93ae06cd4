/// One setting of the server: the same thing by its flag, its environment variables and its key in the YAML file.
struct Setting: Sendable {
    enum Kind: Sendable {
        case text
        /// A whole number within the range.
        case number(ClosedRange<Int>)
        case flag
        case choice([String])
        /// Several texts; comma-separated in the environment, a sequence in YAML.
        case list
    }

    /// Key in the YAML file and, with `--` in front, the flag: kebab-case.
    let name: String
    /// Environment variables, the one that counts most first.
    let environment: [String]
    let kind: Kind
    /// As text; nil when the setting is off unless given.
    let defaultValue: String?
    /// One line of documentation.
    let summary: String

    init(
        _ name: String, _ kind: Kind, default defaultValue: String? = nil, marquez: String? = nil, _ summary: String
    ) {
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
        self.summary = summary
        let own = "WHEREFROM_" + name.uppercased().replacing("-", with: "_")
        environment = [own] + (marquez.map { [$0] } ?? [])
    }

    /// Every setting of `wherefrom serve`; docs/reference/configuration.md has a row for each.
    static let all: [Setting] = [
        Setting(
            "host", .text, default: "127.0.0.1", marquez: "MARQUEZ_HOST",
            "Address to listen on; 0.0.0.0 for every interface."),
        Setting(
            "port", .number(0...65_535), default: "5000", marquez: "MARQUEZ_PORT",
            "Port of the API; 0 takes a free one."),
        Setting(
            "admin-port", .number(0...65_535), marquez: "MARQUEZ_ADMIN_PORT",
            "Second port that answers /ping, /healthcheck and /metrics only."),
        Setting(
            "database", .text, default: "sqlite:wherefrom.db",
            "Where events and catalog are kept: sqlite:FILE or postgres://USER@HOST:PORT/DATABASE."),
        Setting("base-path", .text, default: "", "Path under which everything is mounted, such as /lineage."),
        Setting("require-api-key", .flag, default: "false", "Refuse writes without an API key."),
        Setting("private", .flag, default: "false", "With require-api-key: refuse reads without an API key, too."),
        Setting(
            "trusted-hosts", .list, "Further names by which clients may address the server (Host header)."),
        Setting(
            "allowed-origins", .list, "Web origins whose pages may call the API, such as https://lineage.example.org."),
        Setting(
            "max-body-bytes", .number(1_024...(1 << 30)), default: "67108864",
            "Largest request body in bytes, also after decompression."),
        Setting(
            "queue-events", .number(1...10_000_000), default: "20000",
            "Events that may wait to be stored; beyond them requests are answered with 503."),
        Setting(
            "queue-bytes", .number(1_024...(1 << 40)), default: "268435456",
            "Bytes of events that may wait to be stored; beyond them requests are answered with 503."),
        Setting(
            "log-level", .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
            default: "info", "Least severity that is logged."),
        Setting("log-format", .choice(["text", "json"]), default: "text", "Form of the log on standard error."),
    ]

    static func named(_ name: String) -> Setting? {
        all.first { $0.name == name }
    }

    /// Returns the value in its checked form, or what is wrong with it.
    func check(_ text: String) -> Result<SettingValue, SettingProblem> {
        switch kind {
        case .text:
            return .success(.text(text))
        case .number(let range):
            guard let number = Int(text), range.contains(number) else {
                return .failure(
                    SettingProblem("\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)"))
            }
            return .success(.number(number))
        case .flag:
            switch text.lowercased() {
            case "true", "yes", "on", "1": return .success(.flag(true))
            case "false", "no", "off", "0", "": return .success(.flag(false))
            default: return .failure(SettingProblem("\(name) must be true or false"))
            }
        case .choice(let choices):
            let lowered = text.lowercased() == "warn" ? "warning" : text.lowercased()
            guard choices.contains(lowered) else {
                return .failure(SettingProblem("\(name) must be one of \(choices.joined(separator: ", "))"))
            }
            return .success(.text(lowered))
        case .list:
            let items = text.split(separator: ",").map { String($0.trimmingSpaces()) }.filter { !$0.isEmpty }
            return .success(.list(items))
        }
    }
}

enum SettingValue: Equatable, Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([String])
}

/// What is wrong with a value, without saying where it stood.
struct SettingProblem: Error, Equatable {
    let text: String
    init(_ text: String) { self.text = text }
}

extension Substring {
    /// Without spaces and tabs at both ends.
    func trimmingSpaces() -> Substring {
        var result = self
        while let first = result.first, first == " " || first == "\t" { result.removeFirst() }
        while let last = result.last, last == " " || last == "\t" { result.removeLast() }
        return result
    }
}
