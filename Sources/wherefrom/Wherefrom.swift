import ArgumentParser

@main
struct Wherefrom: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Where did it come from, what depends on it, what changed, and can you prove it.")
}
