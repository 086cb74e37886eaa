import Testing

@testable import ShellCharts

@Suite("Ticks of a scale")
struct ScaleTests {
    @Test(
        "Ticks are at round numbers",
        arguments: [
            (0.0...168, 4, [0.0, 50, 100, 150]), (0...1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
            (-310...1240, 3, [0, 1000]), (0.001...0.0035, 5, [0.001, 0.0015, 0.002, 0.0025, 0.003, 0.0035]),
            (7...7, 4, [7]), (0...0.3, 3, [0, 0.1, 0.2, 0.3]),
        ])
    func round(_ range: ClosedRange<Double>, _ count: Int, _ ticks: [Double]) {
        #expect(RoundTicks(range, about: count).inside == ticks)
    }

    @Test("For any range, ticks are limited in number and never trap")
    func extremes() {
        let ends: [Double] = [
            -.greatestFiniteMagnitude, -1e16, -1, -.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude, 1e-300,
            1, 1 + .ulpOfOne,
            1e16, 1e16 + 2, .greatestFiniteMagnitude,
        ]
        for low in ends {
            for high in ends where high >= low {
                for count in [1, 7, 40] {
                    let ticks = RoundTicks(low...high, about: count)
                    #expect(ticks.enclosing.count < 100)
                    let text = NumberText(unit: "ms", ticks: ticks.enclosing)
                    for tick in ticks.enclosing { #expect(!text.text(tick).isEmpty) }
                    for isLogarithmic in [false, true] where !isLogarithmic || low > 0 {
                        let scale = ValueScale.forPoints(
                            low...high, isLogarithmic: isLogarithmic, ticks: count)
                        #expect((0...1).contains(scale.fraction(of: low)))
                        #expect((0...1).contains(scale.fraction(of: high)))
                    }
                }
            }
        }
    }

    @Test("Ticks have a common format, with the unit where people write it")
    func numbers() {
        func texts(_ unit: String, _ ticks: Double...) -> [String] {
            let text = NumberText(unit: unit, ticks: ticks)
            return ticks.map(text.text)
        }
        #expect(texts("", 0, 1000, 2000) == ["0", "1,000", "2,000"])
        #expect(texts("%", 0, 0.5, 1) == ["0.0%", "0.5%", "1.0%"])
        #expect(texts("€", -20, 0, 20) == ["-€20", "€0", "€20"])
        #expect(texts("USD", 0, 20_000_000) == ["USD 0", "USD 20M"])
        #expect(texts("B", 0, 5e9, 1e10) == ["0 B", "5 GB", "10 GB"])
        #expect(texts("ms", 0, 0.5) == ["0.0 ms", "0.5 ms"])
        #expect(texts("", 1, 10, 100) == ["1", "10", "100"])
        #expect(NumberText.plain(1_234_567.891) == "1,234,568")
        #expect(NumberText.plain(-0.00012) == "-0.00012")
        #expect(NumberText.plain(1.5e20) == "1.5e20")
    }

    @Test("Ticks along time are at the starts of years, months, weeks, days or hours")
    func times() throws {
        func labels(_ first: String, _ last: String, _ count: Int) throws -> [String] {
            let low = try #require(WrittenTime(first))
            let high = try #require(WrittenTime(last))
            return TimeTicks(low.seconds...high.seconds, max(low.resolution, high.resolution), about: count)
                .ticks.map(\.label)
        }
        #expect(try labels("2024-11", "2025-03", 5) == ["Nov 2024", "Dec", "Jan 2025", "Feb", "Mar"])
        #expect(try labels("2020-02-01", "2024-03-01", 5) == ["2021", "2022", "2023", "2024"])
        #expect(try labels("2026-01-01", "2026-01-20", 4) == ["Jan 5, 2026", "Jan 12", "Jan 19"])
        #expect(try labels("08:00", "12:00", 4) == ["08:00", "09:00", "10:00", "11:00", "12:00"])
        #expect(try labels("Q1 2025", "Q1 2026", 5) == ["Q1 2025", "Q2", "Q3", "Q4", "Q1 2026"])
    }
}
