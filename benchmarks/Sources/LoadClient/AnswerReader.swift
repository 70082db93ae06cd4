/// Reads one HTTP/1.1 answer from pieces as they arrive: with a length, in chunks, or without a body.
struct AnswerReader {
    private(set) var status = 0
    private(set) var body: [UInt8] = []
    private(set) var isComplete = false
    /// The server will close the connection.
    private(set) var closes = false

    private var pending: [UInt8] = []
    private var state = State.head

    private enum State {
        case head
        /// Bytes of the body still to come.
        case length(Int)
        case chunkSize
        /// Bytes of the chunk and its line end still to come.
        case chunk(Int)
        case trailer
    }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        pending.append(contentsOf: bytes)
        while !isComplete, step() {}
    }

    /// - Returns: false if more bytes are needed.
    private mutating func step() -> Bool {
        switch state {
        case .head:
            guard let end = endOfHead() else { return false }
            readHead(String(decoding: pending[..<end], as: UTF8.self))
            pending.removeFirst(end)
        case .length(let missing):
            let count = min(missing, pending.count)
            body.append(contentsOf: pending[..<count])
            pending.removeFirst(count)
            state = .length(missing - count)
            isComplete = missing == count
            return count > 0
        case .chunkSize:
            guard let line = takeLine() else { return false }
            let size = Int(line.prefix { $0.isHexDigit }, radix: 16) ?? 0
            state = size == 0 ? .trailer : .chunk(size)
        case .chunk(let size):
            guard pending.count >= size + 2 else { return false }
            body.append(contentsOf: pending[..<size])
            pending.removeFirst(size + 2)
            state = .chunkSize
        case .trailer:
            guard let line = takeLine() else { return false }
            isComplete = line.isEmpty
        }
        return true
    }

    private func endOfHead() -> Int? {
        var index = 3
        while index < pending.count {
            if pending[index] == 10, pending[index - 1] == 13, pending[index - 2] == 10 { return index + 1 }
            index += 1
        }
        return nil
    }

    private mutating func takeLine() -> String? {
        guard let end = pending.firstIndex(of: 10) else { return nil }
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeFirst(end + 1)
        return line.last == "\r" ? String(line.dropLast()) : line
    }

    private mutating func readHead(_ head: String) {
        let lines = head.split(whereSeparator: \.isNewline)
        let words = (lines.first ?? "").split(separator: " ")
        status = words.count > 1 ? Int(words[1]) ?? 0 : 0
        var length = 0
        state = .length(0)
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }.lowercased()
            switch line[..<colon].lowercased() {
            case "content-length": length = Int(value) ?? 0
            case "transfer-encoding": if value.contains("chunked") { state = .chunkSize }
            case "connection": closes = value == "close"
            default: break
            }
        }
        if case .length = state { state = .length(length) }
        if status == 204 || status == 304 || status < 200 { state = .length(0) }
        if case .length(0) = state { isComplete = true }
    }
}
