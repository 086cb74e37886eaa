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
    /// Those of a document, which follow them and are read when they are taken.
    private var document = RawEvents()
    private var fresh: ArraySlice<Int> = []
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
        readDocument()
        for raw in arrived where sequence.admits(raw) { append(raw, to: &arrival) }
        return arrival
    }

    /// Adds those events of a stream's end that were not there before.
    package mutating func append(_ arrived: RawEvents) -> Arrival { append(Array(arrived)) }

    /// Adds those elements of a document that were not there before.
    /// - Parameter isSnapshot: whether the document is the latest state, or a list of what happened.
    package mutating func append(document elements: RawEvents, isSnapshot: Bool) -> Arrival {
        // What an earlier document has left is not lost; as a rule there is nothing.
        readDocument()
        fresh = sequence.newElements(of: elements, isSnapshot: isSnapshot)[...]
        document = elements
        var arrival = Arrival()
        for place in fresh { count(read(document[place], at: 0), in: &arrival) }
        return arrival
    }

    private mutating func append(_ raw: RawEvent, to arrival: inout Arrival) {
        let event = read(raw, at: index)
        index += 1
        count(event, in: &arrival)
        events.append(event)
    }

    private mutating func count(_ event: CrewEvent, in arrival: inout Arrival) {
        arrival.fresh += 1
        if arrival.isTerminal { return }
        let ending = kinds.meaning(of: event.kind, KindEnding.init)
        arrival.isTerminal = event.terminalStatus(ending) != nil
    }

    private mutating func read(_ raw: RawEvent, at index: Int) -> CrewEvent {
        CrewEvent(raw, index: index, &shapes)
    }

    private mutating func readDocument() {
        while let event = nextOfDocument() { events.append(event) }
    }

    private mutating func nextOfDocument() -> CrewEvent? {
        guard let place = fresh.popFirst() else {
            document = RawEvents()
            return nil
        }
        defer { index += 1 }
        return read(document[place], at: index)
    }

    /// The next event that has not been taken yet.
    package mutating func next() -> CrewEvent? {
        if taken == events.count {
            events.removeAll(keepingCapacity: true)
            taken = 0
            return nextOfDocument()
        }
        defer { taken += 1 }
        return events[taken]
    }
}
