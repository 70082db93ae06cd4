import JSONBytes
package import Logging
import OpenLineage

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Writes log lines to standard error, as text for people or as JSON for collectors, one line per message whatever the
/// message holds.
package struct LineLogHandler: LogHandler {
    package enum Format: String, Sendable, CaseIterable {
        case text
        case json
    }

    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: Format
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameter write: takes one whole line; standard error unless a test says otherwise.
    package init(
        label: String, level: Logger.Level, format: Format,
        write: @escaping @Sendable ([UInt8]) -> Void = LineLogHandler.writeToStandardError
    ) {
        self.label = label
        self.format = format
        self.write = write
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = metadata
        if let more = event.metadata { all.merge(more) { $1 } }
        if let error = event.error { all["error"] = .string("\(error)") }
        let items = all.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
        let milliseconds = WallClock.nanoseconds() / 1_000_000
        let time = EventTime(nanoseconds: milliseconds * 1_000_000).description
        switch format {
        case .text: write(text(event, items, time: time))
        case .json: write(json(event, items, time: time))
        }
    }

    /// One `write` for a line, so that lines of several threads do not mix.
    package static let writeToStandardError: @Sendable ([UInt8]) -> Void = { line in
        line.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let count = systemWrite(2, rest.baseAddress, rest.count)
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}

extension LineLogHandler {
    private func text(_ event: LogEvent, _ items: [(String, String)], time: String) -> [UInt8] {
        var line = "\(time) \(event.level.rawValue) \(label): "
        line += Self.escaped("\(event.message)")
        for (key, value) in items {
            line += " \(Self.escaped(key))="
            line +=
                value.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" })
                ? "\"\(Self.escaped(value, quotes: true))\"" : Self.escaped(value)
        }
        return Array(line.utf8) + [UInt8(ascii: "\n")]
    }

    private func json(_ event: LogEvent, _ items: [(String, String)], time: String) -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        writer.beginObject()
        writer.member("time", time)
        writer.member("level", event.level.rawValue)
        writer.member("logger", label)
        writer.member("message", "\(event.message)")
        // Own members come first and cannot be taken over by metadata of the same name.
        let own: Set<String> = ["time", "level", "logger", "message"]
        for (key, value) in items {
            writer.key(ByteString(own.contains(key) ? "metadata." + key : key))
            writer.value(value)
        }
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// Takes the power from control characters, so that no name can begin a line of its own or move the cursor.
    private static func escaped(_ text: String, quotes: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\"" where quotes: result += "\\\""
            case _ where isUnsafe(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Control characters, line separators, and the marks that reverse the direction of text.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029, 0x202a...0x202e, 0x2066...0x2069: true
        default: false
        }
    }
}

/// The system's `write`, which the stored property of the same name would hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
