import ArgumentParser

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the server.",
        discussion: """
            Producers send to it with OPENLINEAGE_URL=http://HOST:PORT, or wherever they
            were told where Marquez is. One line with the address is printed when it is
            ready. SIGTERM and Ctrl-C let it finish what it has begun.

            Each setting may also stand in the environment (WHEREFROM_PORT for --port,
            and so on; MARQUEZ_PORT and MARQUEZ_HOST are honoured) or in a YAML file
            (port: 5000). Flags win over the environment, the environment over the file.

            Examples:
              wherefrom serve
              wherefrom serve --database sqlite:/var/lib/wherefrom/wherefrom.db --log-format json
              wherefrom serve --host 0.0.0.0 --require-api-key --private
            """)

    @Option(
        help: ArgumentHelp(
            "Address to listen on; 0.0.0.0 for every interface (default: 127.0.0.1).", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("Port of the API; 0 takes a free one (default: 5000).", valueName: "port"))
    var port: String?

    @Option(
        help: ArgumentHelp(
            "Second port that answers /ping, /healthcheck and /metrics only, for probes.", valueName: "port"))
    var adminPort: String?

    @Option(
        help: ArgumentHelp(
            "Where events and catalog are kept: sqlite:FILE or postgres://USER@HOST:PORT/DATABASE (default: sqlite:wherefrom.db).",
            valueName: "database"))
    var database: String?

    @Option(help: ArgumentHelp("Path under which everything is mounted, such as /lineage.", valueName: "path"))
    var basePath: String?

    @Flag(inversion: .prefixedNo, help: "Refuse writes without an API key.")
    var requireApiKey: Bool?

    @Flag(name: .customLong("private"), inversion: .prefixedNo, help: "Refuse reads without an API key, too.")
    var isPrivate: Bool?

    @Option(
        name: .customLong("trusted-host"),
        help: ArgumentHelp("Further name by which clients may address the server; may be repeated.", valueName: "name"))
    var trustedHosts: [String] = []

    @Option(
        name: .customLong("allowed-origin"),
        help: ArgumentHelp("Web origin whose pages may call the API; may be repeated.", valueName: "origin"))
    var allowedOrigins: [String] = []

    @Option(
        help: ArgumentHelp(
            "Largest request body in bytes, also after decompression (default: 67108864).", valueName: "bytes"))
    var maxBodyBytes: String?

    @Option(
        help: ArgumentHelp(
            "Events that may wait to be stored before requests get 503 (default: 20000).", valueName: "events"))
    var queueEvents: String?

    @Option(
        help: ArgumentHelp(
            "Bytes of events that may wait before requests get 503 (default: 268435456).", valueName: "bytes"))
    var queueBytes: String?

    @Option(
        help: ArgumentHelp(
            "Least severity that is logged: trace, debug, info, warning, error (default: info).", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("Form of the log on standard error: text or json (default: text).", valueName: "format"))
    var logFormat: String?

    @Option(help: ArgumentHelp("YAML file with settings (environment: WHEREFROM_CONFIG).", valueName: "file"))
    var config: String?

    @Flag(help: "Print the settings in force and where each comes from, and end.")
    var printConfig = false

    func run() async throws {
        let settings = try settings(environment: ProcessInfo.processInfo.environment)
        if printConfig {
            Console.print(settings.table.lines(style: Console.style))
            return
        }
        try await ServerLauncher.run(settings) { url in
            Console.print("wherefrom \(ProgramVersion.current) is ready at \(url)")
            return .keepServing
        }
    }

    func settings(environment: [String: String]) throws -> ServeSettings {
        let path = config ?? environment["WHEREFROM_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        return try ServeSettings(flags: flags, environment: environment, file: try path.map(Self.read))
    }

    /// The values of the flags that were given, by setting name.
    var flags: [String: String] {
        let given: [(String, String?)] = [
            ("host", host), ("port", port), ("admin-port", adminPort), ("database", database),
            ("base-path", basePath), ("require-api-key", requireApiKey.map { "\($0)" }),
            ("private", isPrivate.map { "\($0)" }),
            ("trusted-hosts", trustedHosts.isEmpty ? nil : trustedHosts.joined(separator: ",")),
            ("allowed-origins", allowedOrigins.isEmpty ? nil : allowedOrigins.joined(separator: ",")),
            ("max-body-bytes", maxBodyBytes), ("queue-events", queueEvents), ("queue-bytes", queueBytes),
            ("log-level", logLevel), ("log-format", logFormat),
        ]
        return Dictionary(uniqueKeysWithValues: given.compactMap { name, value in value.map { (name, $0) } })
    }

    private static func read(_ path: String) throws -> ConfigurationFile {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("Cannot read the configuration file \(TerminalText.escape(path)).")
        }
        return try ConfigurationFile(parsing: String(decoding: data, as: UTF8.self), name: path)
    }
}

extension ServeSettings {
    /// Every setting with its value and origin.
    var table: TextTable {
        var table = TextTable("setting", "value", "from")
        for setting in Setting.all {
            let origin =
                switch origins[setting.name] {
                case .flag: "--\(setting.name)"
                case .environment(let variable): variable
                case .file(let name, let line): "\(name):\(line)"
                case .preset: "default"
                case nil: "not set"
                }
            let value = values[setting.name]?.description ?? ""
            // The address of a database may hold a password.
            let shown = setting.name == "database" ? (try? DatabaseAddress(value).shown) ?? value : value
            table.append(setting.name, shown, origin)
        }
        return table
    }
}

extension SettingValue: CustomStringConvertible {
    var description: String {
        switch self {
        case .text(let text): text
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        case .list(let items): items.joined(separator: ", ")
        }
    }
}
