import Foundation
import JSONBytes
import Testing

struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func separatesMembersAndElements() {
        let result = text { writer in
            writer.beginObject()
            writer.member("a", 1)
            writer.key("b")
            writer.beginArray()
            writer.value("x")
            writer.value(true)
            writer.beginObject()
            writer.endObject()
            writer.null()
            writer.endArray()
            writer.member("c", nil as String?)
            writer.key(ByteString("é\n"))
            writer.value(-0.5)
            writer.member("d", false)
            writer.endObject()
        }
        #expect(result == #"{"a":1,"b":["x",true,{},null],"c":null,"é\n":-0.5,"d":false}"#)
    }

    @Test func writesLines() {
        let result = text { writer in
            for number in 1...2 {
                writer.beginArray()
                writer.value(number)
                writer.endArray()
                writer.newline()
            }
        }
        #expect(result == "[1]\n[2]\n")
    }

    @Test(arguments: [Int64.min, -10, -9, -1, 0, 9, 10, 99, 100, 1_234_567_890_123, .max])
    func writesIntegers(number: Int64) {
        #expect(text { $0.value(number) } == String(number))
    }

    @Test func writesTheLargestInteger() {
        #expect(text { $0.value(UInt64.max) } == String(UInt64.max))
    }

    @Test(
        arguments: [
            (Double.nan, "null"), (.infinity, "null"), (-.infinity, "null"), (0, "0.0"), (-0.0, "-0.0"), (0.1, "0.1"),
            (1e300, "1e+300"), (5e-324, "5e-324"),
        ])
    func writesFloats(number: Double, expected: String) {
        #expect(text { $0.value(number) } == expected)
    }

    @Test(
        arguments: [
            ([0x61, 0xED, 0xA0, 0xBD, 0x62], #""a\ud83db""#), ([0], #""\u0000""#), ([0xFF, 0x61], "\"\u{FFFD}a\""),
            ([0xC3], "\"\u{FFFD}\""), ([0x22, 0x5C, 0x2F, 0x08, 0x7F], "\"\\\"\\\\/\\b\u{7F}\""),
        ] as [([UInt8], String)])
    func namesAreAlwaysValid(bytes: [UInt8], expected: String) {
        #expect(text { $0.value(ByteString(bytes: bytes)) } == expected)
    }

    @Test(
        arguments: [
            (" [ 1.0 , NaN ] ", "[1.0,null]"), (#"{"a":1, "b" : -Infinity,"a":2}"#, #"{"b":null,"a":2}"#),
            (#"[{"a":1,"a":[ {} ]}, " x "]"#, #"[{"a":[{}]}," x "]"#), (#"["\ud83d\/"]"#, #"["\ud83d\/"]"#),
            ("[\n]", "[]"), (" 1e5 ", "1e5"), (#"{"a":1,"b":2}"#, #"{"a":1,"b":2}"#),
        ])
    func rawValuesAreCompactAndValid(source: String, expected: String) throws {
        let root = try JSONDocument(parsing: Array(source.utf8)).root
        #expect(text { $0.raw(root) } == expected)
        let wrapped = text { writer in
            writer.beginObject()
            writer.member("x", raw: root)
            writer.member("y", raw: nil)
            writer.endObject()
        }
        #expect(wrapped == #"{"x":\#(expected),"y":null}"#)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func rawValuesMeanTheSameToFoundation(seed: UInt64) throws {
        var generator = JSONGenerator(seed: seed, isStrict: true)
        let source = generator.text(depth: 5)
        let root = try JSONDocument(parsing: Array(source.utf8)).root
        let written = text { $0.raw(root) }
        #expect(!written.contains("\n") && written.utf8.count <= source.utf8.count)
        let expected = try foundation(Array(source.utf8))
        #expect(try foundation(Array(written.utf8)) == expected)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func whateverWasOddTheAnswerIsValid(seed: UInt64) throws {
        var generator = JSONGenerator(seed: seed)
        let root = try JSONDocument(parsing: Array(generator.text(depth: 5).utf8)).root
        let written = Array(text { $0.raw(root) }.utf8)
        let again = try JSONDocument(parsing: written)
        #expect(again.oddities.isDisjoint(with: [.nonFiniteNumber, .duplicateKey]))
        var copy = JSONWriter()
        copy.raw(again.root)
        #expect(copy.bytes == written)
    }

    private func foundation(_ bytes: [UInt8]) throws -> NSObject {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) as? NSObject)
    }
}
