public import JSONBytes

/// One facet of a run, job or dataset: its key and its value as sent.
public struct Facet: Sendable {
    public var name: ByteString
    public var value: JSONValue

    public init(name: ByteString, value: JSONValue) {
        self.name = name
        self.value = value
    }

    /// Whether the facet says that it is to be removed (`"_deleted": true`).
    ///
    /// - Source: OpenLineage 2-0-2, `JobFacet._deleted` and `DatasetFacet._deleted`; honoured on every facet.
    public var isDeleted: Bool { value["_deleted"]?.bool ?? false }

    /// The producer of the facet (`_producer`), if it is text.
    public var producer: ByteString? { value["_producer"]?.byteString }

    /// The schema of the facet (`_schemaURL`), if it is text.
    public var schemaURL: ByteString? { value["_schemaURL"]?.byteString }
}

/// The facets of one `facets`, `inputFacets` or `outputFacets` object, read lazily.
///
/// A member that is `null` counts as absent. Of members with the same key the last one counts. Values of any JSON type
/// are facets, since all of them are kept as sent.
public struct FacetSet: Sendable {
    /// The object as sent; nil if there was none (or something that is no object).
    public let json: JSONValue?

    /// Takes `json` if it is an object; anything else makes an empty set.
    public init(_ json: JSONValue?) {
        self.json = json?.kind == .object ? json : nil
    }

    /// The facet called `name`, deleted or not.
    public subscript(_ name: StaticString) -> Facet? {
        guard let value = json?[name], !value.isNull else { return nil }
        return Facet(name: ByteString(bytes: name.withUTF8Buffer { Array($0) }), value: value)
    }

    /// The facet called `name`, deleted or not.
    @_disfavoredOverload
    public subscript(_ name: ByteString) -> Facet? {
        guard let value = json?.member(name), !value.isNull else { return nil }
        return Facet(name: name, value: value)
    }

    /// The typed facet `F` if it is present, not deleted, and an object from which `F` can be read.
    ///
    /// Keys that old producers use for the facet (``TypedFacet/aliases``) are tried after the key itself.
    public func decode<F: TypedFacet>(_: F.Type = F.self) -> F? {
        guard let json else { return nil }
        for key in [F.key] + F.aliases {
            guard let value = json[key], !value.isNull else { continue }
            guard value.kind == .object, !(value["_deleted"]?.bool ?? false) else { return nil }
            return F(json: value)
        }
        return nil
    }
}

extension FacetSet: Sequence {
    /// Iterates in source order; each key once.
    public func makeIterator() -> Iterator { Iterator(json) }

    public var isEmpty: Bool { !contains { _ in true } }

    public struct Iterator: IteratorProtocol {
        private enum Rest {
            case direct(JSONValue.Members)
            case deduplicated(ArraySlice<(key: ByteString, value: JSONValue)>)
        }

        private var rest: Rest?

        init(_ object: JSONValue?) {
            guard let object else { return }
            let hasDuplicates = object.document.oddities.contains(.duplicateKey)
            rest =
                hasDuplicates
                ? .deduplicated(object.uniqueMembers.filter { !$0.value.isNull }[...]) : .direct(object.members)
        }

        public mutating func next() -> Facet? {
            switch rest {
            case .direct(var members):
                while let (key, value) = members.next() {
                    if value.isNull { continue }
                    rest = .direct(members)
                    return Facet(name: key, value: value)
                }
                rest = nil
                return nil
            case .deduplicated(var members):
                guard let (key, value) = members.popFirst() else { return nil }
                rest = .deduplicated(members)
                return Facet(name: key, value: value)
            case nil: return nil
            }
        }
    }
}
