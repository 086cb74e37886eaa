import Synchronization

/// The replies of a ``ScriptedServer`` to one kind of request, in order. The last reply is repeated.
public struct Route: Sendable {
    let method: String
    let path: String
    private(set) var replies: [Reply]

    /// Creates a route for a method and a path prefix, as in `Route("POST /api/crews/run", .json("{}"))`.
    /// Without a method (`"/api/"`), it matches every method.
    public init(_ request: String, _ replies: Reply...) {
        let words = request.split(separator: " ")
        method = words.count > 1 ? String(words[0]) : ""
        path = words.last.map(String.init) ?? ""
        self.replies = replies
    }

    /// Creates a route with a list of replies.
    public init(_ request: String, _ replies: [Reply]) {
        self.init(request)
        self.replies = replies
    }

    func matches(_ request: ReceivedRequest) -> Bool {
        (method.isEmpty || method == request.method) && request.path.hasPrefix(path)
    }
}

/// The routes of a server, and the next reply of each.
final class Script: Sendable {
    private let routes: [Route]
    private let given: Mutex<[Int]>

    init(_ routes: [Route]) {
        self.routes = routes
        given = Mutex(Array(repeating: 0, count: routes.count))
    }

    /// The next reply of the matching route with the longest path; without a match, a 404 as FastAPI sends it.
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
