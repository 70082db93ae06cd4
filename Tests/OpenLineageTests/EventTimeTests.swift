import Foundation
import JSONBytes
import OpenLineage
import Testing

struct EventTimeTests {
    @Test(
        "Times are read as their senders meant them",
        arguments: [
            ("2026-01-31T09:30:00Z", "2026-01-31T09:30:00Z", []),
            ("2026-01-31T09:30:00.5Z", "2026-01-31T09:30:00.500Z", []),
            ("2026-01-31T09:30:00.123456Z", "2026-01-31T09:30:00.123456Z", []),
            ("2026-01-31T09:30:00.123456789+02:00", "2026-01-31T07:30:00.123456789Z", []),
            ("2026-01-31T09:30:00.000000Z", "2026-01-31T09:30:00Z", []),
            ("2026-01-31T00:30:00+05:30", "2026-01-30T19:00:00Z", []),
            ("2026-01-31T23:30:00-08:00", "2026-02-01T07:30:00Z", []),
            ("2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z", []),
            ("1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z", []),
            ("1900-01-01T00:00:00Z", "1900-01-01T00:00:00Z", []),
            ("2026-01-31T09:30:00", "2026-01-31T09:30:00Z", .noZone),
            ("2026-01-31T09:30:00.1234567899Z", "2026-01-31T09:30:00.123456789Z", .truncatedFraction),
            ("20260131T093000Z", "2026-01-31T09:30:00Z", .basicFormat),
            ("20260131T093000.25+0100", "2026-01-31T08:30:00.250Z", [.basicFormat, .shortOffset]),
            ("2026-W01-1T00:00:00Z", "2025-12-29T00:00:00Z", .weekOrOrdinalDate),
            ("2026-W53-7T00:00:00Z", "2027-01-03T00:00:00Z", .weekOrOrdinalDate),
            ("2026W011T000000Z", "2025-12-29T00:00:00Z", [.weekOrOrdinalDate, .basicFormat]),
            ("2026-032T06:00:00Z", "2026-02-01T06:00:00Z", .weekOrOrdinalDate),
            ("2026032T060000Z", "2026-02-01T06:00:00Z", [.weekOrOrdinalDate, .basicFormat]),
            ("2026-01-31", "2026-01-31T00:00:00Z", [.dateOnly, .noZone]),
            ("20260131", "2026-01-31T00:00:00Z", [.dateOnly, .noZone, .basicFormat]),
            ("2026-01-31t09:30:00z", "2026-01-31T09:30:00Z", .looseSeparator),
            ("2026-01-31 09:30:00+00:00", "2026-01-31T09:30:00Z", .looseSeparator),
            ("2026-01-31 09:30:00 +0000", "2026-01-31T09:30:00Z", [.looseSeparator, .shortOffset]),
            ("2026-01-31T09:30:00,5Z", "2026-01-31T09:30:00.500Z", .looseSeparator),
            ("2026-01-31T09:30:00+01", "2026-01-31T08:30:00Z", .shortOffset),
            ("2026-01-31T09:30:00-0130", "2026-01-31T11:00:00Z", .shortOffset),
            ("2026-01-31 09:30:00 UTC", "2026-01-31T09:30:00Z", [.looseSeparator, .zoneName]),
            ("2026-01-31T09:30:00.001+01:00[Europe/Paris]", "2026-01-31T08:30:00.001Z", .zoneName),
            ("2026-01-31T09:30Z", "2026-01-31T09:30:00Z", .noSeconds),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", .beyondTheClock),
            ("2026-01-31T24:00:00Z", "2026-02-01T00:00:00Z", .beyondTheClock),
            ("1677-09-21T00:12:43.145224192Z", "1677-09-21T00:12:43.145224192Z", []),
            ("2262-04-11T23:47:16.854775807Z", "2262-04-11T23:47:16.854775807Z", []),
        ] as [(String, String, TimeOddities)])
    func timesAreRead(text: String, expected: String, oddities: TimeOddities) throws {
        let read = try #require(EventTime.parse(ByteString(text)), "\(text)")
        #expect(read.time.description == expected)
        #expect(read.oddities == oddities, "\(text): \(read.oddities.explanations)")
        #expect(oddities.isEmpty == read.oddities.explanations.isEmpty)
    }

    @Test(
        "What is no time, or lies beyond the type, is not read",
        arguments: [
            "", "now", "1769851800", "2026", "2026-01", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z", "2026-00-10", "2026-01-00", "2026-01-31T25:00:00Z", "2026-01-31T24:00:01Z",
            "2026-01-31T09:60:00Z", "2026-01-31T09:30:61Z", "2026-01-31T09:30:00.Z", "2026-01-31T09:30:00ZZ",
            "2026-01-31T09:30:00+", "2026-01-31T09:30:00+1", "2026-01-31T09:30:00+24:00", "2026-01-31T09:30:00+01:60",
            "2026-01-31T09:30:00 Europe/Paris", "2026-01-31T09:30:00Z[Europe", "2026-01-31T", "2026-01-31x09:30:00Z",
            "2026-W54-1", "2025-W53-1", "2026-W01-8", "2026-W00-1", "2025-366", "2026-000", "2026-1-1T00:00:00Z",
            "１２３４-01-01T00:00:00Z", "1677-09-21T00:12:43.145224191Z", "2262-04-11T23:47:16.854775808Z",
            "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", " 2026-01-31", "+2026-01-31T00:00:00Z",
        ])
    func notTimes(text: String) {
        #expect(EventTime.parse(ByteString(text)) == nil)
    }

    @Test("Every time prints as text that reads as the same time")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 7)
        var edges: [Int64] = [.min, .min + 1, -1, 0, 1, 999, 1_000_000, .max - 1, .max]
        for _ in 0..<2000 { edges.append(Int64.random(in: .min ... .max, using: &generator)) }
        for nanoseconds in edges {
            let time = EventTime(nanoseconds: nanoseconds)
            let read = try #require(EventTime.parse(time.description), "\(nanoseconds)")
            #expect(read.time == time && read.oddities.isEmpty)
        }
    }

    @Test("Dates agree with Foundation's calendar")
    func datesAgreeWithFoundation() throws {
        let formatter = ISO8601DateFormatter()
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<1000 {
            let seconds = Int64.random(in: -8_000_000_000...9_000_000_000, using: &generator)
            let time = try #require(EventTime(seconds: seconds, nanosecond: 0))
            #expect(time.description == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
        }
    }

    @Test("Seconds and nanoseconds that do not fit give no time")
    func bounds() {
        #expect(EventTime(seconds: .max, nanosecond: 0) == nil)
        #expect(EventTime(seconds: .min, nanosecond: 0) == nil)
        #expect(EventTime(seconds: -9_223_372_037, nanosecond: 145_224_192)?.nanoseconds == .min)
        #expect(EventTime(seconds: -9_223_372_037, nanosecond: 145_224_191) == nil)
        #expect(EventTime(seconds: 9_223_372_036, nanosecond: 854_775_807)?.nanoseconds == .max)
        #expect(EventTime(seconds: 9_223_372_036, nanosecond: 854_775_808) == nil)
    }

    @Test("A time is written as a JSON string")
    func writing() {
        var writer = JSONWriter()
        EventTime(nanoseconds: 1).write(to: &writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "\"1970-01-01T00:00:00.000000001Z\"")
    }
}
