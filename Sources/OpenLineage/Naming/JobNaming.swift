public import JSONBytes

/// How Marquez names jobs and namespaces, which users' bookmarks depend on.
public enum JobNaming {
    /// The name of `child` without that of its parent: `dag.task` under `dag` is `task`, `app.step` under `dag` stays.
    public static func simpleName(of child: ByteString, under parent: ByteString) -> ByteString {
        let prefix = parent.bytes + [UInt8(ascii: ".")]
        guard child.count > prefix.count, child.bytes.starts(with: prefix) else { return child }
        return ByteString(bytes: Array(child.bytes.dropFirst(prefix.count)))
    }

    /// The full name of `child`: the full name of its parent, a dot, and the child's simple name.
    ///
    /// - Parameters:
    ///   - parent: The parent's name as the `parent` facet has it.
    ///   - fullParentName: The parent's own full name; the same as `parent` if it has no parent itself.
    public static func fullName(
        of child: ByteString, under parent: ByteString, withFullName fullParentName: ByteString
    ) -> ByteString {
        let simple = simpleName(of: child, under: parent)
        return ByteString(bytes: fullParentName.bytes + [UInt8(ascii: ".")] + simple.bytes)
    }

    /// The parent's name that `child` means: a parent called like the child itself is the name up to its last dot.
    ///
    /// - Returns: nil if parent and child bear one name without a dot: then there is no parent.
    public static func parentName(_ parent: ByteString, of child: ByteString) -> ByteString? {
        guard parent == child else { return parent }
        guard let dot = child.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return nil }
        return ByteString(bytes: Array(child.bytes[..<dot]))
    }

    /// The namespace under which Marquez files jobs: each character outside `a-z A-Z 0-9 : / - _ . @ +` becomes `_`.
    public static func marquezNamespace(_ namespace: ByteString) -> ByteString {
        var result: [UInt8] = []
        result.reserveCapacity(namespace.count)
        for byte in namespace.bytes {
            if byte.isASCIILetter || byte.isASCIIDigit || allowedPunctuation.contains(byte) {
                result.append(byte)
            } else if byte & 0xc0 != 0x80 {
                // One underscore for a character: the bytes that continue it are dropped.
                result.append(UInt8(ascii: "_"))
            }
        }
        return ByteString(bytes: result)
    }

    private static let allowedPunctuation = Set(":/-_.@+".utf8)
}
