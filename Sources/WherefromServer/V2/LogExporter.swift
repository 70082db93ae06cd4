import Analysis
import JSONBytes
import MetadataCatalog

/// Writes the log as lines of JSON, page by page, up to the record that was the newest when it began.
struct LogExporter: Sendable {
    let reading: CatalogReading
    /// Whether commands are written too, as `{"wherefromCommand":…,"received":…}`.
    let withCommands: Bool
    /// Whether events are written byte for byte, save that line ends inside of one become blanks.
    let isRaw: Bool

    /// Records of one page: a page is held in memory as a whole.
    private static let pageRecords = 500

    func write(to sink: any ByteSink) async throws {
        let head = try await reading.read { try $0.logHead().seq }
        var position: Int64 = 0
        while position < head {
            let first = position + 1
            let last = min(head, position + Int64(Self.pageRecords))
            let bytes = try await reading.read { reader in
                var bytes: [UInt8] = []
                for seq in first...last { try append(seq, reader, to: &bytes) }
                return bytes
            }
            if !bytes.isEmpty { try await sink.write(bytes) }
            position = last
        }
    }

    private func append(_ seq: Int64, _ reader: CatalogReader, to bytes: inout [UInt8]) throws {
        guard let record = try reader.logRecord(seq), record.kind.isEvent || withCommands,
            let payload = try reader.payloads.payload(seq)
        else { return }
        if record.kind.isEvent, isRaw {
            bytes += payload.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
        } else {
            guard let document = try? JSONDocument(parsing: payload) else { return }
            var writer = JSONWriter(reserving: payload.count + 128)
            if record.kind.isEvent {
                writer.raw(document.root)
            } else {
                writer.beginObject()
                writer.key("wherefromCommand")
                writer.raw(document.root)
                writer.key("received")
                writer.instant(record.received)
                writer.member("key", record.keyName)
                writer.endObject()
            }
            bytes += writer.bytes
        }
        bytes.append(UInt8(ascii: "\n"))
    }
}
