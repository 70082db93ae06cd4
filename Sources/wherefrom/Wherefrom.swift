import ArgumentParser
import SQLDatabase

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@main
struct Wherefrom: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wherefrom",
        abstract: "Where did it come from, what depends on it, what changed, and can you prove it.",
        discussion: """
            Takes OpenLineage events, keeps them, and answers lineage questions about
            datasets, columns, jobs and runs.

            Try it with sample data:   wherefrom demo
            Start a server:            wherefrom serve
            Load events from files:    wherefrom ingest events.ndjson
            Ask:                       wherefrom lineage analytics.orders

            Exit codes: 0 done, 1 the answer is no (rejected, broken, not found),
            2 could not run, 64 wrong usage.
            Completions: wherefrom --generate-completion-script bash|zsh|fish
            """,
        version: ProgramVersion.current,
        groupedSubcommands: [
            CommandGroup(name: "Run", subcommands: [ServeCommand.self, DemoCommand.self]),
            CommandGroup(name: "Load and take out", subcommands: [IngestCommand.self, ExportCommand.self]),
            CommandGroup(
                name: "Ask",
                subcommands: [
                    LineageCommand.self, SearchCommand.self, ShowCommand.self, EventsCommand.self, SQLCommand.self,
                ]),
            CommandGroup(
                name: "Check",
                subcommands: [DoctorCommand.self, DigestCommand.self, VerifyCommand.self, VersionCommand.self]),
            CommandGroup(
                name: "Look after",
                subcommands: [
                    AliasCommand.self, KeysCommand.self, BackupCommand.self, CopyCommand.self, RebuildCommand.self,
                ]),
        ])

    static func main() async {
        // A closed pipe is seen by the write that fails.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            Self.exit(with: failure)
        } catch let error as DatabaseError {
            Self.exit(with: CommandFailure(error))
        } catch {
            // What the argument parser did not make itself is a failure like any other.
            let isOurs = exitCode(for: error) == .failure && !(error is ExitCode)
            if isOurs { Self.exit(with: CommandFailure(TerminalText.escape("\(error)"))) }
            Self.exit(withError: error)
        }
    }

    private static func exit(with failure: CommandFailure) -> Never {
        Console.note("wherefrom: \(failure.message)")
        if let hint = failure.hint { Console.note(hint) }
        #if canImport(Glibc)
        Glibc.exit(failure.code.rawValue)
        #else
        Darwin.exit(failure.code.rawValue)
        #endif
    }
}
