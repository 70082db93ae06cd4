package import JSONBytes
package import OpenLineage

/// An event with everything that can be computed before the writer's turn: off its thread, several at a time.
///
/// A class, because it is handed on several times and copying its many members would cost more than folding some events.
package final class PreparedEvent: Sendable {
    package let event: OpenLineageEvent
    /// The bytes as received.
    package let raw: ArraySlice<UInt8>
    /// SHA-256 of `raw`.
    package let rawDigest: Digest256
    package let point: OrderPoint
    /// `raw` compressed, with the number of the dictionary.
    package let payload: [UInt8]
    package let dictionary: Int64
    /// Hash of the canonical form of each mention's `facets`; nil where there are none. Order: inputs, outputs, dataset.
    package let facetHashes: [Digest128?]
    package let jobFacetHash: Digest128?
    /// Equal keys tell that two events say the same about structure; nil: the event says nothing about it.
    package let structureKey: Digest128?
    package let parent: FacetState<ParentReference>
    package let emission: FacetState<Emission>
    package let canonical: CanonicalForm
    /// What the sender may write; nil: everything. Facets of other datasets count for nothing.
    package let scope: NamespaceScope?

    package init(
        _ event: OpenLineageEvent, raw: ArraySlice<UInt8>, codec: PayloadCodec, scope: NamespaceScope? = nil
    ) {
        self.event = event
        self.scope = scope
        self.raw = raw
        rawDigest = Digest256(hashing: raw)
        let canonical = CanonicalForm(of: event.json)
        self.canonical = canonical
        point = OrderPoint(
            time: event.time.nanoseconds, rank: event.type.rawValue, digest: Digest128(hashing: canonical.bytes))
        (dictionary, payload) = codec.compress(raw)
        parent = EventFragment.parent(of: event)
        emission = EventFragment.emission(of: event)
        facetHashes = event.mentions.map {
            scope.allows($0.id.namespace) ? Self.hash(of: $0.json["facets"], in: canonical) : nil
        }
        jobFacetHash = Self.hash(of: event.job?.json["facets"], in: canonical)
        structureKey = Self.structureKey(of: event, hashes: facetHashes, in: canonical)
    }

    private static func hash(of value: JSONValue?, in canonical: CanonicalForm) -> Digest128? {
        guard let value, value.kind == .object, value.count > 0, let slice = canonical.slice(of: value) else {
            return nil
        }
        return Digest128(hashing: slice)
    }

    private static func structureKey(
        of event: OpenLineageEvent, hashes: [Digest128?], in canonical: CanonicalForm
    ) -> Digest128? {
        let jobLineage = event.job?.facets["lineage"]
        guard !hashes.isEmpty || jobLineage != nil else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes.append(event.kind.rawValue)
        bytes.appendLEB(UInt64(event.inputs.count))
        bytes.appendLEB(UInt64(event.outputs.count))
        for (mention, hash) in zip(event.mentions, hashes) {
            bytes.appendLEB(UInt64(mention.id.namespace.count))
            bytes.append(contentsOf: mention.id.namespace.bytes)
            bytes.appendLEB(UInt64(mention.id.name.count))
            bytes.append(contentsOf: mention.id.name.bytes)
            hash?.withBytes { span in span.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
            bytes.append(hash == nil ? 0 : 1)
        }
        for facet in [jobLineage, event.job?.facets["jobType"]] {
            let slice = facet.flatMap { canonical.slice(of: $0.value) } ?? []
            bytes.appendLEB(UInt64(slice.count))
            bytes.append(contentsOf: slice)
        }
        return Digest128(hashing: bytes)
    }

    /// What the fold of structures needs.
    package var fragment: EventFragment { EventFragment(event, point: point, scope: scope) }

    /// Hash of one facet's canonical form.
    package func hash(of facet: Facet) -> Digest128 {
        canonical.slice(of: facet.value).map { Digest128(hashing: $0) }
            ?? Digest128(hashing: CanonicalForm.bytes(of: facet.value))
    }
}
