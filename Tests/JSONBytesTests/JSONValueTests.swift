import JSONBytes
import Testing

struct JSONValueTests {
    private func value(_ text: String) throws -> JSONValue {
        try JSONDocument(parsing: Array(text.utf8)).root
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("12", 12), ("12.0", 12), ("1.2e1", 12), ("9223372036854775807", .max),
            ("-9223372036854775808", .min), ("9223372036854775808", nil), ("1e18", nil), ("1.5", nil), ("NaN", nil),
            ("Infinity", nil), (#""12""#, nil), ("null", nil),
        ] as [(String, Int64?)])
    func readsIntegers(text: String, expected: Int64?) throws {
        #expect(try value(text).int64 == expected)
    }

    @Test(
        arguments: [
            ("0.1", 0.1), ("1e22", 1e22), ("123456789012345678", 123_456_789_012_345_678), ("1e800", .infinity),
            ("-1e800", -.infinity), ("Infinity", .infinity), ("-Infinity", -.infinity), ("5e-324", 5e-324),
            ("1e-999", 0), ("true", nil),
        ] as [(String, Double?)])
    func readsFloats(text: String, expected: Double?) throws {
        #expect(try value(text).double == expected)
    }

    @Test func keepsTheSignOfZeroAndReadsNaN() throws {
        #expect(try value("-0").double?.sign == .minus)
        #expect(try value("-0.0").double?.sign == .minus)
        #expect(try value("NaN").double?.isNaN == true)
    }

    @Test(
        arguments: [
            (#""""#, []), (#""a""#, [0x61]), (#""\"\\\/\b\f\n\r\t""#, Array("\"\\/\u{8}\u{C}\n\r\t".utf8)),
            (#""\u00e9\u20AC\ud83d\ude00""#, Array("é€😀".utf8)), (#""é€😀""#, Array("é€😀".utf8)),
            (#""\u0000""#, [0]), (#""\ud83d""#, [0xED, 0xA0, 0xBD]),
            (#""\ude00\ud83d""#, [0xED, 0xB8, 0x80, 0xED, 0xA0, 0xBD]),
            (#""\ud83dx""#, [0xED, 0xA0, 0xBD, 0x78]), (#""\ud83d\n""#, [0xED, 0xA0, 0xBD, 0x0A]),
            (#""\ud83d\ud83d\ude00""#, [0xED, 0xA0, 0xBD] + Array("😀".utf8)), ("\"\u{7F}\"", [0x7F]),
        ] as [(String, [UInt8])])
    func decodesStrings(text: String, bytes: [UInt8]) throws {
        let value = try value(text)
        #expect(value.byteString?.bytes == bytes)
        #expect(value.withStringBytes { Array($0) } == bytes)
    }

    @Test func loneSurrogatesBecomeReplacementCharactersInText() throws {
        let value = try value(#""a\ud83d1b""#)
        #expect(value.string == "a\u{FFFD}1b")
        #expect(value.byteString?.string == "a\u{FFFD}1b")
    }

    @Test func theLastOfSeveralMembersCounts() throws {
        let value = try value(#"{"a":1,"b":2,"\u0061":3,"c":{"a":4}}"#)
        #expect(value["a"]?.int64 == 3)
        #expect(value.member("a")?.int64 == 3)
        #expect(value["b"]?.int64 == 2)
        #expect(value.count == 4)
        #expect(value.members.map(\.key) == ["a", "b", "a", "c"])
    }

    @Test(arguments: [2, 31, 32, 33, 200, 5_000])
    func findsARepeatedNameAmongMany(count: Int) throws {
        let names = (0..<count).map { #""name\#($0)":\#($0)"# }
        let unique = try JSONDocument(parsing: Array("{\(names.joined(separator: ","))}".utf8))
        #expect(unique.oddities == [])
        #expect(unique.root.member(ByteString("name\(count - 1)"))?.int64 == Int64(count - 1))
        let repeated = try JSONDocument(parsing: Array(#"{\#(names.joined(separator: ",")),"n\u0061me1":-1}"#.utf8))
        #expect(repeated.oddities == .duplicateKey)
        #expect(repeated.root["name1"]?.int64 == -1)
    }

    @Test func answersNothingForOtherKinds() throws {
        for text in ["[1]", "1", #""a""#, "true", "null"] {
            let value = try value(text)
            #expect(value["a"] == nil)
            #expect(Array(value.members).isEmpty)
            #expect(value.kind == .string || value.string == nil)
            #expect(value.kind == .number || (value.double == nil && value.int64 == nil))
            #expect(value.kind == .true || value.bool == nil)
        }
        #expect(try Array(value(#"{"a":1}"#).elements).isEmpty)
        #expect(try value("true").count == 0)
    }

    @Test func rangesAreVerbatim() throws {
        let value = try value(#" { "a" : [ 1.0 , {} ] } "#)
        #expect(String(decoding: value.raw, as: UTF8.self) == #"{ "a" : [ 1.0 , {} ] }"#)
        #expect(value["a"].map { String(decoding: $0.raw, as: UTF8.self) } == "[ 1.0 , {} ]")
    }

    @Test func namesAreOrderedByBytes() {
        let names: [ByteString] = ["", "Z", "a", "aa", "ab", "b", "é", "\u{FFFF}", "😀"]
        #expect(names.shuffled().sorted() == names)
        #expect(ByteString("e\u{301}") != ByteString("é"))
    }
}
