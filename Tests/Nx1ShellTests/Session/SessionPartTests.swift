import Nx1Client
import Testing

@testable import Nx1Shell
@testable import ShellOutput
@testable import ShellSession

@Suite("The table of many answers")
struct AnswerTableTests {
    @Test("has its header once, and again after another format")
    func head() {
        let table = AnswerTable()
        let head = "line,question,status,answer\r\n"
        #expect(table.head(for: .csv) == head)
        #expect(table.head(for: .csv) == nil)
        #expect(table.head(for: .json) == nil)
        #expect(table.head(for: .csv) == head)
    }
}

@Suite("The known crews")
struct CrewCatalogTests {
    @Test("are the published ones until the service has listed its own; an unknown name gets suggestions")
    func names() {
        var catalog = CrewCatalog()
        #expect(catalog.contains(.ask))
        #expect(!catalog.contains("forecasting"))
        #expect(catalog.unknown("forecastin").sentence.contains("Available crews: ask"))
        let names: [JSONValue] = ["ask", "forecasting"]
        catalog.learn(names.compactMap(CrewOffer.init), of: "")
        #expect(catalog.contains("forecasting"))
        #expect(
            catalog.unknown("forecastin").sentence
                == "Unknown crew \"forecastin\". Did you mean `forecasting`?")
    }

    @Test("include no template if the service offers none, and an unknown name says so")
    func templates() throws {
        var catalog = CrewCatalog()
        catalog.learn([] as [CrewTemplate], of: "")
        #expect(try catalog.template(named: "late") == nil)
        #expect(
            catalog.unknownTemplate("late").sentence
                == "Unknown template \"late\". The service offers you no templates.")
    }
}

@Suite("The outcome of a line")
struct LineOutcomeTests {
    @Test("keeps its first failure, and returns a text to edit once")
    func outcome() {
        let outcome = LineOutcome()
        #expect(outcome.failure == nil)
        outcome.add(.failed)
        outcome.add(.usage)
        #expect(outcome.failure == .failed)
        outcome.edit("Why?")
        #expect(outcome.takeTextToEdit() == "Why?")
        #expect(outcome.takeTextToEdit() == nil)
    }
}
