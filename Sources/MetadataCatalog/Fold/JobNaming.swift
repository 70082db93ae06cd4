package import JSONBytes
package import OpenLineage

/// How a job's full name follows from its parent.
///
/// - Source: Marquez 0.51, which names a child `<full name of the parent>.<simple name>`.
package enum JobNaming {
    /// The parent that a run really has.
    ///
    /// A parent that bears the child's own name stands for the part before the last dot (old Airflow events); without a
    /// dot the run has no parent.
    package static func effectiveParent(of child: JobID, _ reference: ParentReference) -> ParentReference? {
        guard reference.job == child else { return reference }
        guard let dot = child.name.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return nil }
        let name = ByteString(bytes: Array(child.name.bytes[..<dot]))
        return ParentReference(job: JobID(namespace: child.namespace, name: name), runID: reference.runID)
    }

    /// The full name of a job sent as `name` whose run has a parent.
    ///
    /// - Parameters:
    ///   - name: the name as sent.
    ///   - parentSent: the parent's name as it was sent.
    ///   - parentFull: the parent's own full name.
    /// - Returns: `parentFull` + `.` + the name without a leading `<parent's name>.`.
    package static func fullName(sent name: ByteString, parentSent: ByteString, parentFull: ByteString) -> ByteString {
        joined(parentFull, simpleName(of: name, under: parentSent))
    }

    /// The name without a leading `<parent>.`, which many producers repeat.
    package static func simpleName(of name: ByteString, under parent: ByteString) -> ByteString {
        let prefix = parent.bytes + [UInt8(ascii: ".")]
        guard name.bytes.count > prefix.count, name.bytes.starts(with: prefix) else { return name }
        return ByteString(bytes: Array(name.bytes.dropFirst(prefix.count)))
    }

    private static func joined(_ left: ByteString, _ right: ByteString) -> ByteString {
        ByteString(bytes: left.bytes + [UInt8(ascii: ".")] + right.bytes)
    }
}
