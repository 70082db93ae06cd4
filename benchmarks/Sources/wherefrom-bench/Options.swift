/// The options of a command: `--name value`, and `--name` alone for switches.
struct Options {
    private var values: [String: String] = [:]

    /// - Parameter known: the names that the command takes.
    init(_ arguments: ArraySlice<String>, known: Set<String>) throws(UsageError) {
        var rest = arguments
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--"), known.contains(String(argument.dropFirst(2))) else {
                throw UsageError(description: "unknown option \(argument); known: \(known.sorted())")
            }
            let isSwitch = rest.first.map { $0.hasPrefix("--") } ?? true
            values[String(argument.dropFirst(2))] = isSwitch ? "true" : rest.removeFirst()
        }
    }

    func text(_ name: String) -> String? { values[name] }

    func required(_ name: String) throws(UsageError) -> String {
        guard let value = values[name] else { throw UsageError(description: "--\(name) is missing") }
        return value
    }

    func int(_ name: String, _ standard: Int) throws(UsageError) -> Int {
        guard let value = values[name] else { return standard }
        guard let number = Int(value) else { throw UsageError(description: "--\(name) \(value) is no number") }
        return number
    }

    func isOn(_ name: String) -> Bool { values[name] == "true" }
}

/// A command line that cannot be run.
struct UsageError: Error, CustomStringConvertible {
    let description: String
}
