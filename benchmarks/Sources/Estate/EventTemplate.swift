/// The bytes of an event with holes for what changes from run to run.
///
/// Rendering a tree costs some tens of microseconds, filling a template about one: streams of repeated structure
/// are filled, first-sight events rendered and filled once.
public struct EventTemplate: Sendable {
    private var bytes: [UInt8] = []
    private var holes: [(offset: Int, hole: EventHole)] = []
    private let spelling: JSONSpelling

    init(_ tree: JSONTree, spelling: JSONSpelling) {
        self.spelling = spelling
        bytes.reserveCapacity(4096)
        append(tree)
    }

    /// Appends the event of `run` to `body`: valid JSON in one line, without a line end.
    public func append(_ run: RunValues, to body: inout [UInt8]) {
        var start = 0
        for (offset, hole) in holes {
            body.append(contentsOf: bytes[start..<offset])
            append(hole, of: run, to: &body)
            start = offset
        }
        body.append(contentsOf: bytes[start...])
    }

    private mutating func append(_ tree: JSONTree) {
        switch tree {
        case .object(let members): append(members)
        case .array(let elements): append(elements)
        case .text(let text): Self.append(text, to: &bytes)
        case .number(let number): bytes.append(contentsOf: String(number).utf8)
        case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
        case .hole(let hole): holes.append((bytes.count, hole))
        }
    }

    private mutating func append(_ members: [(String, JSONTree)]) {
        let ordered = spelling == .python ? members.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) } : members
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in ordered.enumerated() {
            if index > 0 { appendSeparator(UInt8(ascii: ",")) }
            Self.append(member.0, to: &bytes)
            appendSeparator(UInt8(ascii: ":"))
            append(member.1)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func append(_ elements: [JSONTree]) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { appendSeparator(UInt8(ascii: ",")) }
            append(element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func appendSeparator(_ separator: UInt8) {
        bytes.append(separator)
        if spelling == .python { bytes.append(UInt8(ascii: " ")) }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"):
                bytes.append(contentsOf: "\\n".utf8)
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func append(_ hole: EventHole, of run: RunValues, to body: inout [UInt8]) {
        switch hole {
        case .runID: run.runID.append(to: &body)
        case .parentRunID: run.parentRunID.append(to: &body)
        case .rootRunID: run.rootRunID.append(to: &body)
        case .eventTime: UTCText.append(run.eventTime, spelling, to: &body)
        case .startTime: UTCText.append(run.startTime, spelling, to: &body)
        case .nominalStart: UTCText.append(run.nominalStart, spelling, to: &body)
        case .nominalEnd: UTCText.append(run.nominalStart + 3_600_000_000, spelling, to: &body)
        case .rows: append(number: 1 + run.statistics % 9_000_000, to: &body)
        case .bytes: append(number: 64 * (1 + run.statistics % 900_000_001), to: &body)
        case .files: append(number: 1 + run.statistics % 211, to: &body)
        case .milliseconds: append(number: 40 + run.statistics % 1_799_999, to: &body)
        case .queryID, .snapshot:
            body.append(UInt8(ascii: "\""))
            append(number: 4_000_000_000_000 + run.statistics % 5_000_000_000_039, to: &body)
            body.append(UInt8(ascii: "\""))
        }
    }

    private func append(number: UInt64, to body: inout [UInt8]) {
        body.append(contentsOf: String(number).utf8)
    }
}

/// What one event of one run puts into the holes of its template; times are microseconds since 1970.
public struct RunValues: Sendable {
    public var runID: UUIDText
    public var parentRunID: UUIDText
    public var rootRunID: UUIDText
    public var startTime: Int
    public var eventTime: Int
    public var nominalStart: Int
    public var statistics: UInt64
}

extension RunValues {
    /// The values of a run that stands alone.
    public init(seed: UInt64) {
        var random = SeededGenerator(seed: seed, lane: 9, index: 0)
        let start = 1_767_225_600_000_000 + random.below(200_000_000_000_000)
        let parent = UUIDText(milliseconds: start / 1000, random: &random)
        self.init(
            runID: UUIDText(milliseconds: start / 1000 + 40, random: &random), parentRunID: parent, rootRunID: parent,
            startTime: start, eventTime: start + random.below(90_000_000),
            nominalStart: start / 3_600_000_000
                * 3_600_000_000, statistics: random.next() >> 16)
    }
}

/// A UUID of version 7, as the client libraries make them.
public struct UUIDText: Sendable, Hashable {
    let high: UInt64
    let low: UInt64

    /// - Parameters:
    ///   - milliseconds: since 1970, the first 48 bits.
    ///   - random: 74 bits are taken.
    init(milliseconds: Int, random: inout SeededGenerator) {
        high = (UInt64(milliseconds) << 16) | 0x7000 | (random.next() & 0x0FFF)
        low = (random.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    }

    /// Appends the hyphenated lower-case text in quotes.
    func append(to body: inout [UInt8]) {
        body.append(UInt8(ascii: "\""))
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { body.append(UInt8(ascii: "-")) }
            let word = index < 16 ? high : low
            let digit = UInt8((word >> UInt64((15 - index % 16) * 4)) & 15)
            body.append(digit < 10 ? 48 + digit : 87 + digit)
        }
        body.append(UInt8(ascii: "\""))
    }
}

enum UTCText {
    /// Appends a time in quotes; `microseconds` since 1970, years 1970 to 9999.
    static func append(_ microseconds: Int, _ spelling: JSONSpelling, to body: inout [UInt8]) {
        let seconds = microseconds / 1_000_000
        let (year, month, day) = civil(days: seconds / 86_400)
        let second = seconds % 86_400
        body.append(UInt8(ascii: "\""))
        digits(year, 4, &body)
        body.append(UInt8(ascii: "-"))
        digits(month, 2, &body)
        body.append(UInt8(ascii: "-"))
        digits(day, 2, &body)
        body.append(UInt8(ascii: "T"))
        digits(second / 3600, 2, &body)
        body.append(UInt8(ascii: ":"))
        digits(second / 60 % 60, 2, &body)
        body.append(UInt8(ascii: ":"))
        digits(second % 60, 2, &body)
        body.append(UInt8(ascii: "."))
        switch spelling {
        case .python:
            digits(microseconds % 1_000_000, 6, &body)
            body.append(contentsOf: "+00:00\"".utf8)
        case .java:
            digits(microseconds / 1000 % 1000, 3, &body)
            body.append(contentsOf: "Z\"".utf8)
        }
    }

    private static func digits(_ number: Int, _ count: Int, _ body: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<count { divisor *= 10 }
        while divisor > 0 {
            body.append(UInt8(48 + number / divisor % 10))
            divisor /= 10
        }
    }

    /// Year, month and day in the Gregorian calendar of a day counted from 1970-01-01.
    private static func civil(days: Int) -> (Int, Int, Int) {
        // Years are counted from 1 March, so that the leap day comes last; 719,468 days lie before 1970-01-01.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }
}
