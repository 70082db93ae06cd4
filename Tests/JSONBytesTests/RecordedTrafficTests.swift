import Foundation
import JSONBytes
import Testing

/// Events as real producers sent them, where such recordings lie beside the repository.
struct RecordedTrafficTests {
    private static let recordings: URL? = {
        let shared =
            ProcessInfo.processInfo.environment["WHEREFROM_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).appending(path: "../../../../shared").standardizedFileURL
        let folder = shared.appending(path: "fixtures")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    @Test(.enabled(if: recordings != nil, "no recordings beside the repository"))
    func everyRecordedTextIsReadAndHasAStableForm() throws {
        let folder = try #require(Self.recordings)
        var count = 0
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            for document in try documents(of: file) {
                let form = CanonicalForm.bytes(of: document.root)
                let again = try JSONDocument(parsing: form)
                #expect(CanonicalForm.bytes(of: again.root) == form, "\(file.lastPathComponent)")
                var writer = JSONWriter()
                writer.raw(document.root)
                let written = try JSONDocument(parsing: writer.bytes)
                #expect(!written.oddities.contains(.nonFiniteNumber))
                count += 1
            }
        }
        #expect(count > 0)
    }

    /// The texts of a file: one, or one a line; the logs of tables hold lines whatever their names say.
    private func documents(of file: URL) throws -> [JSONDocument] {
        guard ["json", "ndjson"].contains(file.pathExtension) else { return [] }
        let bytes = Array(try Data(contentsOf: file))
        if let document = try? JSONDocument(parsing: bytes) { return [document] }
        return try bytes.split(separator: 0x0A).map { line in
            do {
                return try JSONDocument(parsing: Array(line))
            } catch {
                Issue.record("\(file.lastPathComponent): \(error)")
                throw error
            }
        }
    }
}
