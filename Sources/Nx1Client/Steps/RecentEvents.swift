/// Knows the latest events without an id of their own: older CrewAI sends some of them twice in a row.
struct RecentEvents: Sendable {
    private static let reach = 32

    private var hashes: [Int] = []
    private var next = 0

    /// Whether the event is one of the latest, come once more; it then counts as seen.
    ///
    /// Times with fractions of a second tell two like events apart; without them nothing is taken for a repetition.
    mutating func isRepeat(_ event: CrewEvent) -> Bool {
        guard let timestamp = event.timestamp, timestamp.utf8.contains(UInt8(ascii: ".")) else {
            return false
        }
        var hasher = Hasher()
        hasher.combine(timestamp)
        hasher.combine(event.kind)
        hasher.combine(event.agent)
        hasher.combine(event.task)
        hasher.combine(event.tool)
        hasher.combine(event.message)
        hasher.combine(event.piece)
        hasher.combine(event.arguments)
        let hash = hasher.finalize()
        if hashes.contains(hash) { return true }
        if hashes.count < Self.reach {
            hashes.append(hash)
        } else {
            hashes[next] = hash
            next = (next + 1) % Self.reach
        }
        return false
    }
}
