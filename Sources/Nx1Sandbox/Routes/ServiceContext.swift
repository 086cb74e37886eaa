import Hummingbird

/// What is known of a request beside what it says.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Whether it came over HTTP/2.
    let isHTTP2: Bool

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        // A stream of HTTP/2 is a channel on a connection; the parent of a connection is what listens, which has none.
        isHTTP2 = source.channel.parent?.parent != nil
    }
}
