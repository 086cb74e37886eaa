import Nx1Events
import ShellText

extension ComparedAnswer {
    /// The error for a file that can't be compared.
    package struct UnreadableFile: Error, Sendable, Equatable, CustomStringConvertible {
        /// The problem, such as `line 3: a quoted field isn't closed`.
        package let description: String
    }

    /// Reads a file by its extension: `.csv`, `.tsv` and `.tab` as tables, `.json`, `.jsonl` and `.ndjson` as JSON, and
    /// everything else as text with Markdown tables.
    ///
    /// A record written by `-o json` stands for the answer in it.
    /// - Throws: ``UnreadableFile`` if the content doesn't match the extension, or isn't text.
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

    /// Returns the answer in a run's record; any other value unchanged.
    private static func answer(in value: JSONValue) -> JSONValue {
        guard value["correlation_id"] != nil, value["status"] != nil, let result = value["result"] else {
            return value
        }
        return result
    }
}
