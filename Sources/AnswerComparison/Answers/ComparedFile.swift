import Nx1Events
import ShellText

extension ComparedAnswer {
    /// A file that can't be compared, and why.
    package struct UnreadableFile: Error, Sendable, Equatable, CustomStringConvertible {
        /// What is wrong, such as `line 3: a quoted field isn't closed`.
        package let description: String
    }

    /// The content of a file, by what its name ends with: `.csv`, `.tsv` and `.tab` are tables, `.json`, `.jsonl` and `.ndjson` JSON, and
    /// everything else is text, in which tables are Markdown's.
    ///
    /// A record that `-o json` has written stands for the answer in it.
    /// - Throws: ``UnreadableFile`` if it isn't what its name says, or no text at all.
    package init(file bytes: [UInt8], named name: String) throws(UnreadableFile) {
        let file = name.split(separator: "/").last ?? ""
        let ending = file.lastIndex(of: ".").map { file[file.index(after: $0)...].lowercased() } ?? ""
        switch ending {
        case "csv": self.init(try Self.table(in: bytes, .commas))
        case "tsv", "tab": self.init(try Self.table(in: bytes, .tabs))
        case "json": self.init(Self.answer(in: try Self.value(in: bytes)))
        case "jsonl", "ndjson": self.init(.array(try Self.values(in: bytes)))
        default:
            guard var text = String(validating: bytes, as: UTF8.self) else {
                throw UnreadableFile(description: "the text isn't valid UTF-8")
            }
            if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
            if text.hasSuffix("\n") { text.removeLast() }
            self.init(.string(text))
        }
    }

    private static func table(
        in bytes: [UInt8], _ form: SeparatedValues.Form
    ) throws(UnreadableFile) -> ResultTable {
        do throws(CommaSeparatedReader.Malformation) {
            return try CommaSeparatedReader.table(in: bytes, form)
        } catch {
            throw UnreadableFile(description: error.description)
        }
    }

    private static func value(in bytes: [UInt8]) throws(UnreadableFile) -> JSONValue {
        do throws(JSONSyntaxError) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw UnreadableFile(description: "line \(error.line), column \(error.column): \(error.reason)")
        }
    }

    private static func values(in bytes: [UInt8]) throws(UnreadableFile) -> [JSONValue] {
        var values: [JSONValue] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            do throws(JSONSyntaxError) {
                values.append(try JSONValue(parsing: line))
            } catch {
                throw UnreadableFile(
                    description: "line \(index + 1), column \(error.column): \(error.reason)")
            }
        }
        return values
    }

    /// The answer in a record of a run; any other value as it is.
    private static func answer(in value: JSONValue) -> JSONValue {
        guard value["correlation_id"] != nil, value["status"] != nil, let result = value["result"] else {
            return value
        }
        return result
    }
}
