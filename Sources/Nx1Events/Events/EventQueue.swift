/// The events of one run over any number of connections: each once, numbered in the order of their arrival, until they are
/// taken.
package struct EventQueue {
    /// What came of events that arrived.
    package struct Arrival {
        /// How many of them were not there before.
        package var fresh = 0
        /// Whether one of those says that the whole crew has ended.
        package var isTerminal = false
    }

    private var sequence = EventSequence()
    /// The events that have arrived, and how many of them have been taken.
    private var events: [CrewEvent] = []
    private var taken = 0
    private var shapes = EventShapes()
    private var kinds = LatestKind<KindEnding>()
    private var index = 0

    package init() {}

    /// What arrives next comes over another connection.
    package mutating func beginConnection() {
        sequence.beginConnection()
    }

    /// Adds those events of a stream that were not there before.
    package mutating func append(_ arrived: [RawEvent]) -> Arrival {
        var arrival = Arrival()
        for raw in arrived where sequence.admits(raw) { append(raw, to: &arrival) }
        return arrival
    }

    /// Adds those elements of a document that were not there before.
    /// - Parameter isSnapshot: whether the document has all events so far, or only those since the last one.
    package mutating func append(document elements: [RawEvent], isSnapshot: Bool) -> Arrival {
        var arrival = Arrival()
        for raw in sequence.newElements(of: elements, isSnapshot: isSnapshot) { append(raw, to: &arrival) }
        return arrival
    }

    private mutating func append(_ raw: RawEvent, to arrival: inout Arrival) {
        let event = CrewEvent(raw, index: index, &shapes)
        index += 1
        arrival.fresh += 1
        let ending = kinds.meaning(of: event.kind, KindEnding.init)
        arrival.isTerminal = arrival.isTerminal || event.terminalStatus(ending) != nil
        events.append(event)
    }

    /// The next event that has not been taken yet.
    package mutating func next() -> CrewEvent? {
        if taken == events.count {
            events.removeAll(keepingCapacity: true)
            taken = 0
            return nil
        }
        defer { taken += 1 }
        return events[taken]
    }
}
