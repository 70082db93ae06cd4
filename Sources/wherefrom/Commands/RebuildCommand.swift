import ArgumentParser

struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Fold the log anew into an empty catalog.",
        discussion: """
            Everything but the log is a function of the log. A rebuild makes the catalog
            from nothing, compares its digest with the one before, and says whether they
            agree. No server may hold the file meanwhile; if the rebuild is interrupted,
            the old catalog stays.

            Example: wherefrom rebuild --database sqlite:wherefrom.db
            """)

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        throw CommandFailure("rebuild comes with the server")
    }
}
