/// A queue of the events of one run over any number of connections, without duplicates, numbered in order of arrival.
package struct EventQueue {
    /// The result of adding events.
    package struct Arrival {
        /// The number of new events.
        package var fresh = 0
        /// Whether a new event says that the whole crew has ended.
        package var isTerminal = false
    }

    private var sequence = EventSequence()
    /// The buffered events, and how many of them have been returned.
    private var events: [CrewEvent] = []
    private var taken = 0
    /// The events of a document, which follow those and are parsed lazily.
    private var document = RawEvents()
    private var fresh: ArraySlice<Int> = []
    private var shapes = EventShapes()
    private var kinds = LatestKind<KindEnding>()
    private var index = 0

    package init() {}

    /// Starts another connection, which may replay events.
    package mutating func beginConnection() {
        sequence.beginConnection()
    }

    /// Adds the new events of a stream.
    package mutating func append(_ arrived: [RawEvent]) -> Arrival {
        var arrival = Arrival()
        readDocument()
        for raw in arrived where sequence.admits(raw) { append(raw, to: &arrival) }
        return arrival
    }

    /// Adds the new events of a stream's end.
    package mutating func append(_ arrived: RawEvents) -> Arrival { append(Array(arrived)) }

    /// Adds the new elements of a document.
    /// - Parameter isSnapshot: whether the document is the latest state rather than a list of events.
    package mutating func append(document elements: RawEvents, isSnapshot: Bool) -> Arrival {
        // Keeps unread events of an earlier document, if any.
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

    /// Returns the next event.
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
