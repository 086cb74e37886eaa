import Synchronization

/// The replies of a ``ScriptedServer`` to one kind of request, in order; the last one is given again and again.
public struct Route: Sendable {
    let method: String
    let path: String
    private(set) var replies: [Reply]

    /// Replies to requests with a method whose path begins in this way: `Route("POST /api/crews/run", .json("{}"))`.
    /// Without a method (`"/api/"`) any will do.
    public init(_ request: String, _ replies: Reply...) {
        let words = request.split(separator: " ")
        method = words.count > 1 ? String(words[0]) : ""
        path = words.last.map(String.init) ?? ""
        self.replies = replies
    }

    /// The same with replies in a list.
    public init(_ request: String, _ replies: [Reply]) {
        self.init(request)
        self.replies = replies
    }

    func matches(_ request: ReceivedRequest) -> Bool {
        (method.isEmpty || method == request.method) && request.path.hasPrefix(path)
    }
}

/// Which reply of each route is next.
final class Script: Sendable {
    private let routes: [Route]
    private let given: Mutex<[Int]>

    init(_ routes: [Route]) {
        self.routes = routes
        given = Mutex(Array(repeating: 0, count: routes.count))
    }

    /// The reply of the route with the longest path that matches; a FastAPI-like 404 without one.
    func reply(to request: ReceivedRequest) -> Reply {
        let matching = routes.indices.filter { routes[$0].matches(request) && !routes[$0].replies.isEmpty }
        guard let route = matching.max(by: { routes[$0].path.utf8.count < routes[$1].path.utf8.count }) else {
            return .json(#"{"detail":"Not Found"}"#, status: 404)
        }
        let turn = given.withLock { given in
            defer { given[route] += 1 }
            return given[route]
        }
        return routes[route].replies[min(turn, routes[route].replies.count - 1)]
    }
}
