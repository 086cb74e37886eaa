import Foundation
import Synchronization
import Testing

@Suite("Answers")
struct AnswerTests {
    static func answer(crew: String, _ taskInput: String) async throws -> Data {
        let data = Mutex(Data())
        try await withCaller { caller in
            let id = try await caller.start(taskInput, crew: crew)
            let result = try await caller.result(of: id)
            let json = try JSONSerialization.data(
                withJSONObject: try #require(result["result"]), options: .fragmentsAllowed)
            data.withLock { $0 = json }
        }
        return data.withLock { $0 }
    }

    @Test(
        "Every crew's answer says that it comes from the sandbox",
        arguments: ["ask", "classification", "data_engineering", "data_suggestion", "semantic_model"])
    func namesTheSandbox(crew: String) async throws {
        let answer = String(decoding: try await Self.answer(crew: crew, "{}"), as: UTF8.self)
        #expect(answer.contains("made up by the Nx1 sandbox"))
    }

    @Test("ask repeats the question line by line, and has a table")
    func ask() async throws {
        let data = try await Self.answer(crew: "ask", #"{"question":"How many?\nAnd why?"}"#)
        let text = try JSONDecoder().decode(String.self, from: data)
        #expect(text.contains("> How many?\n> And why?\n"))
        #expect(text.contains("|:------|-------:|"))
    }

    @Test("data_engineering has a fenced SQL block")
    func dataEngineering() async throws {
        let data = try await Self.answer(crew: "data_engineering", #"{"question":"Late orders"}"#)
        let text = try JSONDecoder().decode(String.self, from: data)
        #expect(text.contains("\n```sql\n") && text.contains(";\n```\n"))
    }

    @Test("classification chooses among the given labels, with confidences that add up to 1")
    func classification() async throws {
        struct Classification: Decodable {
            struct Label: Decodable {
                let label: String
                let confidence: Double
            }
            let label: String
            let labels: [Label]
            let text: String
        }
        let data = try await Self.answer(
            crew: "classification", #"{"text":"Where is it?","labels":["red","green","blue"]}"#)
        let answer = try JSONDecoder().decode(Classification.self, from: data)
        #expect(answer.label == "red")
        #expect(answer.labels.map(\.label) == ["red", "green", "blue"])
        #expect(answer.labels.reduce(0) { $0 + $1.confidence } == 1)
        #expect(answer.text == "Where is it?")
    }

    @Test("data_suggestion is a list of objects, semantic_model a table")
    func shapes() async throws {
        let list = try JSONSerialization.jsonObject(
            with: try await Self.answer(crew: "data_suggestion", "{}"))
        #expect((list as? [[String: Any]])?.count == 3)
        struct Table: Decodable {
            let columns: [String]
            let data: [[String?]]
        }
        let table = try JSONDecoder().decode(
            Table.self, from: try await Self.answer(crew: "semantic_model", "{}"))
        #expect(table.data.allSatisfy { $0.count == table.columns.count })
    }
}
