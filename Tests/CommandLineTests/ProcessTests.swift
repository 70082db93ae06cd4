import Foundation
import Testing

@testable import wherefrom

/// The built program, run as a user runs it.
@Suite(.serialized)
struct ProcessTests {
    /// The program lies beside the test bundle.
    static let program: URL = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return URL(fileURLWithPath: own ?? CommandLine.arguments[0])
            .deletingLastPathComponent().appendingPathComponent("wherefrom")
    }()

    /// Arguments, separated by spaces, and the exit code.
    static let calls: [(line: String, code: Int32)] = [
        ("version", 0), ("--help", 0), ("help ingest", 0), ("lineage", 64), ("nonsense", 64), ("rebuild", 64),
        ("lineage x --depth 0", 64), ("digest --url http://127.0.0.1:9", 2), ("ingest /nonexistent.json", 2),
        ("digest --database sqlite:/nonexistent/x.db", 2), ("doctor --url http://127.0.0.1:9", 1),
        ("serve --port 70000", 2), ("serve --config /nonexistent.yaml", 2), ("serve --private", 2),
        ("serve --port 0 --database sqlite:/nonexistent/x.db", 2), ("serve --port 0 --database sqlite:/dev/null", 2),
    ]

    @Test("exit codes are as documented", arguments: calls)
    func exitCodes(_ line: String, _ code: Int32) throws {
        let result = try run(line.split(separator: " ").map(String.init))
        #expect(result.code == code, "\(line): \(result.error)")
        if code != 0 {
            #expect(!result.error.isEmpty && result.output.isEmpty)
            #expect(!result.error.contains("Optional(") && !result.error.contains("Error Domain"))
        }
    }

    @Test func ingestTellsWhatWasRejectedAndWhere() throws {
        let folder = try TemporaryFolder()
        let good = """
            {"eventType":"START","eventTime":"2026-01-01T00:00:00Z","producer":"p","run":{"runId":"r"},
            "job":{"namespace":"n","name":"j"},"inputs":[],"outputs":[]}
            """.replacingOccurrences(of: "\n", with: "")
        let path = try folder.write("e.ndjson", Data("\(good)\n{\"a\":\n\(good)\nnonsense\n{}\n".utf8))
        let result = try run(["ingest", path, "--database", "sqlite:\(folder.path)/w.db"])
        #expect(result.code == 1)
        #expect(result.output == "1 accepted, 1 duplicate, 3 rejected\n")
        #expect(result.error.contains("e.ndjson:2: "))
        #expect(result.error.contains("e.ndjson:4: this is no JSON"))
        #expect(result.error.contains("e.ndjson:5: "))
    }

    @Test func serveAnnouncesItselfAndSIGTERMEndsItInOrder() async throws {
        let folder = try TemporaryFolder()
        let database = folder.path + "/w.db"
        let process = Process()
        let output = Pipe()
        process.executableURL = Self.program
        process.arguments = ["serve", "--port", "0", "--database", "sqlite:\(database)", "--log-level", "error"]
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let url = line.split(separator: " ").last.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? ""
        #expect(line.hasPrefix("wherefrom \(ProgramVersion.current) is ready at http://127.0.0.1:"))
        let held = try run(["keys", "create", "x", "--database", "sqlite:\(database)"])
        #expect(held.code == 2 && held.error.contains("--url"))
        #expect(try run(["keys", "create", "x", "--url", url]).output.hasPrefix("wf_"))
        #expect(try run(["keys", "list", "--database", "sqlite:\(database)"]).output.contains("x"))
        #expect(try run(["backup", folder.path + "/copy.db", "--database", "sqlite:\(database)"]).code == 0)
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(!FileManager.default.fileExists(atPath: database + "-wal"))
        #expect(try run(["keys", "list", "--database", "sqlite:\(folder.path)/copy.db"]).output.contains("x"))
    }

    private func run(_ arguments: [String]) throws -> (code: Int32, output: String, error: String) {
        let process = Process()
        let output = Pipe()
        let error = Pipe()
        process.executableURL = Self.program
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = error
        var environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("WHEREFROM_") && !$0.key.hasPrefix("MARQUEZ_")
        }
        environment["NO_COLOR"] = "1"
        process.environment = environment
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let message = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text, message)
    }
}
