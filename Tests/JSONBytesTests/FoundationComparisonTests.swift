import Foundation
import JSONBytes
import Testing

/// Our reader beside Foundation's.
struct FoundationComparisonTests {
    @Test(arguments: 0..<400 as Range<UInt64>)
    func readsWhatFoundationReads(seed: UInt64) throws {
        var generator = JSONGenerator(seed: seed, isStrict: true)
        let bytes = Array(generator.text(depth: 6).utf8)
        let expected = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        let document = try JSONDocument(parsing: bytes)
        #expect(document.oddities.isEmpty)
        #expect(isSame(document.root, expected))
    }

    @Test(arguments: 0..<2_000 as Range<UInt64>)
    func acceptsNothingThatFoundationRefuses(seed: UInt64) {
        var generator = JSONGenerator(seed: seed, isStrict: true)
        var random = SeededGenerator(seed: seed &+ 1_000_000)
        var bytes = Array(generator.text(depth: 3).utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.insert(Array(#"{}[],:"\0-eE.+u1 "#.utf8).randomElement(using: &random) ?? 0, at: at)
            default: if bytes.count > 1 { bytes.remove(at: at) }
            }
        }
        guard let document = try? JSONDocument(parsing: bytes) else { return }
        let beyondGrammar: JSONOddities = [.nonFiniteNumber, .hugeNumber, .loneSurrogate]
        guard document.oddities.isDisjoint(with: beyondGrammar) else { return }
        let foundation = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        #expect(foundation != nil, "\(String(decoding: bytes, as: UTF8.self))")
    }

    private func isSame(_ value: JSONValue, _ expected: Any) -> Bool {
        switch value.kind {
        case .null: return expected is NSNull
        case .true, .false: return (expected as? Bool) == value.bool
        case .string: return (expected as? String) == value.string
        case .number:
            guard let number = expected as? NSNumber else { return false }
            guard let double = value.double, double == strtod(String(decoding: value.raw, as: UTF8.self), nil) else {
                return false
            }
            // Foundation on Linux reads numbers as decimals and loses the last bits on the way to a float.
            let isClose = abs(number.doubleValue - double) <= abs(double) * 1e-14
            return isClose && (value.int64 == nil || number.int64Value == value.int64)
        case .array:
            guard let array = expected as? [Any], array.count == value.count else { return false }
            return zip(value.elements, array).allSatisfy { isSame($0, $1) }
        case .object:
            guard let object = expected as? [String: Any], object.count == value.count else { return false }
            return value.members.allSatisfy { key, value in object[key.string].map { isSame(value, $0) } ?? false }
        }
    }
}
