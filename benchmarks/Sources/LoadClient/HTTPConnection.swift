#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What went wrong below HTTP.
public struct ConnectionError: Error, CustomStringConvertible {
    public let description: String
}

/// One keep-alive connection with blocking calls; for one thread.
///
/// A request costs one write and mostly one read, so the client takes as little as possible from the cores that it
/// shares with the server.
public final class HTTPConnection {
    private let target: HTTPTarget
    private let common: String
    private var socket: Int32 = -1
    private var buffer = [UInt8](repeating: 0, count: 256 * 1024)
    private var request: [UInt8] = []

    /// The body of the newest answer.
    public private(set) var body: [UInt8] = []

    public init(_ target: HTTPTarget) {
        self.target = target
        common = target.commonHeader
    }

    deinit {
        disconnect()
    }

    /// Sends a GET request; the answer's body is in ``body``.
    /// - Returns: the status.
    public func get(_ path: String) throws -> Int {
        request.removeAll(keepingCapacity: true)
        request.append(contentsOf: "GET \(target.basePath)\(path) HTTP/1.1\r\n\(common)\r\n".utf8)
        return try exchange()
    }

    /// Sends `content` as JSON; the answer's body is in ``body``.
    /// - Returns: the status.
    public func post(_ path: String, _ content: ArraySlice<UInt8>) throws -> Int {
        request.removeAll(keepingCapacity: true)
        request.append(
            contentsOf: "POST \(target.basePath)\(path) HTTP/1.1\r\n\(common)".utf8)
        request.append(
            contentsOf: "Content-Type: application/json\r\nContent-Length: \(content.count)\r\n\r\n".utf8)
        request.append(contentsOf: content)
        return try exchange()
    }

    private func exchange() throws -> Int {
        let wasConnected = socket >= 0
        if !wasConnected { try connect() }
        do {
            return try exchangeOnce()
        } catch  where wasConnected {
            // A server may close an idle connection; one fresh attempt tells this from a server that is gone.
            disconnect()
            try connect()
            return try exchangeOnce()
        }
    }

    private func exchangeOnce() throws -> Int {
        try sendAll()
        var answer = AnswerReader()
        while !answer.isComplete {
            let count = buffer.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
            guard count > 0 else {
                disconnect()
                throw ConnectionError(description: "the server closed the connection")
            }
            answer.append(buffer[..<count])
        }
        if answer.closes { disconnect() }
        body = answer.body
        return answer.status
    }

    private func sendAll() throws {
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes { bytes in
                send(socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Self.sendFlags)
            }
            guard count > 0 else {
                disconnect()
                throw ConnectionError(description: "the connection broke while sending")
            }
            sent += count
        }
    }

    #if canImport(Glibc)
    private static let sendFlags = Int32(MSG_NOSIGNAL)
    private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
    private static let sendFlags: Int32 = 0
    private static let stream = SOCK_STREAM
    #endif

    private func connect() throws {
        var hints = addrinfo()
        hints.ai_socktype = Self.stream
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(target.host, String(target.port), &hints, &found) == 0, let first = found else {
            throw ConnectionError(description: "no address for \(target.host)")
        }
        defer { freeaddrinfo(first) }
        var candidate: UnsafeMutablePointer<addrinfo>? = first
        while let address = candidate?.pointee {
            let descriptor = newSocket(address.ai_family, Self.stream, 0)
            if descriptor >= 0, openConnection(descriptor, address.ai_addr, address.ai_addrlen) == 0 {
                var on: Int32 = 1
                setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
                socket = descriptor
                return
            }
            if descriptor >= 0 { close(descriptor) }
            candidate = address.ai_next
        }
        throw ConnectionError(description: "no connection to \(target.host):\(target.port)")
    }

    private func disconnect() {
        if socket >= 0 { close(socket) }
        socket = -1
    }
}

// The class has members of these names.
private func newSocket(_ family: Int32, _ type: Int32, _ protocolNumber: Int32) -> Int32 {
    socket(family, type, protocolNumber)
}

private func openConnection(_ socket: Int32, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t) -> Int32 {
    connect(socket, address, length)
}
