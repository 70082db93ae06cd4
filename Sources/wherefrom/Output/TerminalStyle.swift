#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Colours and weights, or none of them.
struct TerminalStyle: Sendable {
    var isEnabled: Bool

    static let plain = TerminalStyle(isEnabled: false)

    /// Colours only for a terminal that can show them, and never when `NO_COLOR` is set (https://no-color.org).
    static func detect(descriptor: Int32, environment: [String: String]) -> TerminalStyle {
        let refused = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        return TerminalStyle(isEnabled: isatty(descriptor) == 1 && !refused)
    }

    func bold(_ text: String) -> String { wrap(text, "1") }
    func dim(_ text: String) -> String { wrap(text, "2") }
    func red(_ text: String) -> String { wrap(text, "31") }
    func green(_ text: String) -> String { wrap(text, "32") }
    func yellow(_ text: String) -> String { wrap(text, "33") }

    private func wrap(_ text: String, _ code: String) -> String {
        isEnabled ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
