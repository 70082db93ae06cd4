import JSONBytes
import Testing

@testable import wherefrom

struct OutputTests {
    @Test(arguments: [
        ("orders", "orders"), ("a\nb", "a\\nb"), ("\u{1B}[31mred", "\\u{1B}[31mred"), ("x\u{202E}y", "x\\u{202E}y"),
        ("a\u{200B}b", "a\\u{200B}b"), ("тест 表", "тест 表"), ("\0", "\\u{0}"), ("\u{9B}5n", "\\u{9B}5n"),
    ])
    func hostileTextIsMadeVisible(_ text: String, _ wanted: String) {
        #expect(TerminalText.escape(text) == wanted)
    }

    @Test(arguments: [("abc", 3), ("表", 2), ("e\u{301}", 1), ("👍", 2), ("한글", 4), ("ä", 1), ("", 0), ("ﾊ", 1)])
    func widthCountsCells(_ text: String, _ width: Int) {
        #expect(TerminalText.width(text) == width)
    }

    @Test func truncationNeverSplitsACell() {
        #expect(TerminalText.truncate("表表表", to: 4) == "表…")
        #expect(TerminalText.truncate("abc", to: 3) == "abc")
        #expect(TerminalText.truncate("abcd", to: 3) == "ab…")
        #expect(TerminalText.truncate("abc", to: 0) == "")
    }

    @Test func tableAlignsColumnsByCells() {
        var table = TextTable([.init(title: "name", widthMax: 6), .init(title: "n", alignment: .right)])
        table.append("表", "1")
        table.append("long name", "100")
        table.append("a\nb", "")
        #expect(table.lines() == ["NAME      N", "表        1", "long …  100", "a\\nb"])
    }

    @Test func stylesAreOffWhenAsked() {
        #expect(TerminalStyle.detect(descriptor: -1, environment: [:]).isEnabled == false)
        #expect(TerminalStyle(isEnabled: true).red("x") == "\u{1B}[31mx\u{1B}[0m")
        #expect(TerminalStyle.plain.red("x") == "x")
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("two\nlines", "\"two\nlines\""),
        ("\"", "\"\"\"\""),
    ])
    func csvQuotesWhatItMust(_ text: String, _ wanted: String) {
        #expect(CSVWriter.quote(text) == wanted)
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
    ])
    func readsTheDateOfAnAnswer(_ text: String, _ seconds: Int) {
        #expect(HTTPDate.seconds(text) == Int64(seconds))
    }

    @Test(arguments: ["", "yesterday", "Sun, 06 Nov 1994 99:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT"])
    func otherDatesAreNone(_ text: String) {
        #expect(HTTPDate.seconds(text) == nil)
    }

    @Test func doctorMarksWhatIsWrongAndSaysWhatToDo() throws {
        let json = """
            {"checks":[{"id":"events","ok":true,"message":"events arrive"},
            {"id":"rejections","ok":false,"message":"3 events were rejected","hint":"see /api/v2/rejections"}],
            "producers":[{"producer":"https://x/\\u001b","lastEventAt":"2026-01-01T00:00:00Z","events":7}]}
            """
        let root = try JSONDocument(parsing: Array(json.utf8)).root
        let report = DoctorReport(root, place: "http://h", skewSeconds: 600)
        #expect(!report.isHealthy)
        let lines = report.lines(style: .plain)
        #expect(lines.contains("✓ http://h answers"))
        #expect(lines.contains("✗ the server's clock is 600 s ahead of this one"))
        #expect(lines.contains("✗ 3 events were rejected"))
        #expect(lines.contains("    see /api/v2/rejections"))
        #expect(!lines.joined().contains("\u{1B}"))
        #expect(DoctorReport(try JSONDocument(parsing: Array("{}".utf8)).root, place: "x", skewSeconds: 1).isHealthy)
    }
}
