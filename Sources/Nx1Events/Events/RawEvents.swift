/// The events of a body, extracted lazily: a document may contain a million of them.
package struct RawEvents: RandomAccessCollection, Sendable {
    private let bytes: [UInt8]
    /// The ranges of the events.
    private let places: [Range<UInt32>]

    /// No events.
    package init() { (bytes, places) = ([], []) }

    /// Creates a collection of the events at these ranges of `bytes`, which must be less than 4 GiB.
    init(in bytes: [UInt8], at places: [Range<Int>]) {
        self.bytes = bytes
        self.places = places.map { UInt32(clamping: $0.lowerBound)..<UInt32(clamping: $0.upperBound) }
    }

    /// Creates a collection of events with these payloads.
    init(_ payloads: [[UInt8]]) {
        var start = 0
        let places = payloads.map { payload in
            defer { start += payload.count }
            return start..<start + payload.count
        }
        self.init(in: Array(payloads.joined()), at: places)
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { places.count }

    package subscript(index: Int) -> RawEvent {
        let place = places[index]
        return RawEvent(payload: Array(bytes[Int(place.lowerBound)..<Int(place.upperBound)]))
    }
}
