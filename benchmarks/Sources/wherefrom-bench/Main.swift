#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@main
enum Main {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        do {
            try run(arguments.first ?? "help", arguments.dropFirst())
        } catch {
            Output.error("wherefrom-bench: \(error)")
            exit(1)
        }
    }

    private static func run(_ command: String, _ rest: ArraySlice<String>) throws {
        switch command {
        case "events": try EventsCommand.run(rest)
        case "train-dictionary": try TrainCommand.run(rest)
        case "load": try LoadCommand.run(rest)
        case "query": try QueryCommand.run(rest)
        case "wait": try WaitCommand.run(rest)
        case "process": try ProcessCommand.run(rest)
        case "fsync": try FsyncCommand.run(rest)
        case "evict": try EvictCommand.run(rest)
        case "table": try TableCommand.run(rest)
        default: Output.line(help)
        }
    }

    private static let help = """
        wherefrom-bench COMMAND --option value …

          events            print generated events, one in a line
          train-dictionary  write diverse events, one in a file, for zstd --train
          load              post events (--mode batch or single) and measure
          query             ask for lineage (--kind walk, columns, common, common-columns) and measure
          wait              wait for a server's first answer and measure
          process           memory of a process, size of files
          fsync             time of fdatasync in a folder
          evict             keep files out of the page cache while a process lives
          table             medians of a results file beside their budgets, in Markdown

        docs/benchmarks/README.md explains the options.
        """
}
