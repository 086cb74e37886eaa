import ShellText
import Testing

@testable import ShellCharts

@Suite("Numbers as most tables have them")
struct PlainNumberTests {
    @Test("are read as all others are, only faster")
    func alike() {
        let signs = ["", "-", "€ ", "€", "$", "-€", "€ -"]
        let bodies = [
            "0", "7", "42", "2410", "2,410", "12,345,678", "0,123", "1,23", "1,2345", "2.410", "1,234.5",
            "1.234,5", "1,234,56",
            "0.5", ".5", "5.", "", ",123", "1,,234", "1,234.567,8", "1234,567",
            "123456789012345678901234567890", "1e5", "00", "00,123",
        ]
        var count = 0
        for sign in signs {
            for body in bodies {
                for end in ["", "%", " %", " ms", "k"] {
                    let text = sign + body + end
                    guard let plain = PlainNumber(text) else { continue }
                    count += 1
                    #expect(plain.value == WrittenNumber(text)?.value, "\(text)")
                }
            }
        }
        #expect(count > 100)
    }
}
