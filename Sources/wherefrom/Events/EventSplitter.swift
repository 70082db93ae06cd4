/// One JSON value cut out of a stream, verbatim.
struct SplitEvent: Equatable {
    /// The bytes of the value, without the white space around it.
    var bytes: [UInt8]
    /// Line on which the value starts, counted from 1.
    var line: Int
    /// What is wrong with the value where the splitter could see it, else nil.
    var problem: String?
}

/// Cuts a stream of bytes into events.
///
/// Takes newline-delimited JSON, JSON arrays, pretty-printed single events and values one after another, told apart by
/// structure alone, in chunks of any size. A value that breaks off costs itself and not the rest: a line break inside
/// a string, or a line that starts with `{` where no object can stand, ends it, and what it had swallowed from its next
/// line that starts with `{` on is read again.
/// Work is O(bytes) unless values break off; memory is one value, bounded by `valueBytesMax`.
struct EventSplitter {
    /// Largest value that is kept, in bytes; the rest of a larger one is dropped and the event carries a problem.
    let valueBytesMax: Int

    private var value: [UInt8] = []
    private var containers: [UInt8] = []
    private var isInString = false
    private var isEscaped = false
    private var isInScalar = false
    private var isTooLarge = false
    private var isInArray = false
    private var isAtLineStart = true
    private var lastSignificant: UInt8 = 0
    private var line = 1
    private var valueLine = 1
    private var bomBytes = 0
    /// The byte at hand belongs to what follows.
    private var isUnread = false
    /// What a broken value had swallowed, to be read before the rest of the chunk.
    private var swallowed: [UInt8] = []

    init(valueBytesMax: Int = 64 << 20) {
        self.valueBytesMax = valueBytesMax
    }

    /// Consumes a chunk and hands each finished value to `emit`, in order.
    mutating func consume(_ chunk: [UInt8], _ emit: (SplitEvent) async throws -> Void) async rethrows {
        var bytes = chunk
        var index = 0
        while let event = next(in: bytes, from: &index) {
            try await emit(event)
            if !swallowed.isEmpty {
                bytes = swallowed + bytes[index...]
                index = 0
                swallowed = []
            }
        }
    }

    /// Consumes bytes from `index` on until a value ends with one of them; nil at the end of the chunk.
    private mutating func next(in chunk: [UInt8], from index: inout Int) -> SplitEvent? {
        while index < chunk.count {
            let end = endOfPlainBytes(chunk, index)
            if end > index {
                append(chunk[index..<end])
                isAtLineStart = false
                index = end
                continue
            }
            let event = step(chunk[index])
            if isUnread { isUnread = false } else { index += 1 }
            if let event { return event }
        }
        return nil
    }

    /// The end of the bytes from `start` on that cannot change what the splitter knows; most bytes are such.
    private mutating func endOfPlainBytes(_ chunk: [UInt8], _ start: Int) -> Int {
        guard !value.isEmpty, !isInScalar, !isEscaped else { return start }
        return chunk.withUnsafeBufferPointer { bytes in
            var end = start
            if isInString {
                while end < bytes.count, !Self.endsPlainText(bytes[end]) { end += 1 }
            } else {
                while end < bytes.count, !Self.isStructural(bytes[end]) {
                    if !Self.isSpace(bytes[end]) { lastSignificant = bytes[end] }
                    end += 1
                }
            }
            return end
        }
    }

    @inline(__always)
    private static func endsPlainText(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\n")
    }

