import JSONBytes

/// What must hold for any bytes; stops the program where it does not.
func checkReader(_ bytes: [UInt8]) {
    let document: JSONDocument
    do {
        document = try JSONDocument(parsing: bytes, depthMax: 64)
    } catch {
        precondition((0...bytes.count).contains(error.offset), "offset \(error.offset)")
        return
    }
    visit(document.root)
    checkCanonicalForm(document.root)
    checkRawWriting(document.root)
}

/// Reads everything and compares the ways to reach it.
private func visit(_ value: JSONValue) {
    precondition(value.range.upperBound <= value.document.bytes.count && !value.range.isEmpty)
    checkString(value)
    if let int64 = value.int64 { precondition(value.double == Double(int64)) }
    precondition((value.double != nil) == (value.kind == .number))
    var count = 0
    for element in value.elements {
        visit(element)
        count += 1
    }
    for (key, member) in value.members {
        visit(member)
        count += 1
        precondition((value.member(key)?.range.lowerBound ?? -1) >= member.range.lowerBound, "the last one counts")
    }
    precondition(count == value.count)
}

/// A decoded string, written and read again, is the same string.
private func checkString(_ value: JSONValue) {
    guard let string = value.byteString else { return }
    precondition(value.withStringBytes { Array($0) } == string.bytes)
    precondition(value.string == string.string)
    var writer = JSONWriter()
    writer.value(string)
    precondition(reread(writer.bytes).root.byteString == string)
}

private func checkCanonicalForm(_ value: JSONValue) {
    let form = CanonicalForm(of: value)
    precondition(form.bytes == CanonicalForm.bytes(of: value))
    precondition(form.bytes.count <= value.range.count, "never longer than the source")
    precondition(form.slice(of: value).map(Array.init) == form.bytes)
    let again = reread(form.bytes)
    precondition(CanonicalForm.bytes(of: again.root) == form.bytes, "the form of the form is the form")
    precondition(!again.oddities.contains(.duplicateKey))
}

private func checkRawWriting(_ value: JSONValue) {
    var writer = JSONWriter()
    writer.raw(value)
    let again = reread(writer.bytes)
    precondition(again.oddities.isDisjoint(with: [.nonFiniteNumber, .duplicateKey]))
    var copy = JSONWriter()
    copy.raw(again.root)
    precondition(copy.bytes == writer.bytes)
}

private func reread(_ bytes: [UInt8]) -> JSONDocument {
    do {
        return try JSONDocument(parsing: bytes, depthMax: 64)
    } catch {
        preconditionFailure("what we wrote cannot be read: \(error)")
    }
}
