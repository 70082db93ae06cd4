public import JSONBytes

/// A point in time as events state it: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Range: 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z.
public struct EventTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z; negative before.
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Makes a time from seconds since 1970 and nanoseconds within that second; nil outside the range of the type.
    public init?(seconds: Int64, nanosecond: Int64) {
        // Times before 1970 would overflow in the middle of `seconds * 1e9 + nanosecond` although the sum fits.
        let borrowing = seconds < 0 && nanosecond > 0
        let (product, overflowed) = (borrowing ? seconds + 1 : seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let rest = borrowing ? nanosecond - 1_000_000_000 : nanosecond
        let (sum, carried) = product.addingReportingOverflow(rest)
        guard !overflowed, !carried else { return nil }
        nanoseconds = sum
    }

    public static func < (left: EventTime, right: EventTime) -> Bool { left.nanoseconds < right.nanoseconds }
}

/// What was unusual about the text of a time that could be read all the same.
public struct TimeOddities: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// No zone was given; the time was read as UTC.
    public static let noZone = TimeOddities(rawValue: 1 << 0)
    /// A date without a time of day; midnight UTC was taken.
    public static let dateOnly = TimeOddities(rawValue: 1 << 1)
    /// More than nine fractional digits; the rest was cut off.
    public static let truncatedFraction = TimeOddities(rawValue: 1 << 2)
    /// The basic format of ISO 8601, without separators.
    public static let basicFormat = TimeOddities(rawValue: 1 << 3)
    /// A week date or an ordinal date of ISO 8601 instead of year, month and day.
    public static let weekOrOrdinalDate = TimeOddities(rawValue: 1 << 4)
    /// A blank or a lower-case `t` between date and time, a lower-case `z`, or a comma before the fraction.
    public static let looseSeparator = TimeOddities(rawValue: 1 << 5)
    /// An offset without colon (`+0100`) or without minutes (`+01`).
    public static let shortOffset = TimeOddities(rawValue: 1 << 6)
    /// The name of a zone: `[Europe/Paris]` after an offset (it was ignored), `UTC` or `GMT` in its place.
    public static let zoneName = TimeOddities(rawValue: 1 << 7)
    /// A time of day without seconds.
    public static let noSeconds = TimeOddities(rawValue: 1 << 8)
    /// Second 60 or hour 24; the start of what follows was taken.
    public static let beyondTheClock = TimeOddities(rawValue: 1 << 9)

    /// One sentence for each oddity, in a stable order.
    public var explanations: [String] {
        Self.table.filter { contains($0.0) }.map(\.1)
    }

    private static let table: [(TimeOddities, String)] = [
        (.noZone, "it has no zone and was read as UTC"),
        (.dateOnly, "it is a date alone and was read as midnight UTC"),
        (.truncatedFraction, "digits after the ninth of the fraction were cut off"),
        (.basicFormat, "it is in the basic format of ISO 8601"),
        (.weekOrOrdinalDate, "it is a week date or an ordinal date"),
        (.looseSeparator, "its separators are not those of RFC 3339"),
        (.shortOffset, "its offset is not spelled as in RFC 3339"),
        (.zoneName, "it names a zone"),
        (.noSeconds, "it has no seconds"),
        (.beyondTheClock, "it has a second 60 or an hour 24"),
    ]
}

extension EventTime: CustomStringConvertible {
    /// The text of Java's `Instant`: UTC with `Z`, and 0, 3, 6 or 9 fractional digits, as few as are exact.
    public var description: String { String(decoding: textBytes, as: UTF8.self) }

    /// ``description`` as ASCII bytes.
    public var textBytes: [UInt8] {
        let second = nanoseconds.floorDivided(by: 1_000_000_000)
        let day = second.quotient.floorDivided(by: 86_400)
        let date = CivilDate(daysSince1970: day.quotient)
        var text: [UInt8] = []
        text.reserveCapacity(30)
        text.appendDigits(date.year, width: 4)
        text.append(UInt8(ascii: "-"))
        text.appendDigits(date.month, width: 2)
        text.append(UInt8(ascii: "-"))
        text.appendDigits(date.day, width: 2)
        text.append(UInt8(ascii: "T"))
        text.appendDigits(day.remainder / 3600, width: 2)
        text.append(UInt8(ascii: ":"))
        text.appendDigits(day.remainder / 60 % 60, width: 2)
        text.append(UInt8(ascii: ":"))
        text.appendDigits(day.remainder % 60, width: 2)
        text.appendFraction(nanosecond: second.remainder)
        text.append(UInt8(ascii: "Z"))
        return text
    }

    /// Writes ``description`` as a JSON string.
    public func write(to writer: inout JSONWriter) {
        let quote = UInt8(ascii: "\"")
        writer.rawBytes([quote] + textBytes + [quote])
    }
}

extension Int64 {
    /// Division that rounds down, with a remainder that is never negative; `divisor` is positive.
    func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension [UInt8] {
    fileprivate mutating func appendDigits(_ value: Int64, width: Int) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    fileprivate mutating func appendFraction(nanosecond: Int64) {
        guard nanosecond != 0 else { return }
        append(UInt8(ascii: "."))
        if nanosecond % 1_000_000 == 0 {
            appendDigits(nanosecond / 1_000_000, width: 3)
        } else if nanosecond % 1_000 == 0 {
            appendDigits(nanosecond / 1_000, width: 6)
        } else {
            appendDigits(nanosecond, width: 9)
        }
    }
}
