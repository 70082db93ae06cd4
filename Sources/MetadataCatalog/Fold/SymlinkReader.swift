import JSONBytes
import OpenLineage

/// Reads the other names of a dataset.
///
/// - Source: SymlinksDatasetFacet 1-0-1.
enum SymlinkReader {
    /// The names that a `symlinks` facet lists; none if it is withdrawn.
    static func aliases(of facet: Facet) -> [DatasetID] {
        guard !facet.isDeleted, let identifiers = facet.value["identifiers"] else { return [] }
        return identifiers.elements.compactMap { value in
            guard let namespace = value["namespace"]?.byteString, let name = value["name"]?.byteString else {
                return nil
            }
            return DatasetID(namespace: namespace, name: name)
        }
    }

    /// The names that all mentions of an event list.
    static func aliases(in event: OpenLineageEvent, scope: NamespaceScope?) -> [DatasetID] {
        event.mentions
            .filter { scope.allows($0.id.namespace) }
            .flatMap { $0.facets["symlinks"].map(aliases(of:)) ?? [] }
    }
}
