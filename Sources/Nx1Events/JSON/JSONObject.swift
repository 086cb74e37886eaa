/// The ordered members of a JSON object. Names may be repeated, as RFC 8259 permits; the last one counts.
///
/// Looking up a member takes time linear in the number of members.
public struct JSONObject: Sendable, Hashable {
    struct Member: Sendable, Hashable {
        var key: String
        var value: JSONValue
    }

    var members: [Member]

    /// Creates an empty object.
    public init() {
        members = []
    }

    /// Creates an object with members in order, including repeated names.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        self.members = []
        for (key, value) in members { self.members.append(Member(key: key, value: value)) }
    }

    /// Creates an object with an array of members; the compiler optimizes this better than a sequence.
    public init(_ members: [(String, JSONValue)]) {
        self.members = members.map { Member(key: $0.0, value: $0.1) }
    }

    init(members: [Member]) {
        self.members = members
    }

    /// The names in order, including repeated ones.
    public var keys: [String] { members.map(\.key) }

    /// The value of the last member with this name; nil if there is none.
    ///
    /// Setting a value replaces that of the first member with this name and removes repetitions; a new name is
    /// appended. Setting nil removes the member.
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

    /// Appends a member, whether or not one with this name exists.
    public mutating func append(_ value: JSONValue, forKey key: String) {
        members.append(Member(key: key, value: value))
    }

    /// Sets each member of `other` in turn: existing members are replaced in place.
    public mutating func merge(_ other: JSONObject) {
        for (key, value) in other { self[key] = value }
    }

    /// Returns this object with the members of `other` set.
    public func merging(_ other: JSONObject) -> JSONObject {
        var merged = self
        merged.merge(other)
        return merged
    }
}

extension JSONObject.Member {
    /// Compares names by code unit (RFC 8259, section 8.3), while Swift's `==` treats both forms of `é` as equal.
    func isNamed(_ name: String) -> Bool {
        key == name && key.utf8.elementsEqual(name.utf8)
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { members.startIndex }

    public var endIndex: Int { members.endIndex }

    /// The member at a position from 0 to `count - 1`.
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
