package import Ingestion
package import JSONBytes
import MetadataCatalog

/// What a key may do.
package enum KeyScope: String, Sendable, CaseIterable {
    case read
    case write
    case admin
}

/// A key as it is kept: everything but the secret, of which only the SHA-256 is known.
package struct APIKey: Sendable {
    package var name: String
    /// SHA-256 of the whole text of the key.
    package var hash: Digest256
    package var scopes: Set<KeyScope>
    /// Patterns of the namespaces it may write to, with `*` for any text; empty for all.
    package var namespaces: [String]
    /// Nanoseconds since 1970, UTC.
    package var created: Int64
    package var revoked: Int64?
    package var lastUsed: Int64?

    package init(
        name: String, hash: Digest256, scopes: Set<KeyScope>, namespaces: [String] = [], created: Int64,
        revoked: Int64? = nil, lastUsed: Int64? = nil
    ) {
        self.name = name
        self.hash = hash
        self.scopes = scopes
        self.namespaces = namespaces
        self.created = created
        self.revoked = revoked
        self.lastUsed = lastUsed
    }

    /// What events this key may write.
    package var permission: WritePermission {
        namespaces.isEmpty ? .everything : WritePermission(namespaces: namespaces.map(NamespacePattern.init))
    }
}

/// The secret half of a key: shown once, when it is made.
package enum KeySecret {
    /// Every key begins with this, so that people and secret scanners recognise one.
    package static let prefix = "wf_"

    /// A new key: the prefix and 256 random bits in the alphabet of base64url.
    package static func generate() -> String {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        // 43 characters of 6 bits hold 258 bits.
        let characters = (0..<43).map { _ in alphabet[Int(generator.next(upperBound: UInt8(64)))] }
        return prefix + String(decoding: characters, as: UTF8.self)
    }

    /// What is kept of a key. Plain SHA-256 suffices since the key is random, not chosen by a person.
    package static func hash(_ secret: String) -> Digest256 {
        Digest256(hashing: Array(secret.utf8))
    }
}

/// Where keys are kept.
package protocol KeyStore: Sendable {
    /// The key with this hash, revoked ones included; nil if there is none.
    func key(hash: Digest256) async throws -> APIKey?

    /// All keys by name, revoked ones included.
    func keys() async throws -> [APIKey]

    /// Keeps a new key.
    /// - Throws: ``KeyStoreError/nameTaken`` if a key of that name exists, be it revoked.
    func add(_ key: APIKey) async throws

    /// Revokes the key of this name at `time` (ns since 1970) and returns it; nil if there is none.
    func revoke(name: String, at time: Int64) async throws -> APIKey?

    /// Notes when keys were last used.
    func noteUse(_ uses: [(name: String, time: Int64)]) async throws
}

/// Why a key could not be kept.
package enum KeyStoreError: Error, Equatable {
    case nameTaken
}
