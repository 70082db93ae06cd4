import SQLDatabase

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Why a verb did not do its work, in words for the person at the terminal.
struct CommandFailure: Error, Equatable {
    /// The exit codes of every verb; documented in docs/reference/cli.md.
    enum Code: Int32 {
        /// The question was answered, and the answer is no: something was rejected, broken or not found.
        case negative = 1
        /// The question could not be asked: no server, no permission, no disk space, unreadable input.
        case couldNotRun = 2
    }

    /// What happened.
    var message: String
    /// What to do about it.
    var hint: String?
    var code: Code

    init(_ message: String, hint: String? = nil, code: Code = .couldNotRun) {
        self.message = message
        self.hint = hint
        self.code = code
    }
}

extension CommandFailure: CustomStringConvertible {
    var description: String { hint.map { "\(message)\n\($0)" } ?? message }
}

/// The text of a system error number.
enum SystemError {
    static func text(_ number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension CommandFailure {
    /// Says what is wrong with a database, and for one behind a connection also where it is and what the server said:
    /// who runs this program may know.
    init(_ error: DatabaseError) {
        let detail = error.detail
        let words = detail.message.isEmpty ? "" : ": \(detail.message)"
        self.init(error.description, hint: detail.isServer ? TerminalText.escape(detail.path + words) : nil)
    }
}
