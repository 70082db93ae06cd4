/// Pseudo-random numbers from a seed: the same on every machine, because only integer arithmetic is used.
///
/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014). Not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator whose numbers depend on `seed` alone.
    public init(seed: UInt64) {
        state = seed
    }

    /// A generator for one thing of a family: `lane` says which family, `index` which member.
    ///
    /// So every dataset and job of an estate can be computed alone, without those before it.
    public init(seed: UInt64, lane: UInt64, index: Int) {
        state = Self.mixed(seed &+ Self.mixed(lane &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(bitPattern: Int64(index))))
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A number in `0..<bound`, evenly distributed (the bias is below 2⁻³² for the bounds used here).
    public mutating func below(_ bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// True in `percent` of 100 cases.
    public mutating func chance(percent: Int) -> Bool {
        below(100) < percent
    }

    /// One of `choices`, which must not be empty.
    public mutating func pick<T>(_ choices: [T]) -> T {
        choices[below(choices.count)]
    }

    /// A number in `0..<bound` with density falling as x^(-2/3): picking neighbours so gives power-law degrees.
    public mutating func skewedBelow(_ bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        // The cube of an even number in 0..<2^20 lies in 0..<2^60; scaling by the bound keeps the shape.
        let even = next() >> 44
        let cube = even &* even &* even
        return Int((cube << 4).multipliedFullWidth(by: UInt64(bound)).high)
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mix = value
        mix = (mix ^ (mix >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mix = (mix ^ (mix >> 27)) &* 0x94D0_49BB_1331_11EB
        return mix ^ (mix >> 31)
    }
}
