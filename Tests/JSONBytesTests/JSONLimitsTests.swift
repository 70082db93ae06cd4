import JSONBytes
import Testing

struct JSONLimitsTests {
    @Test func nestingIsBounded() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(repeating: 0x5B, count: depth) + Array(repeating: 0x5D, count: depth)
        }
        _ = try JSONDocument(parsing: nested(256))
        #expect(throws: JSONError(offset: 256, reason: .tooDeep)) { try JSONDocument(parsing: nested(257)) }
        _ = try JSONDocument(parsing: nested(3), depthMax: 3)
        #expect(throws: JSONError(offset: 3, reason: .tooDeep)) { try JSONDocument(parsing: nested(4), depthMax: 3) }
        #expect(throws: JSONError(offset: JSONDocument.depthLimit, reason: .tooDeep)) {
            try JSONDocument(parsing: nested(100_000), depthMax: .max)
        }
        let deepest = try JSONDocument(parsing: nested(JSONDocument.depthLimit), depthMax: .max)
        #expect(CanonicalForm.bytes(of: deepest.root) == deepest.bytes)
    }

    @Test func textBeyondTheLimitIsRefused() {
        let bytes = [UInt8](repeating: 0x20, count: JSONDocument.bytesMax)
        #expect(throws: JSONError(offset: JSONDocument.bytesMax, reason: .tooLarge)) {
            try JSONDocument(parsing: bytes)
        }
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE2, 0x82],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]])
    func bytesThatAreNotUTF8AreRefusedWhereverTheyStand(bad: [UInt8]) {
        for padding in 0..<20 {
            let head = [0x22] + Array(repeating: UInt8(0x61), count: padding)
            let text = head + bad + Array("bcdefghijk\"".utf8)
            #expect(throws: JSONError(offset: head.count, reason: .invalidUTF8)) { try JSONDocument(parsing: text) }
        }
    }

    @Test func everyScalarIsRead() throws {
        for code in stride(from: UInt32(0x20), to: 0x110000, by: 97) {
            guard let scalar = Unicode.Scalar(code), scalar != "\"", scalar != "\\" else { continue }
            let text = String(Character(scalar))
            #expect(try JSONDocument(parsing: Array("\"\(text)\"".utf8)).root.byteString == ByteString(text))
        }
    }

    @Test func aByteOrderMarkIsSkipped() throws {
        let document = try JSONDocument(parsing: [0xEF, 0xBB, 0xBF] + Array("[1]".utf8))
        #expect(document.root.range == 3..<6)
    }

    @Test func manyNamesThatLookAlikeStayCheap() throws {
        // Names that share length, prefix and suffix; a quadratic check would take minutes here.
        let names = (0..<200_000).map { #""aaaaaaaa\#(1_000_000 + $0)zzzzzzzz":null"# }
        let document = try JSONDocument(parsing: Array("{\(names.joined(separator: ","))}".utf8))
        #expect(document.oddities == [])
        #expect(CanonicalForm.bytes(of: document.root) == Array("{}".utf8))
    }
}
