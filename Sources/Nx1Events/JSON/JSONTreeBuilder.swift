/// A sink that builds a ``JSONValue``.
struct JSONTreeBuilder: JSONSink {
    /// An incomplete container.
    private struct Container {
        var isObject: Bool
        var key = ""
        var elements: [JSONValue] = []
        var members: [JSONObject.Member] = []
    }

    /// The value, once complete.
    private(set) var value = JSONValue.null
    /// The innermost open container. It isn't also in `outer`, so its array grows in place.
    private var current: Container?
    private var outer: [Container] = []

    @inline(__always)
    private mutating func add(_ value: JSONValue) {
        switch current?.isObject {
        case true?:
            let key = current?.key ?? ""
            current?.members.append(JSONObject.Member(key: key, value: value))
        case false?:
            current?.elements.append(value)
        case nil:
            self.value = value
        }
    }

    @inline(__always)
    private mutating func begin(_ container: Container) {
        if let current { outer.append(current) }
        current = container
    }

    mutating func null() {
        add(.null)
    }

    mutating func bool(_ value: Bool) {
        add(.bool(value))
    }

    mutating func number(_ literal: UnsafeBufferPointer<UInt8>) {
        add(.number(JSONNumber(checked: String(decoding: literal, as: UTF8.self))))
    }

    mutating func string(_ string: JSONStringToken) {
        add(.string(string.text))
    }

    mutating func beginArray() {
        begin(Container(isObject: false))
    }

    mutating func endArray() {
        let elements = current?.elements ?? []
        current = outer.popLast()
        add(.array(elements))
    }

    mutating func beginObject() {
        begin(Container(isObject: true))
    }

    mutating func key(_ name: JSONStringToken) {
        if current?.members.isEmpty == true { current?.members.reserveCapacity(8) }
        current?.key = name.text
    }

    mutating func endObject() {
        let members = current?.members ?? []
        current = outer.popLast()
        add(.object(JSONObject(members: members)))
    }
}
