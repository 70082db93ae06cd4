/// The footer of a zone file: standard time, and daylight saving time by months, weeks and days.
///
/// - Source: POSIX, environment variable TZ, in the forms that zone files use (`CET-1CEST,M3.5.0,M10.5.0/3`).
struct ZoneRule: Sendable, Equatable {
    private var standard: Int64
    private var saving: (offset: Int64, start: Change, end: Change)?

    /// A day of a year and the seconds after its local midnight.
    private struct Change: Sendable, Equatable {
        var month: Int64
        var week: Int64
        var day: Int64
        var time: Int64
    }

    static func == (left: ZoneRule, right: ZoneRule) -> Bool {
        left.standard == right.standard && left.saving?.offset == right.saving?.offset
            && left.saving?.start == right.saving?.start && left.saving?.end == right.saving?.end
    }

    /// nil for a text that is no rule; without daylight saving where its days are given in another form.
    init?(parsing text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard let zones = parts.first else { return nil }
        var rest = Array(zones.utf8)[...]
        guard Self.skipName(&rest), let standard = Self.offset(&rest) else { return nil }
        self.standard = -standard
        guard !rest.isEmpty, Self.skipName(&rest), parts.count == 3 else { return }
        let offset = rest.isEmpty ? self.standard + 3600 : Self.offset(&rest).map { -$0 }
        guard let offset, let start = Self.change(parts[1]), let end = Self.change(parts[2]) else { return }
        saving = (offset, start, end)
    }

    /// Seconds east of UTC at an instant.
    func offset(at seconds: Int64) -> Int64 {
        guard let saving else { return standard }
        let year = Self.year(ofDay: (seconds + standard).floored(86_400))
        let start = Self.instant(of: saving.start, year: year) - standard
        let end = Self.instant(of: saving.end, year: year) - saving.offset
        let isSaving = start < end ? start <= seconds && seconds < end : seconds < end || start <= seconds
        return isSaving ? saving.offset : standard
    }

    // MARK: - Text

    private static func skipName(_ text: inout ArraySlice<UInt8>) -> Bool {
        if text.first == UInt8(ascii: "<") {
            guard let end = text.firstIndex(of: UInt8(ascii: ">")) else { return false }
            text = text[(end + 1)...]
            return true
        }
        let name = text.prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        text = text.dropFirst(name.count)
        return name.count >= 3
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    private static func offset(_ text: inout ArraySlice<UInt8>) -> Int64? {
        var sign: Int64 = 1
        if let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            sign = first == UInt8(ascii: "-") ? -1 : 1
            text = text.dropFirst()
        }
        guard var seconds = number(&text).map({ $0 * 3600 }) else { return nil }
        for unit: Int64 in [60, 1] where text.first == UInt8(ascii: ":") {
            text = text.dropFirst()
            guard let value = number(&text) else { return nil }
            seconds += value * unit
        }
        return sign * seconds
    }

    private static func number(_ text: inout ArraySlice<UInt8>) -> Int64? {
        let digits = text.prefix { (0x30...0x39).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        text = text.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// `Mm.w.d[/time]`
    private static func change(_ text: Substring) -> Change? {
        let halves = text.split(separator: "/", maxSplits: 1)
        guard let day = halves.first, day.hasPrefix("M") else { return nil }
        let numbers = day.dropFirst().split(separator: ".").compactMap { Int64($0) }
        guard numbers.count == 3, (1...12).contains(numbers[0]), (1...5).contains(numbers[1]),
            (0...6).contains(numbers[2])
        else { return nil }
        var time: Int64 = 7200
        if halves.count == 2 {
            var rest = Array(halves[1].utf8)[...]
            guard let given = offset(&rest) else { return nil }
            time = given
        }
        return Change(month: numbers[0], week: numbers[1], day: numbers[2], time: time)
    }

    // MARK: - Calendar

    /// Local seconds since 1970, as if UTC, of a change in a year.
    private static func instant(of change: Change, year: Int64) -> Int64 {
        let first = dayNumber(year: year, month: change.month)
        // 1970-01-01 was a Thursday.
        let weekday = (first + 4).floorRemainder(7)
        var day = first + (change.day - weekday).floorRemainder(7) + (change.week - 1) * 7
        let next =
            change.month == 12 ? dayNumber(year: year + 1, month: 1) : dayNumber(year: year, month: change.month + 1)
        while day >= next { day -= 7 }
        return day * 86_400 + change.time
    }

    /// Days from 1970-01-01 to the first of a month.
    private static func dayNumber(year: Int64, month: Int64) -> Int64 {
        // Years begin in March, so that the leap day is the last of its year.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floored(400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func year(ofDay day: Int64) -> Int64 {
        var year = 1970 + day.floored(366)
        while dayNumber(year: year + 1, month: 1) <= day { year += 1 }
        return year
    }
}

extension Int64 {
    /// The quotient, rounded down.
    func floored(_ divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The remainder, never negative.
    func floorRemainder(_ divisor: Int64) -> Int64 { self - floored(divisor) * divisor }
}
