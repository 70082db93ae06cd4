import Logging
import WherefromServer

extension ServeSettings {
    /// The settings in the server's own terms.
    var serverConfiguration: ServerConfiguration {
        var result = ServerConfiguration()
        result.version = ProgramVersion.current
        result.host = host
        result.port = port
        result.adminPort = adminPort
        result.basePath = basePath
        result.database = database
        result.requireAPIKey = requiresAPIKey
        result.privateReads = hasPrivateReads
        result.maxBodyBytes = bodyBytesMax
        result.queueEventsMax = queueEventsMax
        result.queueBytesMax = queueBytesMax
        result.trustedHosts = trustedHosts
        result.allowedOrigins = allowedOrigins
        result.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        result.logFormat = LineLogHandler.Format(rawValue: logFormat) ?? .text
        return result
    }

    /// The address under which a client on this machine reaches the server at `port`.
    func url(port: Int) -> String {
        let everywhere = host == "0.0.0.0" || host == "::"
        let name = everywhere ? "127.0.0.1" : host.contains(":") ? "[\(host)]" : host
        return "http://\(name):\(port)\(basePath)"
    }
}
