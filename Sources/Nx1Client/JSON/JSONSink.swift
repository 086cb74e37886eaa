/// Takes the parts of a JSON text in their order.
protocol JSONSink {
    mutating func null()
    mutating func bool(_ value: Bool)
    mutating func number(_ literal: UnsafeBufferPointer<UInt8>)
    mutating func string(_ string: JSONStringToken)
    mutating func beginArray()
    mutating func endArray()
    mutating func beginObject()
    /// The name of the member whose value follows.
    mutating func key(_ name: JSONStringToken)
    mutating func endObject()
}

/// Takes no notice: for skipping a value.
struct JSONVoid: JSONSink {
    mutating func null() {}
    mutating func bool(_ value: Bool) {}
    mutating func number(_ literal: UnsafeBufferPointer<UInt8>) {}
    mutating func string(_ string: JSONStringToken) {}
    mutating func beginArray() {}
    mutating func endArray() {}
    mutating func beginObject() {}
    mutating func key(_ name: JSONStringToken) {}
    mutating func endObject() {}
}
