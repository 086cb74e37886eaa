/// Where the fields of an event's object are: the same for every object with the same names in the same order.
struct EventShape: Sendable {
    private let keys: [String]
    /// The position of each field's member, starting at 1; 0 if the object lacks the field.
    private let places: [Int32]
    /// The fields it has in which there may be another level of fields.
    let envelopes: [EventField]

    init(_ object: JSONObject) {
        keys = object.members.map(\.key)
        var places = [Int32](repeating: 0, count: EventField.allCases.count)
        for (place, key) in keys.enumerated() {
            // Of repeated members the last one counts.
            if let field = EventField.named[key] { places[field.rawValue] = Int32(clamping: place + 1) }
        }
        envelopes = EventField.envelopes.filter { places[$0.rawValue] > 0 }
        self.places = places
    }

    /// Where the field is among the members; nil if the object lacks it.
    func place(of field: EventField) -> Int? {
        let place = Int(places[field.rawValue])
        return place == 0 ? nil : place - 1
    }

    func fits(_ object: JSONObject) -> Bool {
        guard keys.count == object.members.count else { return false }
        for (key, member) in zip(keys, object.members) where key != member.key { return false }
        return true
    }
}

/// The shapes of the latest event: most events of a run have those of the event before.
struct EventShapes: Sendable {
    var top = Latest()
    /// Of the object in `data`, `payload` or the like.
    var inner = Latest()

    /// The shape of the latest object.
    struct Latest: Sendable {
        private var shape: EventShape?

        mutating func shape(of object: JSONObject) -> EventShape {
            if let shape, shape.fits(object) { return shape }
            let shape = EventShape(object)
            self.shape = shape
            return shape
        }
    }
}
