#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// An advisory lock on a file beside the database, held by the one process that writes to it.
///
/// The kernel lets go of it when the process ends, however it ends; the file itself stays and carries the process id.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// - Throws: ``DatabaseError/lockedByAnotherProcess(_:processID:)``, or an error about the file.
    init(databasePath: String) throws {
        let detail = DatabaseError.Detail(path: databasePath, message: "lock file \(databasePath).lock")
        descriptor = open("\(databasePath).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            switch errno {
            case EACCES, EPERM, EROFS: throw DatabaseError.readOnly(detail)
            case ENOSPC, EDQUOT: throw DatabaseError.diskFull(detail)
            default: throw DatabaseError.cannotOpen(detail)
            }
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            let processID = Self.readProcessID(descriptor)
            close(descriptor)
            throw isTaken
                ? DatabaseError.lockedByAnotherProcess(detail, processID: processID)
                : DatabaseError.notDurable(detail)
        }
        writeProcessID()
    }

    /// A child process that is just being started shares the open file for a moment, so that closing alone would not let go.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// A lock without a process id is still a lock, so failures are of no interest.
    private func writeProcessID() {
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    private static func readProcessID(_ descriptor: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
