import Testing

@testable import WherefromServer

struct TimeZoneTests {
    @Test(
        "the rule of a zone gives the offset of any instant",
        arguments: [
            ("CET-1CEST,M3.5.0,M10.5.0/3", Int64(1_767_522_600), Int64(3600)),  // January
            ("CET-1CEST,M3.5.0,M10.5.0/3", 1_782_900_000, 7200),  // July
            ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_745_999, 3600),  // a second before 2026-03-29T01:00:00Z
            ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_746_000, 7200),
            ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_889_999, 7200),  // a second before 2026-10-25T01:00:00Z
            ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_890_000, 3600),
            ("EST5EDT,M3.2.0,M11.1.0", 1_782_900_000, -14_400), ("<+0530>-5:30", 1_782_900_000, 19_800),
            ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_767_522_600, 39_600),  // summer in January
            ("UTC0", 0, 0), ("JST-9", -1, 32_400),
        ])
    func rules(_ text: String, _ instant: Int64, _ offset: Int64) throws {
        #expect(try #require(ZoneRule(parsing: text)).offset(at: instant) == offset)
    }

    @Test("text that is no rule is none", arguments: ["", "1", "A1", "ABC", "<x", "ABC-"])
    func noRules(_ text: String) { #expect(ZoneRule(parsing: text) == nil) }

    @Test(
        "names that lead elsewhere are no zones", arguments: ["", "/etc/passwd", "../../etc/passwd", "a b", "No/Where"])
    func names(_ name: String) { #expect(TimeZoneTable(named: name)?.offset(at: 0) ?? 0 == 0) }

    @Test("bytes that are no zone file are none")
    func damagedFiles() {
        #expect(TimeZoneTable(parsing: []) == nil)
        for count in 0..<120 {
            _ = TimeZoneTable(parsing: Array("TZif2".utf8) + [UInt8](repeating: 0xFF, count: count))
        }
        for count in 0..<120 { _ = TimeZoneTable(parsing: Array("TZif2".utf8) + [UInt8](repeating: 1, count: count)) }
        for count in 0..<120 { _ = TimeZoneTable(parsing: Array("TZif2".utf8) + [UInt8](repeating: 0, count: count)) }
    }
}
