import LineEditor
import Nx1Events
import ShellText
import Testing

@testable import ShellCharts

@Suite("Charts of random tables")
struct RandomChartTests {
    @Test("Random charts fit into the window, write no control sequences, and never trap", arguments: 0..<40)
    func random(_ seed: UInt64) throws {
        var random = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        for _ in 0..<8 {
            let table = Self.table(&random)
            for _ in 0..<4 {
                guard let chart = try? Chart(table, Self.request(table, &random), question: "How many late?")
                else { continue }
                let width = Int.random(in: 20...220, using: &random)
                let signs = Bool.random(using: &random) ? ChartSigns.unicode : .ascii
                let rows = ChartText(chart, on: Page(columns: width), signs).rows
                for row in rows.rows where row.width > width {
                    Issue.record("\(row.width) columns of \(width): \(row.text)")
                }
                #expect(
                    !rows.text.unicodeScalars.contains {
                        $0 != "\n" && $0 != "\u{200E}" && TerminalControl.contains($0)
                    })
                let svg = ChartPicture(chart).svg
                #expect(!svg.contains("nan") && !svg.contains("inf"))
                #expect(svg.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
                _ = chart.json.serialized()
            }
        }
    }

    private static func table(_ random: inout Generator) -> ResultTable {
        let count = Int.random(in: 1...6, using: &random)
        let kinds = (0..<count).map { _ in Int.random(in: 0..<9, using: &random) }
        let rows = (0..<Int.random(in: 0...120, using: &random)).map { row in
            kinds.prefix(Bool.random(using: &random) ? count : Int.random(in: 0...count, using: &random)).map
            {
                cell(Int.random(in: 0..<12, using: &random) == 0 ? 8 : $0, row, &random)
            }
        }
        let names = [
            "late", "a\u{1B}b", "שלום", "", "A name that goes on and on and on and on and on", "東京 |", "x",
        ]
        return ResultTable(
            columns: Bool.random(using: &random)
                ? [] : (0..<count).map { _ in names.randomElement(using: &random) ?? "" },
            rows: rows)
    }

    private static func cell(_ kind: Int, _ row: Int, _ random: inout Generator) -> JSONValue {
        let number = Int.random(in: -1000...1000, using: &random)
        switch kind {
        case 0: return .number(JSONNumber(number))
        case 1: return .string("€ \(number),00")
        case 2: return .string("\(Double(number) / 7) %")
        case 3: return JSONNumber(Double(number) * 1e305).map(JSONValue.number) ?? .null
        case 4:
            return .string(
                "20\(Int.random(in: 10...99, using: &random))-0\(Int.random(in: 1...9, using: &random))")
        case 5: return .string(["Jan", "Feb", "March", "Dec"].randomElement(using: &random) ?? "")
        case 6:
            return .string(
                ["North", "**South**", "\u{202E}evil\u{7}", "שלום עולם", "東京", "👩‍👩‍👧‍👦 family"].randomElement(
                    using: &random) ?? "")
        case 7: return .number(JSONNumber(row))
        default:
            let odd: [JSONValue] = [
                .null, true, [1, 2], ["a": 1], "", "-", .string(String(repeating: "long ", count: 100)),
                .number(JSONNumber(literal: "1e400") ?? JSONNumber(0)), "9999-12-31", "1e308", "-1e308",
                "1e-320",
            ]
            return odd.randomElement(using: &random) ?? .null
        }
    }

    private static func request(_ table: ResultTable, _ random: inout Generator) -> ChartRequest {
        func name() -> String { "\(Int.random(in: 1...max(1, table.columnCount), using: &random))" }
        return ChartRequest(
            columns: (0..<Int.random(in: 0...2, using: &random)).map { _ in name() },
            x: Int.random(in: 0..<3, using: &random) == 0 ? name() : nil,
            kind: Bool.random(using: &random) ? ChartKind.allCases.randomElement(using: &random) : nil,
            top: Int.random(in: 0..<5, using: &random) == 0 ? Int.random(in: 1...50, using: &random) : nil,
            isLogarithmic: Int.random(in: 0..<4, using: &random) == 0)
    }

    /// SplitMix64, a seeded random number generator.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }
}