    @inline(__always)
    private static func isStructural(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "\n"):
            true
        default: false
        }
    }

    /// Ends the stream and hands over what was still open, with a problem if it is incomplete.
    mutating func finish(_ emit: (SplitEvent) async throws -> Void) async rethrows {
        while !value.isEmpty {
            let problem = isInScalar ? nil : "the event breaks off at the end of the file"
            try await emit(close(problem: problem))
            let rest = swallowed
            swallowed = []
            try await consume(rest, emit)
        }
    }

    /// Consumes one byte; at most one value ends with it.
    private mutating func step(_ byte: UInt8) -> SplitEvent? {
        defer {
            if !isUnread {
                isAtLineStart = byte == UInt8(ascii: "\n")
                if isAtLineStart { line += 1 }
            }
        }
        if value.isEmpty { return startValue(byte) }
        if isInScalar { return continueScalar(byte) }
        if isInString {
            if byte == UInt8(ascii: "\n") {
                isUnread = true
                return close(problem: "a line break inside a string: the event breaks off")
            }
            append(byte)
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
                if containers.isEmpty { return close(problem: nil) }
            }
            return nil
        }
        return continueContainer(byte)
    }

    private mutating func continueContainer(_ byte: UInt8) -> SplitEvent? {
        switch byte {
        case UInt8(ascii: "\""):
            isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if isAtLineStart, byte == UInt8(ascii: "{"), !objectMayStart {
                isUnread = true
                return close(problem: "the event breaks off at the end of its line")
            }
            containers.append(byte)
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            append(byte)
            lastSignificant = byte
            containers.removeLast()
            return containers.isEmpty ? close(problem: nil) : nil
        default:
            break
        }
        append(byte)
        if !Self.isSpace(byte) { lastSignificant = byte }
        return nil
    }

    /// An object follows `:` or `[`, or a comma within an array.
    private var objectMayStart: Bool {
        switch lastSignificant {
        case UInt8(ascii: ":"), UInt8(ascii: "["): true
        case UInt8(ascii: ","): containers.last == UInt8(ascii: "[")
        default: false
        }
    }

    private mutating func startValue(_ byte: UInt8) -> SplitEvent? {
        if line == 1, isByteOrderMark(byte) { return nil }
        // 0x1E separates records in JSON text sequences (RFC 7464).
        if Self.isSpace(byte) || byte == 0x1E { return nil }
        if isInArray, byte == UInt8(ascii: ",") { return nil }
        if isInArray, byte == UInt8(ascii: "]") {
            isInArray = false
            return nil
        }
        if !isInArray, byte == UInt8(ascii: "[") {
            isInArray = true
            return nil
        }
        valueLine = line
        lastSignificant = byte
        value.append(byte)
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["): containers.append(byte)
        case UInt8(ascii: "\""): isInString = true
        default: isInScalar = true
        }
        return nil
    }

    /// A scalar (or text that is no JSON at all) ends with its line, or with the array's punctuation.
    private mutating func continueScalar(_ byte: UInt8) -> SplitEvent? {
        let ends =
            byte == UInt8(ascii: "\n")
            || (isInArray && (byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")))
        guard ends else {
            append(byte)
            return nil
        }
        if byte == UInt8(ascii: "]") { isInArray = false }
        return close(problem: nil)
    }

    private mutating func append(_ byte: UInt8) {
        if value.count < valueBytesMax { value.append(byte) } else { isTooLarge = true }
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        let room = valueBytesMax - value.count
        value += bytes.prefix(room)
        if bytes.count > room { isTooLarge = true }
    }

    private mutating func close(problem: String?) -> SplitEvent {
        if problem != nil, !isTooLarge { giveBackSwallowedLines() }
        while let last = value.last, Self.isSpace(last) { value.removeLast() }
        let tooLarge = isTooLarge ? "larger than \(valueBytesMax >> 20) MiB" : nil
        let event = SplitEvent(bytes: value, line: valueLine, problem: tooLarge ?? problem)
        value.removeAll(keepingCapacity: true)
        containers.removeAll(keepingCapacity: true)
        isInString = false
        isEscaped = false
        isInScalar = false
        isTooLarge = false
        return event
    }

    /// Takes the lines from the second one that starts with `{` on out of a broken value.
    private mutating func giveBackSwallowedLines() {
        var lineBreaks = 0
        for index in value.indices where value[index] == UInt8(ascii: "\n") {
            lineBreaks += 1
            guard index + 1 < value.count, value[index + 1] == UInt8(ascii: "{") else { continue }
            swallowed = Array(value[(index + 1)...])
            value.removeSubrange(index...)
            line = valueLine + lineBreaks
            isAtLineStart = true
            return
        }
    }

    private mutating func isByteOrderMark(_ byte: UInt8) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard bomBytes < mark.count, byte == mark[bomBytes] else {
            bomBytes = mark.count
            return false
        }
        bomBytes += 1
        return true
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
