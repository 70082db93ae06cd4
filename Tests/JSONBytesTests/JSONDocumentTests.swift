import JSONBytes
import Testing

struct JSONDocumentTests {
    @Test func readsAnEvent() throws {
        let text =
            #"{"eventType": "START", "run": {"runId": "r1"}, "inputs": [{"name": "a\n\u00e9"}, {}], "n": -12.50}"#
        let root = try JSONDocument(parsing: Array(text.utf8)).root
        #expect(root.kind == .object)
        #expect(root.count == 4)
        #expect(root["eventType"]?.string == "START")
        #expect(root["run"]?["runId"]?.isString("r1") == true)
        #expect(root["inputs"]?.count == 2)
        #expect(root["inputs"]?.elements.first { _ in true }?["name"]?.byteString == "a\né")
        #expect(root["n"]?.double == -12.5)
        #expect(root["n"]?.int64 == nil)
        #expect(String(decoding: root["n"]?.raw ?? [], as: UTF8.self) == "-12.50")
        #expect(root["absent"] == nil)
        #expect(root.members.map(\.key) == ["eventType", "run", "inputs", "n"])
    }

    @Test(
        arguments: [
            ("NaN", JSONOddities.nonFiniteNumber), ("[Infinity]", .nonFiniteNumber), ("-Infinity", .nonFiniteNumber),
            (#""\ud83d""#, .loneSurrogate), (#""\ude00\ud83d""#, .loneSurrogate), (#""\ud83d\ude00""#, []),
            (#""\u0000""#, .nulCharacter), (#"{"\u0000":1}"#, .nulCharacter),
            (#"{"a":1,"a":2}"#, .duplicateKey), (#"{"a":1,"\u0061":2}"#, .duplicateKey), (#"{"a":1,"b":{"a":2}}"#, []),
            ("1e800", .hugeNumber), ("-1E+800", .hugeNumber), ("1e308", []), ("1e-800", []),
            (#"{"a":NaN,"a":"\ud800\u0000"}"#, [.nonFiniteNumber, .duplicateKey, .loneSurrogate, .nulCharacter]),
        ] as [(String, JSONOddities)])
    func reportsOddities(text: String, oddities: JSONOddities) throws {
        #expect(try JSONDocument(parsing: Array(text.utf8)).oddities == oddities)
    }

    @Test(
        arguments: [
            ("", 0, JSONError.Reason.unexpectedEnd), (" ", 1, .unexpectedEnd), ("{", 1, .unexpectedEnd),
            ("[1", 2, .unexpectedEnd), (#"{"a""#, 4, .unexpectedEnd), (#"{"a":"#, 5, .unexpectedEnd),
            (#""abc"#, 4, .unexpectedEnd), (#""abc\"#, 5, .unexpectedEnd), ("-", 1, .unexpectedEnd),
            ("1.", 2, .unexpectedEnd), ("1e", 2, .unexpectedEnd), ("[1,", 3, .unexpectedEnd),
            ("[1,]", 3, .expectedValue), ("[,1]", 1, .expectedValue), ("{1:2}", 1, .expectedKey),
            (#"{"a":1,}"#, 7, .expectedKey), (#"{"a" 1}"#, 5, .expectedColon), (#"{"a":}"#, 5, .expectedValue),
            ("[1 2]", 3, .expectedCommaOrEnd), ("[1}", 2, .expectedCommaOrEnd), (#"{"a":1]"#, 6, .expectedCommaOrEnd),
            ("1 2", 2, .trailingBytes), ("{}}", 2, .trailingBytes), ("nul", 0, .invalidLiteral),
            ("nil", 0, .invalidLiteral), ("Nan", 0, .invalidLiteral), ("-Inf", 0, .invalidLiteral),
            ("01", 0, .invalidNumber), ("-01", 0, .invalidNumber), ("1.e5", 2, .invalidNumber),
            ("1ex", 2, .invalidNumber),
            ("+1", 0, .expectedValue), (".5", 0, .expectedValue), ("'a'", 0, .expectedValue),
            ("\u{A0}1", 0, .expectedValue),
            (#""\x""#, 1, .invalidEscape), (#""\u12g4""#, 1, .invalidEscape), (#""\u12""#, 1, .invalidEscape),
            ("\"a\nb\"", 2, .controlCharacter), ("\"\u{0}\"", 1, .controlCharacter), ("nullx", 4, .trailingBytes),
        ] as [(String, Int, JSONError.Reason)])
    func saysWhereAndWhyItCannotRead(text: String, offset: Int, reason: JSONError.Reason) {
        #expect(throws: JSONError(offset: offset, reason: reason)) { try JSONDocument(parsing: Array(text.utf8)) }
    }
}
