/// What `wherefrom serve` runs with, after flags, environment, file and defaults were put together.
struct ServeSettings: Equatable {
    /// Where a value came from, strongest first.
    enum Origin: Equatable {
        case flag
        case environment(String)
        case file(String, line: Int)
        case preset
    }

    private(set) var values: [String: SettingValue] = [:]
    private(set) var origins: [String: Origin] = [:]

    var host: String { text("host") }
    var port: Int { number("port") ?? 5_000 }
    var adminPort: Int? { number("admin-port") }
    var database: String { text("database") }
    var basePath: String { text("base-path") }
    var requiresAPIKey: Bool { flag("require-api-key") }
    var hasPrivateReads: Bool { flag("private") }
    var trustedHosts: [String] { list("trusted-hosts") }
    var allowedOrigins: [String] { list("allowed-origins") }
    var bodyBytesMax: Int { number("max-body-bytes") ?? 64 << 20 }
    var queueEventsMax: Int { number("queue-events") ?? 20_000 }
    var queueBytesMax: Int { number("queue-bytes") ?? 256 << 20 }
    var logLevel: String { text("log-level") }
    var logFormat: String { text("log-format") }

    /// Merges the layers: flags beat the environment, which beats the file, which beats the defaults.
    ///
    /// - Parameters:
    ///   - flags: values by setting name, as typed.
    ///   - environment: the process environment; an empty variable counts as absent.
    /// - Throws: ``CommandFailure`` naming the flag or variable whose value cannot be used, and settings that
    ///   contradict each other.
    init(flags: [String: String], environment: [String: String], file: ConfigurationFile?) throws {
        for setting in Setting.all {
            if let text = flags[setting.name] {
                try set(setting, text, .flag, place: "--\(setting.name)")
            } else if let variable = setting.environment.first(where: { !(environment[$0] ?? "").isEmpty }) {
                try set(setting, environment[variable] ?? "", .environment(variable), place: variable)
            } else if let entry = file?.entries[setting.name] {
                values[setting.name] = entry.value
                origins[setting.name] = .file(file?.name ?? "", line: entry.line)
            } else if let preset = setting.defaultValue {
                try set(setting, preset, .preset, place: "default")
            }
        }
        try checkTogether()
    }

    private mutating func set(_ setting: Setting, _ text: String, _ origin: Origin, place: String) throws {
        switch setting.check(text) {
        case .success(let value):
            values[setting.name] = value
            origins[setting.name] = origin
        case .failure(let problem):
            throw CommandFailure("\(place): \(problem.text); it is \"\(TerminalText.escape(text))\".")
        }
    }

    private mutating func checkTogether() throws {
        if hasPrivateReads && !requiresAPIKey {
            throw CommandFailure(
                "private needs require-api-key: without keys nobody could be let in.",
                hint: "Add --require-api-key, or set require-api-key: true.")
        }
        if let adminPort, adminPort == port, adminPort != 0 {
            throw CommandFailure("admin-port and port are both \(port).", hint: "Give them different numbers.")
        }
        var path = basePath
        while path.hasSuffix("/") { path.removeLast() }
        if !path.isEmpty && !path.hasPrefix("/") { path = "/" + path }
        values["base-path"] = .text(path)
    }

    private func text(_ name: String) -> String {
        if case .text(let value) = values[name] { value } else { "" }
    }

    private func number(_ name: String) -> Int? {
        if case .number(let value) = values[name] { value } else { nil }
    }

    private func flag(_ name: String) -> Bool {
        if case .flag(let value) = values[name] { value } else { false }
    }

    private func list(_ name: String) -> [String] {
        if case .list(let value) = values[name] { value } else { [] }
    }
}
