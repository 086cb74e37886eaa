/// The members of a JSON object in their order. A name may be there more than once, as RFC 8259 permits; the last one counts.
///
/// Finding a member takes time in proportion to the number of members.
public struct JSONObject: Sendable, Hashable {
    struct Member: Sendable, Hashable {
        var key: String
        var value: JSONValue
    }

    var members: [Member]

    /// An object without members.
    public init() {
        members = []
    }

    /// The given members in their order, repeated names included.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        self.members = []
        for (key, value) in members { self.members.append(Member(key: key, value: value)) }
    }

    /// The same for members in an array, as most are: the compiler knows more of it.
    public init(_ members: [(String, JSONValue)]) {
        self.members = members.map { Member(key: $0.0, value: $0.1) }
    }

    init(members: [Member]) {
        self.members = members
    }

    /// The names in their order; a repeated one is there repeatedly.
    public var keys: [String] { members.map(\.key) }

    /// The value of the last member with this name; nil if there is none.
    ///
    /// Setting it replaces the value where the name first stands, and removes repetitions; a new name goes to the end.
    /// Setting nil removes the member.
    public subscript(_ key: String) -> JSONValue? {
        get {
            members.last { $0.isNamed(key) }?.value
        }
        set {
            guard let first = members.firstIndex(where: { $0.isNamed(key) }) else {
                if let newValue { append(newValue, forKey: key) }
                return
            }
            var rest = members[first...].filter { !$0.isNamed(key) }
            if let newValue { rest.insert(Member(key: key, value: newValue), at: 0) }
            members.replaceSubrange(first..., with: rest)
        }
    }

    /// Adds a member at the end, whether or not there is one with this name.
    public mutating func append(_ value: JSONValue, forKey key: String) {
        members.append(Member(key: key, value: value))
    }

    /// Sets each member of `other` in turn: what is there already is replaced in its place.
    public mutating func merge(_ other: JSONObject) {
        for (key, value) in other { self[key] = value }
    }

    /// This object with the members of `other` set.
    public func merging(_ other: JSONObject) -> JSONObject {
        var merged = self
        merged.merge(other)
        return merged
    }
}

extension JSONObject.Member {
    /// Names are compared code unit by code unit (RFC 8259, section 8.3), where Swift takes `é` in both its forms for the same.
    func isNamed(_ name: String) -> Bool {
        key == name && key.utf8.elementsEqual(name.utf8)
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { members.startIndex }

    public var endIndex: Int { members.endIndex }

    /// The member at a position from 0 up to `count`.
    public subscript(position: Int) -> (key: String, value: JSONValue) {
        (members[position].key, members[position].value)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// The members in the order of the literal; a repeated name stays repeated.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }
}
