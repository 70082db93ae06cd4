#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Runs blocking work on threads of its own and waits for all of them.
public enum Workers {
    /// Calls `body` with 0 to `count - 1`, each on its own thread.
    public static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 512 * 1024)
        let threads = (0..<count).map { index in
            let work = Unmanaged.passRetained(Work { body(index) })
            #if canImport(Glibc)
            var thread = pthread_t()
            #else
            var thread: pthread_t?
            #endif
            let status = pthread_create(
                &thread, &attributes,
                { argument in
                    #if canImport(Glibc)
                    guard let argument else { return nil }
                    #endif
                    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                    return nil
                }, work.toOpaque())
            precondition(status == 0, "no thread: error \(status)")
            return thread
        }
        for thread in threads {
            #if canImport(Glibc)
            pthread_join(thread, nil)
            #else
            if let thread { pthread_join(thread, nil) }
            #endif
        }
        pthread_attr_destroy(&attributes)
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}

/// A value that several threads change, one at a time.
public final class Guarded<Value>: @unchecked Sendable {
    // The mutex guards `value`.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    public init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    public func with<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
