package import Nx1Events

/// The dependencies between JSON lines that use each other's answers.
package struct LineGraph: Sendable {
    /// Why lines can't run.
    package enum Problem: Error, Sendable, Hashable {
        /// A line needs an id that no line has.
        case unknown(line: Int, id: JSONValue)
        /// A line needs an id that several lines have.
        case ambiguous(line: Int, id: JSONValue, lines: [Int])
        /// A cycle: each line waits for the next, and the last one for the first.
        case circle([Int])

        /// The number of the line to report.
        package var line: Int {
            switch self {
            case .unknown(let line, _), .ambiguous(let line, _, _): line
            case .circle(let lines): lines.first ?? 0
            }
        }

        /// The reason, as words after "Line 7 ".
        package var reason: String {
            switch self {
            case .unknown(_, let id):
                return "needs the answer of id \(id.serialized()), but no line has that id"
            case .ambiguous(_, let id, let lines):
                let list = lines.map(String.init).joined(separator: ", ")
                return "needs the answer of id \(id.serialized()), but lines \(list) share that id"
            case .circle(let lines):
                if lines.count == 1 { return "needs its own answer" }
                let others = lines.dropFirst().map(String.init).joined(separator: ", ")
                return "needs its own answer, through \(lines.count == 2 ? "line" : "lines") \(others)"
            }
        }
    }

    private struct Node {
        let line: Int
        let needs: [JSONValue]
    }

    private var nodes: [Node] = []
    private var linesByID: [JSONValue: [Int]] = [:]

    package init() {}

    /// Whether any line needs one that comes after it.
    package var namesLaterLines: Bool {
        nodes.contains { node in node.needs.contains { (linesByID[$0]?.first ?? 0) > node.line } }
    }

    /// Adds a line.
    /// - Parameter line: its number, greater than all before.
    package mutating func add(_ request: RequestLine, line: Int) {
        if !request.id.isNull { linesByID[request.id, default: []].append(line) }
        let needs = request.answers.map(\.id)
        if !needs.isEmpty { nodes.append(Node(line: line, needs: needs)) }
    }

    /// Checks that every line can run after the lines that it needs.
    /// - Throws: the first ``Problem``, in line order.
    package func check() throws(Problem) {
        for node in nodes {
            for id in node.needs {
                let lines = linesByID[id] ?? []
                if lines.isEmpty { throw .unknown(line: node.line, id: id) }
                if lines.count > 1 { throw .ambiguous(line: node.line, id: id, lines: lines) }
            }
        }
        if let circle { throw .circle(circle) }
    }

    /// The lines of a cycle, starting with its lowest number.
    private var circle: [Int]? {
        let needs = Dictionary(
            uniqueKeysWithValues: nodes.map { ($0.line, $0.needs.compactMap { linesByID[$0]?.first }) })
        var done: Set<Int> = []
        for node in nodes where !done.contains(node.line) {
            // Each line on the path, with the number of its dependencies already followed.
            var path: [(line: Int, next: Int)] = [(node.line, 0)]
            var onPath: Set<Int> = [node.line]
            while let (line, next) = path.last {
                guard let others = needs[line], next < others.count else {
                    done.insert(line)
                    onPath.remove(line)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let other = others[next]
                if onPath.contains(other) {
                    let circle = path.map(\.line).drop { $0 != other }
                    let first = circle.min() ?? other
                    return Array(circle.drop { $0 != first } + circle.prefix { $0 != first })
                }
                if !done.contains(other) {
                    onPath.insert(other)
                    path.append((other, 0))
                }
            }
        }
        return nil
    }
}
