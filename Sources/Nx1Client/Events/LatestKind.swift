/// What the latest kind of event means: most events of a run are of the kind of the event before.
struct LatestKind<Meaning: Sendable>: Sendable {
    private var latest: (kind: String?, meaning: Meaning)?

    /// The meaning of a kind, which `read` finds out if the kind isn't the latest.
    mutating func meaning(of kind: String?, _ read: (EventKind) -> Meaning) -> Meaning {
        if let latest, latest.kind == kind { return latest.meaning }
        let meaning = read(EventKind(kind))
        latest = (kind, meaning)
        return meaning
    }
}
