/// Reproducible random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Makes random values and random spellings of them.
///
/// Strict texts hold nothing that Foundation's reader treats differently: no bare words beyond the grammar, no lone
/// surrogates, no repeated names.
struct JSONGenerator {
    indirect enum Value {
        case object([(String, Value)])
        case array([Value])
        case string([Character])
        /// Numbers and words, of which there is one spelling.
        case word(String)
        case loneSurrogate
    }

    private var random: SeededGenerator
    private let isStrict: Bool

    init(seed: UInt64, isStrict: Bool = false) {
        random = SeededGenerator(seed: seed)
        self.isStrict = isStrict
    }

    mutating func text(depth: Int) -> String {
        let value = value(depth: depth)
        return spelling(of: value)
    }

    mutating func value(depth: Int) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 5), using: &random) {
        case 0: return .word(["true", "false", "null"].randomElement(using: &random) ?? "null")
        case 1, 2: return .word(number())
        case 3: return !isStrict && Int.random(in: 0..<5, using: &random) == 0 ? .loneSurrogate : .string(characters())
        case 4: return .string(characters())
        case 5, 6, 7: return .object(members(depth: depth))
        default: return .array((0..<Int.random(in: 0..<6, using: &random)).map { _ in value(depth: depth - 1) })
        }
    }

    private mutating func members(depth: Int) -> [(String, Value)] {
        var members: [(String, Value)] = []
        for _ in 0..<Int.random(in: 0..<8, using: &random) {
            let name = Int.random(in: 0..<3, using: &random) == 0 ? "k\(members.count % 3)" : String(characters())
            // Foundation compares names by canonical equivalence, which the plain alphabet below does not touch.
            if isStrict, members.contains(where: { $0.0 == name }) { continue }
            members.append((name, value(depth: depth - 1)))
        }
        return members
    }

    private mutating func number() -> String {
        if !isStrict, Int.random(in: 0..<6, using: &random) == 0 {
            return ["NaN", "Infinity", "-Infinity", "1e999"].randomElement(using: &random) ?? "NaN"
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return String(Int64.random(in: .min ... .max, using: &random))
        case 1: return String(Int.random(in: -1000...1000, using: &random))
        case 2: return "\(Double.random(in: -1e6...1e6, using: &random))"
        default:
            let exponent = Int.random(in: -300...300, using: &random)
            return "\(Int.random(in: 0...99, using: &random)).50E\(exponent < 0 ? "" : "+")\(exponent)"
        }
    }

    private mutating func characters() -> [Character] {
        let alphabet: [Character] = [
            "a", "b", "k", " ", "/", "\"", "\\", "\n", "\u{1}", "é", "€", "😀", "\u{7F}", "ß", "中",
        ]
        return (0..<Int.random(in: 0..<20, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" }
    }

    /// One of the many texts that mean `value`: members stay in order of equal names, white space and escapes vary.
    mutating func spelling(of value: Value) -> String {
        switch value {
        case .word(let word): return space() + word + space()
        case .loneSurrogate: return #""\ud83d""#
        case .string(let characters): return space() + quoted(characters) + space()
        case .array(let elements):
            let parts = elements.map { spelling(of: $0) }
            return "[" + (parts.isEmpty ? space() : parts.joined(separator: ",")) + "]"
        case .object(let members):
            let parts = members.map { space() + quoted(Array($0.0)) + space() + ":" + spelling(of: $0.1) }
            return "{" + (parts.isEmpty ? space() : parts.joined(separator: ",")) + "}"
        }
    }

    private mutating func space() -> String {
        Int.random(in: 0..<4, using: &random) == 0
            ? [" ", "\n", "\t", "\r\n  "].randomElement(using: &random) ?? " " : ""
    }

    private mutating func quoted(_ characters: [Character]) -> String {
        var result = "\""
        for character in characters {
            let mustEscape = ["\"", "\\", "\n", "\u{1}"].contains(character)
            if mustEscape || Int.random(in: 0..<8, using: &random) == 0 {
                for unit in String(character).utf16 {
                    let digits = String(unit, radix: 16, uppercase: Bool.random(using: &random))
                    result += #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                result.append(character)
            }
        }
        return result + "\""
    }
}
