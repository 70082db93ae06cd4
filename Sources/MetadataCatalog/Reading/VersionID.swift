import JSONBytes
package import OpenLineage

/// The one id of a version, everywhere that it is shown or asked for; a function of what was observed alone.
package enum VersionID {
    /// The version of a dataset that a run wrote.
    ///
    /// The run's UUID is turned by bits that depend on the dataset, so that dataset and version lead back to the run
    /// without a search: applied to a version, the same function gives the UUID of the run.
    package static func of(_ dataset: DatasetID, writtenBy run: UUIDBytes) -> UUIDBytes {
        let mask = UUIDBytes.derived(from: [text("dataset-version"), dataset.namespace.bytes, dataset.name.bytes])
        // Version and variant bits stay those of the run's UUID.
        return UUIDBytes(
            high: run.high ^ (mask.high & ~0xf000), low: run.low ^ (mask.low & ~(0b11 << 62)))
    }

    /// The version of a dataset that a DatasetEvent tells.
    package static func of(_ dataset: DatasetID, event: OrderPoint) -> UUIDBytes {
        UUIDBytes.derived(from: [
            text("declared-version"), dataset.namespace.bytes, dataset.name.bytes, event.time.bytes, event.digest.bytes,
        ])
    }

    /// The version of a dataset before anything that is known had written it.
    package static func ofFirstState(_ dataset: DatasetID) -> UUIDBytes {
        UUIDBytes.derived(from: [text("first-version"), dataset.namespace.bytes, dataset.name.bytes])
    }

    /// The version of a job: its inputs, outputs and what is told about their columns.
    package static func of(_ job: JobID, structureHash: [UInt8]) -> UUIDBytes {
        UUIDBytes.derived(from: [text("job-version"), job.namespace.bytes, job.name.bytes, structureHash])
    }

    /// A job as such.
    package static func of(_ job: JobID) -> UUIDBytes {
        UUIDBytes.derived(from: [text("job"), job.namespace.bytes, job.name.bytes])
    }

    /// The columns of a dataset with their types.
    package static func of(_ dataset: DatasetID, columns: [SchemaFold.Column]) -> UUIDBytes {
        let sorted = columns.sorted { $0.name < $1.name }
        return UUIDBytes.derived(
            from: [text("schema"), dataset.namespace.bytes, dataset.name.bytes]
                + sorted.flatMap { [$0.name.bytes, $0.type?.bytes ?? []] })
    }
}

private func text(_ text: StaticString) -> [UInt8] { text.withUTF8Buffer { Array($0) } }

extension Int64 {
    fileprivate var bytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
