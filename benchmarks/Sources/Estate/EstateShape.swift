/// The dials of an estate.
public struct EstateShape: Sendable {
    /// The same seed gives the same estate, byte for byte, on every machine.
    public var seed: UInt64
    /// Number of datasets; jobs follow from it (eight jobs write nine datasets).
    public var datasets: Int
    /// Layers between the sources and the last products, at least 2.
    public var layers: Int
    /// The widest dataset; the mean is about 10 whatever this is.
    public var columnsMax: Int
    /// How much the events say.
    public var detail: EventDetail
    /// The first day of the events, microseconds since 1970 (2026-01-01 unless told).
    public var epoch: Int

    public init(
        seed: UInt64, datasets: Int, layers: Int = 12, columnsMax: Int = 300, detail: EventDetail = .lean,
        epoch: Int = 1_767_225_600_000_000
    ) {
        self.seed = seed
        self.datasets = max(datasets, 40)
        self.layers = min(max(layers, 2), max(datasets / 20, 2))
        self.columnsMax = max(columnsMax, 1)
        self.detail = detail
        self.epoch = epoch
    }
}

/// How much the events of an estate say.
public enum EventDetail: String, CaseIterable, Sendable {
    /// All that the producer's client sends, 10 KB on average: what a dictionary is trained on.
    case rich
    /// What every producer has in common and one facet of its own, 3 KB on average, column lineage of at most three
    /// columns: the events of the budgets.
    case lean
    /// Schema and the lineage of all columns, nothing else: for loading large estates.
    case structural
}
