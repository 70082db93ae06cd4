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
    /// The version of that file which the type follows, for example `1-2-0`; others are read alike.
    static var version: StaticString { get }
    /// Other keys that producers have used for the facet.
    static var aliases: [StaticString] { get }
    /// What the facet describes.
    static var entity: FacetEntity { get }
    /// The members that the specification gives the facet, without those that all facets have.
    static var members: [FacetMember] { get }

    /// Reads the facet; nil only if `json` is no object.
    init?(json: JSONValue)
}

extension TypedFacet {
    public static var aliases: [StaticString] { [] }
}

/// What a facet describes, which is also where in an event it stands.
public enum FacetEntity: String, Sendable, CaseIterable {
    /// `run.facets`
    case run
    /// `job.facets`
    case job
    /// `facets` of a dataset
    case dataset
    /// `inputFacets` of an input
    case input
    /// `outputFacets` of an output
    case output
}

/// One member of a facet, or of an object inside it, as the specification has it.
public struct FacetMember: Sendable {
    public var name: StaticString
    public var shape: FacetShape
    public var isRequired: Bool

    static func required(_ name: StaticString, _ shape: FacetShape) -> FacetMember {
        FacetMember(name: name, shape: shape, isRequired: true)
    }

    static func optional(_ name: StaticString, _ shape: FacetShape) -> FacetMember {
        FacetMember(name: name, shape: shape, isRequired: false)
    }
}

/// The type of a member, as far as the specification says it.
public indirect enum FacetShape: Sendable {
    case text
    /// Text in the format of RFC 3339.
    case time
    /// Text that is a URI.
    case uri
    /// Text that spells a UUID.
    case uuid
    case integer
    case number
    case boolean
    case any
    case list(FacetShape)
    /// An object whose keys are data, for example names of columns.
    case map(FacetShape)
    case object([FacetMember])
    /// An object with one of several sets of members.
    case oneOf([[FacetMember]])
    /// A shape that contains itself.
    case lazy(@Sendable () -> FacetShape)

    /// An object with `namespace` and `name`.
    static let identity: FacetShape = .object([.required("namespace", .text), .required("name", .text)])
}
