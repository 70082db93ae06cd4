/// A day of the proleptic Gregorian calendar.
struct CivilDate: Equatable {
    var year: Int64
    /// 1...12
    var month: Int64
    /// 1...31
    var day: Int64

    /// Days since 1970-01-01; negative before.
    ///
    /// Years are counted from March here, so that the leap day is the last one of its year and month lengths follow
    /// the pattern 153 days per five months.
    var daysSince1970: Int64 {
        let shiftedYear = month > 2 ? year : year - 1
        let shiftedMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
        let leapDays =
            shiftedYear.floorDivided(by: 4).quotient - shiftedYear.floorDivided(by: 100).quotient
            + shiftedYear.floorDivided(by: 400).quotient
        return 365 * shiftedYear + leapDays + dayOfYear - CivilDate.daysToEpoch
    }

    /// Days from 0000-03-01 to 1970-01-01.
    private static let daysToEpoch: Int64 = 719_468

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    init(daysSince1970 days: Int64) {
        let era = (days + CivilDate.daysToEpoch).floorDivided(by: 146_097)
        let dayOfEra = era.remainder
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = era.quotient * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// The date if month and day exist, else nil.
    init?(checkingYear year: Int64, month: Int64, day: Int64) {
        guard (1...12).contains(month), day >= 1, day <= CivilDate.dayCount(year: year, month: month) else {
            return nil
        }
        self.init(year: year, month: month, day: day)
    }

    /// Days since 1970 of an ordinal date (`2026-032`), nil if the year has no such day.
    static func days(year: Int64, ordinal: Int64) -> Int64? {
        guard ordinal >= 1, ordinal <= (isLeap(year) ? 366 : 365) else { return nil }
        return CivilDate(year: year, month: 1, day: 1).daysSince1970 + ordinal - 1
    }

    /// Days since 1970 of a week date (`2026-W01-1`, Monday first), nil if the year has no such week or day.
    static func days(year: Int64, week: Int64, weekday: Int64) -> Int64? {
        guard (1...53).contains(week), (1...7).contains(weekday) else { return nil }
        let start = firstMonday(of: year)
        let monday = start + 7 * (week - 1)
        guard monday < firstMonday(of: year + 1) else { return nil }
        return monday + weekday - 1
    }

    static func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func dayCount(year: Int64, month: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The Monday of the week that holds 4 January, which ISO 8601 makes week 1.
    private static func firstMonday(of year: Int64) -> Int64 {
        let fourth = CivilDate(year: year, month: 1, day: 4).daysSince1970
        // 1970-01-01 was a Thursday, three days after a Monday.
        return fourth - (fourth + 3).floorDivided(by: 7).remainder
    }
}
