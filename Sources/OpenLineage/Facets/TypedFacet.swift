public import JSONBytes

/// A facet of the specification as a Swift value.
///
/// Decoding is lenient: a member of the wrong type is nil (an element of the wrong type is left out of its list), and
/// nothing else is lost. The raw facet always remains available through ``FacetSet``.
public protocol TypedFacet: Sendable {
    /// The key under which the facet stands, for example `columnLineage`.
    static var key: StaticString { get }
    /// The file of the specification that defines the facet, for example `ColumnLineageDatasetFacet.json`.
    static var file: StaticString { get }
    /// Other keys that producers have used for the facet.
    static var aliases: [StaticString] { get }

    /// Reads the facet; nil only if `json` is no object.
    init?(json: JSONValue)
}

extension TypedFacet {
    public static var aliases: [StaticString] { [] }
}
