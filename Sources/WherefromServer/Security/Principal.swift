package import Ingestion

/// On whose behalf a request is answered.
package struct Principal: Sendable {
    /// The name of the key that was sent; nil without a known key.
    package let keyName: String?
    /// What it may do.
    package let scopes: Set<KeyScope>
    /// What it may write.
    package let permission: WritePermission

    /// Somebody without a key, where none is needed.
    package static let anonymous = Principal(keyName: nil, scopes: [], permission: .everything)
    /// The process itself.
    package static let process = Principal(
        keyName: nil, scopes: Set(KeyScope.allCases), permission: .everything)
}
