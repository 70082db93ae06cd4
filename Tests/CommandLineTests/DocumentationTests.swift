import ArgumentParser
import Foundation
import Testing

@testable import wherefrom

/// Holds docs/reference/cli.md and configuration.md against the program's own help.
struct DocumentationTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static var verbs: [any ParsableCommand.Type] {
        Wherefrom.configuration.groupedSubcommands.flatMap(\.subcommands) + Wherefrom.configuration.subcommands
    }

    @Test func thereAreAllTheVerbs() {
        let names = Set(Self.verbs.map { $0._commandName })
        let wanted = """
            serve ingest lineage search show events export digest rebuild verify alias keys backup copy doctor demo version
            sql
            """
        #expect(names == Set(wanted.split(whereSeparator: \.isWhitespace).map(String.init)))
    }

    @Test func everyVerbAndOptionIsDocumentedAndNothingElse() throws {
        let page = try text("docs/reference/cli.md")
        let general = section("Where the answers come from", of: page)
        for verb in Self.verbs {
            let part = section(verb._commandName, of: page)
            #expect(!part.isEmpty, "docs/reference/cli.md has no section \(verb._commandName)")
            let commands = [verb] + verb.configuration.subcommands
            let inHelp = Set(commands.flatMap { options(of: Wherefrom.helpMessage(for: $0)) })
            for option in inHelp where !["--help", "--version"].contains(option) {
                let isThere = mentions(option, part) || (verb != ServeCommand.self && mentions(option, general))
                #expect(isThere, "\(verb._commandName) \(option) is not in docs/reference/cli.md")
            }
            let inTable = part.split(separator: "\n").filter { $0.hasPrefix("| `") }
                .flatMap { options(of: String($0.split(separator: "|").first ?? "")) }
            for option in inTable {
                #expect(inHelp.contains(option), "\(verb._commandName) \(option) is documented and does not exist")
            }
        }
    }

    @Test func everyVerbExplainsItselfWithAnExample() {
        for verb in Self.verbs {
            let configuration = verb.configuration
            #expect(!configuration.abstract.isEmpty)
            #expect(configuration.discussion.contains("wherefrom \(verb._commandName)"), "\(verb._commandName)")
        }
    }

    @Test func everySettingHasItsRow() throws {
        let page = try text("docs/reference/configuration.md")
        for setting in Setting.all {
            let row = page.split(separator: "\n").first { $0.hasPrefix("| `\(setting.name)` ") } ?? ""
            #expect(!row.isEmpty, "docs/reference/configuration.md has no row for \(setting.name)")
            for variable in setting.environment { #expect(row.contains("`\(variable)`"), "\(variable)") }
            if let preset = setting.defaultValue, !preset.isEmpty {
                #expect(row.contains("`\(preset)`"), "\(setting.name) \(preset)")
            }
        }
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The text below a heading, up to the next one.
    private func section(_ heading: String, of page: String) -> String {
        page.components(separatedBy: "\n## ").first { $0.hasPrefix(heading + "\n") } ?? ""
    }

    private func options(of text: String) -> [String] {
        text.matches(of: #/(?:^|[\s\[`\/])(--[a-z][a-z-]*)/#).map { String($0.1) }
    }

    private func mentions(_ option: String, _ text: String) -> Bool {
        options(of: text).contains(option)
    }
}
