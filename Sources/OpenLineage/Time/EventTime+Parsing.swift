public import JSONBytes

extension EventTime {
    /// Reads RFC 3339 and what real clients send beyond it.
    ///
    /// Accepted besides RFC 3339: no zone (UTC), a date alone (midnight UTC), any number of fractional digits (cut after
    /// nine), the basic format (`20260101T000000Z`), week and ordinal dates, a blank or `t` as separator, `z`, offsets
    /// `+0100` and `+01`, no seconds, second 60, hour 24, `UTC`, `GMT`, and a zone name in brackets after an offset.
    /// - Returns: The time and what was odd about its spelling; nil if `text` is no time or lies outside the range of
    ///   the type.
    public static func parse(_ text: ByteString) -> (time: EventTime, oddities: TimeOddities)? {
        var reader = TimeReader(text.bytes)
        return reader.read().map { ($0, reader.oddities) }
    }

    /// Reads as ``parse(_:)-(ByteString)`` does.
    public static func parse(_ text: some StringProtocol) -> (time: EventTime, oddities: TimeOddities)? {
        var reader = TimeReader(Array(text.utf8))
        return reader.read().map { ($0, reader.oddities) }
    }
}

/// Reads one time from ASCII text, collecting oddities on the way.
private struct TimeReader {
    private let bytes: [UInt8]
    private var position = 0
    private(set) var oddities: TimeOddities = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() -> EventTime? {
        guard let days = date() else { return nil }
        if position == bytes.count {
            oddities.formUnion([.dateOnly, .noZone])
            return EventTime(seconds: days * 86_400, nanosecond: 0)
        }
        guard separator(), let (seconds, nanosecond) = timeOfDay(), let offset = zone(), position == bytes.count
        else { return nil }
        return EventTime(seconds: days * 86_400 + seconds - offset, nanosecond: nanosecond)
    }

    /// Days since 1970.
    private mutating func date() -> Int64? {
        let digitCount = bytes.prefix { $0.isASCIIDigit }.count
        guard let year = number(digits: 4) else { return nil }
        switch digitCount {
        case 4: return take("W") ? week(year, extended: false) : take("-") ? extendedDate(year) : nil
        case 7:
            oddities.formUnion([.basicFormat, .weekOrOrdinalDate])
            return number(digits: 3).flatMap { CivilDate.days(year: year, ordinal: $0) }
        case 8:
            oddities.insert(.basicFormat)
            guard let month = number(digits: 2), let day = number(digits: 2) else { return nil }
            return CivilDate(checkingYear: year, month: month, day: day)?.daysSince1970
        default: return nil
        }
    }

    private mutating func extendedDate(_ year: Int64) -> Int64? {
        if take("W") { return week(year, extended: true) }
        let start = position
        if let ordinal = number(digits: 3), !(peek?.isASCIIDigit ?? false) {
            oddities.insert(.weekOrOrdinalDate)
            return CivilDate.days(year: year, ordinal: ordinal)
        }
        position = start
        guard let month = number(digits: 2), take("-"), let day = number(digits: 2) else { return nil }
        return CivilDate(checkingYear: year, month: month, day: day)?.daysSince1970
    }

    private mutating func week(_ year: Int64, extended: Bool) -> Int64? {
        oddities.insert(.weekOrOrdinalDate)
        if !extended { oddities.insert(.basicFormat) }
        guard let week = number(digits: 2) else { return nil }
        if extended ? take("-") : (peek?.isASCIIDigit ?? false) {
            return number(digits: 1).flatMap { CivilDate.days(year: year, week: week, weekday: $0) }
        }
        return CivilDate.days(year: year, week: week, weekday: 1)
    }

    private mutating func separator() -> Bool {
        if take("T") { return true }
        guard take(" ") || take("t") else { return false }
        oddities.insert(.looseSeparator)
        return true
    }

