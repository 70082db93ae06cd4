/// What a row of `entity` stands for; the raw value is stored.
package enum EntityKind: Int64, Sendable {
    case dataset = 1
    /// A job by its full name.
    case job = 2
}

/// How an event mentions an entity; the raw value is stored in `mention.role`.
package enum MentionRole: Int64, Sendable {
    /// The job of the event.
    case job = 0
    case input = 1
    case output = 2
    /// Named only inside a lineage facet, as an alias, or as a parent.
    case reference = 3
    /// The dataset of a DatasetEvent.
    case declared = 4
}

/// The unit of observation that an event belongs to, as stored in `unit_event.unit` and `log.unit`.
package struct UnitID: Hashable, Sendable {
    package enum Kind: Int64, Sendable {
        case command = 0
        /// `row` is a row of `run`.
        case run = 1
        /// `row` is a row of `sent_job`.
        case job = 2
        /// `row` is a row of `entity`.
        case dataset = 3
    }

    package var kind: Kind
    package var row: Int64

    package init(_ kind: Kind, _ row: Int64) {
        self.kind = kind
        self.row = row
    }

    package init?(stored: Int64) {
        guard let kind = Kind(rawValue: stored & 3) else { return nil }
        self.init(kind, stored >> 2)
    }

    package var stored: Int64 { (row << 2) | kind.rawValue }
}
