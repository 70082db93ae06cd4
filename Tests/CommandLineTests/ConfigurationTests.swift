import ArgumentParser
import Testing

@testable import wherefrom

struct ConfigurationTests {
    @Test func flagsBeatEnvironmentBeatsFileBeatsDefaults() throws {
        let file = try ConfigurationFile(parsing: "port: 4000\nhost: 10.0.0.1\nlog-level: debug\n", name: "w.yaml")
        let settings = try ServeSettings(
            flags: ["port": "1000"], environment: ["WHEREFROM_PORT": "2000", "WHEREFROM_HOST": "0.0.0.0"], file: file)
        #expect(settings.port == 1_000)
        #expect(settings.host == "0.0.0.0")
        #expect(settings.logLevel == "debug")
        #expect(settings.database == "sqlite:wherefrom.db")
        #expect(settings.origins["port"] == .flag)
        #expect(settings.origins["host"] == .environment("WHEREFROM_HOST"))
        #expect(settings.origins["log-level"] == .file("w.yaml", line: 3))
        #expect(settings.origins["database"] == .preset)
    }

    @Test func marquezVariablesCountLessThanOurOwn() throws {
        let marquez = ["MARQUEZ_PORT": "8080", "MARQUEZ_HOST": "0.0.0.0", "MARQUEZ_ADMIN_PORT": "8081"]
        let alone = try ServeSettings(flags: [:], environment: marquez, file: nil)
        #expect(alone.port == 8_080 && alone.host == "0.0.0.0" && alone.adminPort == 8_081)
        let both = try ServeSettings(
            flags: [:], environment: marquez.merging(["WHEREFROM_PORT": "7000"]) { $1 }, file: nil)
        #expect(both.port == 7_000)
    }

    @Test func emptyVariablesCountAsAbsent() throws {
        #expect(try ServeSettings(flags: [:], environment: ["WHEREFROM_PORT": ""], file: nil).port == 5_000)
    }

    @Test(
        "a wrong value is told with its place",
        arguments: [
            (["port": "70000"], [:], "--port: port must be a whole number from 0 to 65535; it is \"70000\"."),
            (
                [:], ["WHEREFROM_REQUIRE_API_KEY": "perhaps"],
                "WHEREFROM_REQUIRE_API_KEY: require-api-key must be true or false; it is \"perhaps\"."
            ),
            (["log-format": "xml"], [:], "--log-format: log-format must be one of text, json; it is \"xml\"."),
        ] as [([String: String], [String: String], String)])
    func wrongValues(_ flags: [String: String], _ environment: [String: String], _ message: String) {
        let failure = #expect(throws: CommandFailure.self) {
            try ServeSettings(flags: flags, environment: environment, file: nil)
        }
        #expect(failure?.message == message)
        #expect(failure?.code == .couldNotRun)
    }

    @Test(
        "what is wrong in a file is told with its line",
        arguments: [
            ("host: x\nprot: 1\n", "w.yaml:2: unknown setting prot.", "Did you mean port?"),
            ("\n\nport: many\n", "w.yaml:3: port must be a whole number from 0 to 65535.", nil),
            ("port: [1, 2]\n", "w.yaml:1: port takes one value.", nil),
            ("trusted-hosts:\n  a: b\n", "w.yaml:1: trusted-hosts takes a plain value.", nil),
            ("- port\n", "w.yaml must hold lines of the form `setting: value`.", nil),
        ] as [(String, String, String?)])
    func wrongFiles(_ text: String, _ message: String, _ hint: String?) {
        let failure = #expect(throws: CommandFailure.self) { try ConfigurationFile(parsing: text, name: "w.yaml") }
        #expect(failure?.message == message)
        if let hint { #expect(failure?.hint == hint) }
    }

    @Test(arguments: ["port: 1\nport: 2\n", "a: [\n", "\t: x: y\n"])
    func damagedFilesAreRefusedWithoutACrash(_ text: String) {
        #expect(throws: CommandFailure.self) { try ConfigurationFile(parsing: text, name: "w.yaml") }
    }

    @Test(arguments: ["", "# only a comment\n", "---\n"])
    func emptyFilesSetNothing(_ text: String) throws {
        #expect(try ConfigurationFile(parsing: text, name: "w.yaml").entries.isEmpty)
    }

    @Test func listsComeFromCommasAndSequences() throws {
        let file = try ConfigurationFile(parsing: "trusted-hosts: [a, b]\nallowed-origins: https://x\n", name: "w.yaml")
        #expect(file.entries["trusted-hosts"]?.value == .list(["a", "b"]))
        #expect(file.entries["allowed-origins"]?.value == .list(["https://x"]))
        let settings = try ServeSettings(flags: ["trusted-hosts": "c, d ,"], environment: [:], file: file)
        #expect(settings.trustedHosts == ["c", "d"])
        #expect(settings.allowedOrigins == ["https://x"])
    }

    @Test func contradictionsAreTold() {
        #expect(throws: CommandFailure.self) {
            try ServeSettings(flags: ["private": "true"], environment: [:], file: nil)
        }
        #expect(throws: CommandFailure.self) {
            try ServeSettings(flags: ["port": "5001", "admin-port": "5001"], environment: [:], file: nil)
        }
    }

    @Test(arguments: [("", ""), ("lineage", "/lineage"), ("/lineage/", "/lineage"), ("/", "")])
    func basePathHasOneForm(_ given: String, _ wanted: String) throws {
        #expect(try ServeSettings(flags: ["base-path": given], environment: [:], file: nil).basePath == wanted)
    }

    @Test func everySettingHasAFlagOfServe() throws {
        let help = Wherefrom.helpMessage(for: ServeCommand.self)
        for setting in Setting.all {
            let singular = setting.name.hasSuffix("s") ? String(setting.name.dropLast()) : setting.name
            #expect(help.contains("--\(setting.name)") || help.contains("--\(singular)"), "\(setting.name)")
        }
        let command = try ServeCommand.parse([
            "--port", "1", "--no-private", "--require-api-key", "--trusted-host", "a", "--trusted-host", "b",
        ])
        #expect(
            command.flags == [
                "port": "1", "private": "false", "require-api-key": "true", "trusted-hosts": "a,b",
            ])
    }
}
