import Nx1Client
import Testing

@testable import Nx1Values
@testable import TypedRequests

@Suite("The question for a template's value")
struct TemplateVariableTests {
    @Test(
        "names what is valid: the choices, the bounds, or the type",
        arguments: [
            (#"{"name": "v", "type": "boolean"}"#, "v (yes or no): "),
            (#"{"name": "v", "type": "date"}"#, "v (a date, such as 2026-11-29): "),
            (#"{"name": "v", "type": "list"}"#, "v (a comma-separated list): "),
            (#"{"name": "v", "type": "object"}"#, "v (a JSON object): "),
            (#"{"name": "v", "type": "integer"}"#, "v (an integer): "),
            (#"{"name": "v", "type": "number"}"#, "v (a number): "),
            (#"{"name": "v", "type": "integer", "min_value": 1, "max_value": 9}"#, "v (1 to 9): "),
            (#"{"name": "v", "type": "integer", "min_value": 1}"#, "v (at least 1): "),
            (#"{"name": "v", "label": "Region", "type": "text"}"#, "Region: "),
        ])
    func question(variable: String, question: String) throws {
        let json = try JSONValue(parsing: #"{"id": "t", "name": "T", "variables": [\#(variable)]}"#)
        let template = try #require(CrewTemplate(json))
        #expect(template.variables.first?.question == question)
    }
}
