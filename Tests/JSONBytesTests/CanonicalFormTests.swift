import JSONBytes
import Testing

struct CanonicalFormTests {
    private func canonical(_ text: String) throws -> String {
        let root = try JSONDocument(parsing: Array(text.utf8)).root
        let bytes = CanonicalForm.bytes(of: root)
        #expect(CanonicalForm(of: root).bytes == bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        arguments: [
            (" [ 1 , 2 ] ", "[1,2]"), (#"{"b":1,"a":2}"#, #"{"a":2,"b":1}"#),
            (#"{"a":null,"b":[null]}"#, #"{"b":[null]}"#),
            (#"{"a":{"b":null}}"#, #"{"a":{}}"#), (#"{"a":1,"a":2}"#, #"{"a":2}"#), (#"{"a":1,"a":null}"#, "{}"),
            (#"{"a":null,"\u0061":3}"#, #"{"a":3}"#), ("1.50E+1", "1.50E+1"), ("[NaN,-Infinity]", "[NaN,-Infinity]"),
            (#""\/\u0041\u00e9\u007f""#, "\"/Aé\u{7F}\""),
            (#""\u0008\u0009\u000A\u000c\u000D\u001F\u0000""#, #""\b\t\n\f\r\u001f\u0000""#),
            (#""\uD83D\uDE00\uD83D""#, #""😀\ud83d""#),
            (#"{"é":1,"z":2,"\u0000":3,"":4}"#, #"{"":4,"\u0000":3,"z":2,"é":1}"#),
            (#"{"aaaaaaaab":1,"aaaaaaaaa":2,"aaaaaaaa":3}"#, #"{"aaaaaaaa":3,"aaaaaaaaa":2,"aaaaaaaab":1}"#),
            (#"{"a\u0000":1,"a":2}"#, #"{"a":2,"a\u0000":1}"#),
        ])
    func hasOneSpelling(text: String, expected: String) throws {
        #expect(try canonical(text) == expected)
    }

    @Test(arguments: [1, 2, 10, 24, 25, 26, 100])
    func orderOfMembersDoesNotMatter(count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        let members = (0..<count).map { #""key\#($0 * 7919 % 1000)":{"v":\#($0)}"# }
        let expected = try canonical("{\(members.joined(separator: ","))}")
        for _ in 0..<10 {
            #expect(try canonical("{\(members.shuffled(using: &random).joined(separator: ","))}") == expected)
        }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func isStableShortAndIndependentOfSpelling(seed: UInt64) throws {
        var generator = JSONGenerator(seed: seed)
        let value = generator.value(depth: 5)
        let first = try canonical(generator.spelling(of: value))
        #expect(try canonical(generator.spelling(of: value)) == first)
        #expect(try canonical(first) == first)
        #expect(first.utf8.count <= generator.spelling(of: value).utf8.count)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func slicesAreTheFormsOfTheParts(seed: UInt64) throws {
        var generator = JSONGenerator(seed: seed)
        let root = try JSONDocument(parsing: Array(generator.text(depth: 5).utf8)).root
        let form = CanonicalForm(of: root)
        func check(_ value: JSONValue, isLeftOut: Bool) {
            if !isLeftOut { #expect(form.slice(of: value).map(Array.init) == CanonicalForm.bytes(of: value)) }
            for element in value.elements { check(element, isLeftOut: isLeftOut) }
            for (key, member) in value.members {
                let counts = value.member(key)?.range == member.range && !member.isNull
                if !counts { #expect(form.slice(of: member) == nil) }
                check(member, isLeftOut: isLeftOut || !counts)
            }
        }
        check(root, isLeftOut: false)
        let other = try JSONDocument(parsing: Array("1".utf8)).root
        #expect(form.slice(of: other) == nil)
    }

    @Test func aPartKnowsNothingOfWhatIsOutside() throws {
        let root = try JSONDocument(parsing: Array(#"{"a":{"b":1},"c":2}"#.utf8)).root
        let part = try #require(root["a"])
        let form = CanonicalForm(of: part)
        #expect(form.slice(of: root) == nil)
        #expect(try form.slice(of: #require(root["c"])) == nil)
        #expect(try form.slice(of: #require(part["b"])).map(Array.init) == Array("1".utf8))
    }

    @Test func digestsAreSHA256() throws {
        #expect(
            Digest256(hashing: Array("abc".utf8)).hex
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        var builder = DigestBuilder()
        builder.update(Array("a".utf8))
        builder.update(Array("xbcx".utf8)[1..<3])
        let digest = builder.finalize()
        #expect(digest == Digest256(hashing: Array("abc".utf8)))
        #expect(Digest256(bytes: digest.bytes) == digest)
        #expect(Digest256(bytes: digest.bytes.dropLast()) == nil)
        let (high, low) = digest.firstWords
        #expect(
            [high, low].flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
                == Array(digest.bytes.prefix(16)))
        #expect(digest.withBytes { bytes in bytes.indices.map { bytes[$0] } } == digest.bytes)
    }

    @Test func digestsAreOrderedByBytes() {
        let digests = (0..<100).map { Digest256(hashing: [UInt8($0)]) }
        #expect(digests.sorted() == digests.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) })
    }
}
