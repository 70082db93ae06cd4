/// The parameters of one execution, in the binary form of PostgreSQL.
struct ParameterBuffer {
    private struct Slot {
        var type = PostgreSQLType.unspecified
        var offset = -1
        var count = 0
    }

    private let positions: [Int?]
    private var slots: [Slot]
    private var bytes: [UInt8] = []
    /// A parameter was bound that the statement does not have.
    private(set) var isOutOfRange = false

    /// - Parameter positions: the slot of each parameter; nil for those that the statement passes over.
    init(_ positions: [Int?] = []) {
        self.positions = positions
        slots = Array(repeating: Slot(), count: positions.count { $0 != nil })
    }

    var count: Int { slots.count }

    /// The types of the values; `unspecified` for NULL.
    var types: [UInt32] { slots.map(\.type) }

    mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        isOutOfRange = false
        for index in slots.indices { slots[index] = Slot() }
    }

    mutating func bindNull(_ index: Int) {
        if let slot = slot(index) { slots[slot] = Slot() }
    }

    mutating func bind(_ index: Int, _ value: Int64) {
        withUnsafeBytes(of: value.bigEndian) { bind(index, PostgreSQLType.int8, $0) }
    }

    mutating func bind(_ index: Int, _ value: Double) {
        withUnsafeBytes(of: value.bitPattern.bigEndian) { bind(index, PostgreSQLType.float8, $0) }
    }

    mutating func bind(_ index: Int, _ type: UInt32, _ value: UnsafeRawBufferPointer) {
        guard let slot = slot(index) else { return }
        slots[slot] = Slot(type: type, offset: bytes.count, count: value.count)
        bytes.append(contentsOf: value)
        // A pointer of its own, also for a value without bytes: no pointer means NULL.
        if value.isEmpty { bytes.append(0) }
    }

    private mutating func slot(_ index: Int) -> Int? {
        guard positions.indices.contains(index - 1) else {
            isOutOfRange = true
            return nil
        }
        return positions[index - 1]
    }

    /// Calls `body` with pointers to the values, their lengths and their formats.
    func withCParameters<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                let values = slots.map { slot in
                    slot.offset < 0 ? nil : bytes.baseAddress.map { $0 + slot.offset }
                }
                let lengths = slots.map { Int32(clamping: $0.count) }
                let formats = [Int32](repeating: 1, count: slots.count)
                return body(values, lengths, formats)
            }
        }
    }

    /// Whether a value is longer than PostgreSQL takes (1 GB).
    var isTooLong: Bool { slots.contains { $0.count > 1 << 30 } }
}
