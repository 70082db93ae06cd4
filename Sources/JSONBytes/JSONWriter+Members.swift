/// A value that can write itself as one JSON value.
public protocol JSONWritable {
    func write(to writer: inout JSONWriter)
}

extension JSONWriter {
    public mutating func value(_ value: String?) {
        if let value { self.value(value) } else { null() }
    }

    public mutating func value(_ value: ByteString?) {
        if let value { self.value(value) } else { null() }
    }

    public mutating func value(_ value: Int?) {
        if let value { self.value(value) } else { null() }
    }

    public mutating func value(_ value: Int64?) {
        if let value { self.value(value) } else { null() }
    }

    public mutating func value(_ value: UInt64?) {
        if let value { self.value(value) } else { null() }
    }

    public mutating func value(_ value: Double?) {
        if let value { self.value(value) } else { null() }
    }

    public mutating func value(_ value: Bool?) {
        if let value { self.value(value) } else { null() }
    }

    public mutating func value(_ value: some JSONWritable) {
        value.write(to: &self)
    }

    public mutating func value(_ value: (some JSONWritable)?) {
        if let value { value.write(to: &self) } else { null() }
    }
}

// MARK: Key and value; nil is written as null

extension JSONWriter {
    public mutating func member(_ key: StaticString, _ value: String?) {
        self.key(key)
        self.value(value)
    }

    public mutating func member(_ key: StaticString, _ value: ByteString?) {
        self.key(key)
        self.value(value)
    }

    public mutating func member(_ key: StaticString, _ value: Int?) {
        self.key(key)
        self.value(value)
    }

    public mutating func member(_ key: StaticString, _ value: Int64?) {
        self.key(key)
        self.value(value)
    }

    public mutating func member(_ key: StaticString, _ value: UInt64?) {
        self.key(key)
        self.value(value)
    }

    public mutating func member(_ key: StaticString, _ value: Double?) {
        self.key(key)
        self.value(value)
    }

    public mutating func member(_ key: StaticString, _ value: Bool?) {
        self.key(key)
        self.value(value)
    }

    public mutating func member(_ key: StaticString, _ value: (some JSONWritable)?) {
        self.key(key)
        self.value(value)
    }

    /// Writes the value as ``raw(_:)`` does.
    public mutating func member(_ key: StaticString, raw value: JSONValue?) {
        self.key(key)
        if let value { raw(value) } else { null() }
    }
}