    /// Seconds since midnight and nanoseconds within the second.
    private mutating func timeOfDay() -> (seconds: Int64, nanosecond: Int64)? {
        guard let hour = number(digits: 2) else { return nil }
        let extended = take(":")
        if !extended { oddities.insert(.basicFormat) }
        guard let minute = number(digits: 2) else { return nil }
        var second: Int64 = 0
        var nanosecond: Int64 = 0
        if extended ? take(":") : (peek?.isASCIIDigit ?? false) {
            guard let value = number(digits: 2), let fraction = fraction() else { return nil }
            (second, nanosecond) = (value, fraction)
        } else {
            oddities.insert(.noSeconds)
        }
        let endOfDay = hour == 24 && minute == 0 && second == 0 && nanosecond == 0
        guard hour <= 23 || endOfDay, minute <= 59, second <= 60 else { return nil }
        if endOfDay { oddities.insert(.beyondTheClock) }
        if second == 60 {
            oddities.insert(.beyondTheClock)
            nanosecond = 0
        }
        return (hour * 3600 + minute * 60 + second, nanosecond)
    }

    /// Nanoseconds; 0 without a fraction, nil for a point without digits.
    private mutating func fraction() -> Int64? {
        if take(",") { oddities.insert(.looseSeparator) } else if !take(".") { return 0 }
        var value: Int64 = 0
        var count = 0
        while let digit = peek, digit.isASCIIDigit {
            if count < 9 { value = value * 10 + Int64(digit - UInt8(ascii: "0")) }
            count += 1
            position += 1
        }
        guard count > 0 else { return nil }
        if count > 9 { oddities.insert(.truncatedFraction) }
        while count < 9 {
            value *= 10
            count += 1
        }
        return value
    }

    /// Seconds east of UTC; 0 without a zone, nil for one that cannot be read.
    private mutating func zone() -> Int64? {
        if position == bytes.count {
            oddities.insert(.noZone)
            return 0
        }
        var offset: Int64 = 0
        if take("z") {
            oddities.insert(.looseSeparator)
        } else if !take("Z") {
            if namedUTC() { return 0 }
            let blank = take(" ")
            if blank { oddities.insert(.looseSeparator) }
            guard let value = numericOffset() else { return nil }
            offset = value
        }
        return bracketedZone() ? offset : nil
    }

    private mutating func numericOffset() -> Int64? {
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2) else { return nil }
        var minutes: Int64 = 0
        var seconds: Int64 = 0
        if take(":") {
            guard let value = number(digits: 2) else { return nil }
            minutes = value
            if take(":") {
                guard let value = number(digits: 2) else { return nil }
                seconds = value
            }
        } else {
            oddities.insert(.shortOffset)
            if peek?.isASCIIDigit ?? false {
                guard let value = number(digits: 2) else { return nil }
                minutes = value
            }
        }
        // RFC 3339 allows hours up to 23; no zone has ever been further than 18 hours from UTC, but it costs nothing.
        guard hours <= 23, minutes <= 59, seconds <= 59 else { return nil }
        return sign * (hours * 3600 + minutes * 60 + seconds)
    }

    /// `UTC` or `GMT` to the end, with or without a blank before it.
    private mutating func namedUTC() -> Bool {
        let rest = bytes[position...].drop { $0 == UInt8(ascii: " ") }
        guard rest.elementsEqual("UTC".utf8) || rest.elementsEqual("GMT".utf8) else { return false }
        position = bytes.count
        oddities.insert(.zoneName)
        return true
    }

    /// Skips `[Europe/Paris]` as Java writes it after an offset; false if a bracket is left open.
    private mutating func bracketedZone() -> Bool {
        guard take("[") else { return true }
        guard bytes.last == UInt8(ascii: "]") else { return false }
        position = bytes.count
        oddities.insert(.zoneName)
        return true
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Exactly `count` digits.
    private mutating func number(digits count: Int) -> Int64? {
        guard position + count <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[position..<position + count] {
            guard byte.isASCIIDigit else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        position += count
        return value
    }
}
