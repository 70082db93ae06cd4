import MetadataCatalog
import SQLDatabase

/// What failures of the storage are to a client. What may pass is 503, since clients then send the request again; what
/// needs a person is said to be so.
extension DatabaseError: HTTPErrorConvertible {
    package var httpError: HTTPError {
        switch self {
        case .overloaded, .busy, .interrupted, .closed, .unconfirmed, .unreachable, .tooManyConnections:
            HTTPError.overloaded(description)
        case .diskFull, .inputOutput, .readOnly, .lockedByAnotherProcess:
            // Nothing was stored, so the client keeps the event; a person has to make room first.
            HTTPError.overloaded(description, retryAfterSeconds: 30)
        case .corrupt, .notADatabase, .foreign, .cannotOpen, .newerVersion, .olderVersion, .notDurable, .constraint,
            .tooLong, .statement, .clientLibraryMissing, .refused, .serverTooOld:
            HTTPError(500, id: "database-failure", description)
        }
    }

    package var deservesLog: Bool {
        switch self {
        case .overloaded, .busy, .interrupted, .closed: false
        default: true
        }
    }
}

extension CatalogError: HTTPErrorConvertible {
    package var httpError: HTTPError {
        switch self {
        case .positionGone: HTTPError.gone(description, id: "position-gone")
        case .damaged, .notACatalog, .foldVersion: HTTPError(500, id: "catalog-failure", description)
        }
    }

    package var deservesLog: Bool { self != .positionGone }
}

extension CommitQueue.Full: HTTPErrorConvertible {
    package var httpError: HTTPError { HTTPError.overloaded(description) }

    package var deservesLog: Bool { false }
}
