#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Standard output and standard error of the program.
///
/// Output is gathered and written in large pieces. A reader that stops reading (`wherefrom export | head`) ends the
/// program quietly; any other failure to write is told and is exit code 2.
enum Console {
    static var style: TerminalStyle {
        .detect(descriptor: STDOUT_FILENO, environment: ProcessInfo.processInfo.environment)
    }

    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Prints lines to standard output.
    static func print(_ lines: [String]) {
        write(Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    static func print(_ line: String) {
        print([line])
    }

    /// Writes bytes to standard output, all of them.
    static func write(_ bytes: some Sequence<UInt8>) {
        writeAll(Array(bytes), to: STDOUT_FILENO)
    }

    /// Prints a line to standard error.
    static func note(_ line: String) {
        writeAll(Array((line + "\n").utf8), to: STDERR_FILENO)
    }

    /// Writes text to standard error as it is (progress lines).
    static func noteRaw(_ text: String) {
        writeAll(Array(text.utf8), to: STDERR_FILENO)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                Glibc.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
                #else
                Darwin.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
                #endif
            }
            if written >= 0 {
                offset += written
            } else if errno == EINTR || errno == EAGAIN {
                continue
            } else if errno == EPIPE {
                exit(0)
            } else {
                if descriptor == STDOUT_FILENO {
                    noteRaw("wherefrom: cannot write the output: \(SystemError.text(errno)).\n")
                    exit(CommandFailure.Code.couldNotRun.rawValue)
                }
                return
            }
        }
    }
}
