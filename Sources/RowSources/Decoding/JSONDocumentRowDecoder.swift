import Nx1Events

/// Decodes the rows of a JSON document: the objects of a list, as they arrive, or of a table in an object.
struct JSONDocumentRowDecoder: RowDecoding {
    private enum Form {
        case unknown
        case list
        /// An object, which must be complete before anything is known about it.
        case object
    }

    /// The maximum size of an object that contains a table, in bytes.
    private static let mostDocument = 64 << 20
    /// The maximum number of values in it; each takes about seventy bytes.
    private static let mostValues = 5_000_000

    private let limit: Int
    private var form = Form.unknown
    private var buffer: [UInt8] = []
    private var line = 1
    private var scan = JSONListScan(line: 1)
    private var rows = JSONRows()
    private(set) var isOver = false
    private(set) var columns: RowColumns?

    init(limit: Int) {
        self.limit = limit
    }

    mutating func decode(_ bytes: [UInt8], into found: inout [RowFinding]) {
        if isOver { return }
        buffer += bytes
        if case .unknown = form { begin(isEnd: false, &found) }
        switch form {
        case .unknown: break
        case .list: readList(&found)
        case .object:
            if buffer.count > Self.mostDocument {
                fail(
                    .input,
                    "is a single JSON object larger than \(ByteCount(Self.mostDocument)); "
                        + "use a list or JSON lines instead", &found)
            }
        }
    }

    mutating func finish(into found: inout [RowFinding]) {
        if isOver { return }
        if case .unknown = form { begin(isEnd: true, &found) }
        if isOver { return }
        switch form {
        case .unknown: found.append(.failure(.empty))
        case .list:
            readList(&found)
            if !isOver, case .afterList = scan.place { break }
            if !isOver { fail(.line(scan.line), "ends before the list is closed", &found) }
        case .object: readObject(&found)
        }
        isOver = true
        buffer = []
    }

    private mutating func fail(_ place: RowProblem.Place, _ reason: String, _ found: inout [RowFinding]) {
        isOver = true
        buffer = []
        found.append(.failure(RowProblem(place, reason)))
    }

    /// Detects the form of the document by its first byte that isn't white space.
    private mutating func begin(isEnd: Bool, _ found: inout [RowFinding]) {
        guard buffer.count >= 3 || isEnd else { return }
        if buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) {
            isOver = true
            found.append(.failure(.utf16))
            return
        }
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { buffer.removeFirst(3) }
        guard let start = buffer.firstIndex(where: { ![0x20, 0x09, 0x0D, 0x0A].contains($0) }) else {
            // Keeps three bytes, so that no second byte order mark is looked for.
            return dropWhitespace()
        }
        line += buffer[..<start].count { $0 == 0x0A }
        switch buffer[start] {
        case UInt8(ascii: "["):
            form = .list
            buffer.removeFirst(start + 1)
            scan = JSONListScan(line: line)
        case UInt8(ascii: "{"):
            form = .object
            buffer.removeFirst(start)
        default: fail(.input, "is neither a JSON list of objects nor a JSON object that contains one", &found)
        }
    }

    private mutating func dropWhitespace() {
        let count = max(0, buffer.count - 3)
        line += buffer[..<count].count { $0 == 0x0A }
        buffer.removeFirst(count)
    }

    private mutating func readList(_ found: inout [RowFinding]) {
        var bytes: [UInt8] = []
        swap(&bytes, &buffer)
        bytes.withUnsafeBufferPointer { bytes in
            while !isOver {
                switch scan.step(bytes) {
                case .end: return
                case .fault(let reason): fail(.line(scan.line), reason, &found)
                case .element:
                    let range = scan.elementStart..<scan.position
                    guard range.count <= limit else {
                        return fail(tooLongPlace, tooLong, &found)
                    }
                    let element = UnsafeBufferPointer(rebasing: bytes[range])
                    found.append(rows.row(in: element, line: scan.elementLine))
                }
            }
        }
        let start = scan.firstNeeded
        bytes.removeFirst(start)
        scan.move(by: start)
        if !isOver, bytes.count > limit { fail(tooLongPlace, tooLong, &found) }
        if !isOver { swap(&bytes, &buffer) }
    }

    private var tooLongPlace: RowProblem.Place { .row(rows.count + 1, line: scan.elementLine) }

    private var tooLong: String { "is longer than \(ByteCount(limit))" }

    private mutating func readObject(_ found: inout [RowFinding]) {
        guard String(validating: buffer, as: UTF8.self) != nil else {
            return fail(.input, "isn't valid UTF-8", &found)
        }
        if JSONValue.hasMoreValues(buffer, than: Self.mostValues) {
            return fail(
                .input,
                "is a single JSON object with more than \(Self.mostValues / 1_000_000) million values; "
                    + "use a list or JSON lines instead", &found)
        }
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: buffer)
        } catch {
            if error.isBehindValue {
                return fail(
                    .input,
                    "has more than one JSON value; for one value per line, use the extension .jsonl", &found)
            }
            return fail(
                .line(line + error.line - 1), "isn't valid JSON: \(error.reason)", &found)
        }
        do throws(RowProblem) {
            let table = try TableRows(in: value)
            columns = table.columns
            found += table.findings
        } catch {
            fail(error.place, error.reason, &found)
        }
    }
}

extension JSONSyntaxError {
    /// Whether a value is complete but something follows it.
    fileprivate var isBehindValue: Bool { reason == "expected the end of the text" }
}
