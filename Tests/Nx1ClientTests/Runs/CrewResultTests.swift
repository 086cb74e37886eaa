import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("The answer of a result")
struct CrewResultTests {
    private func result(_ json: String) throws -> CrewResult {
        CrewResult(correlationID: "c", status: .completed, value: try JSONValue(parsing: json))
    }

    @Test(
        "is the raw text of CrewAI's output object",
        arguments: [
            #"{"raw":"Hi","pydantic":null,"json_dict":null,"tasks_output":[],"token_usage":{}}"#,
            #"{"raw":"Hi","pydantic":null,"json_dict":null}"#,
            #"{"tasks_output":[{"raw":"No"}],"token_usage":null,"raw":"Hi"}"#,
            // A model declared as its base class, or converted to a string, isn't the answer.
            #"{"raw":"Hi","pydantic":{},"json_dict":{}}"#,
            #"{"raw":"Hi","pydantic":"name='No'","json_dict":[]}"#,
            #"{"raw":"Hi","pydantic":false,"json_dict":0}"#,
            #"{"raw":"No","pydantic":null,"json_dict":null,"raw":"Hi"}"#,
        ])
    func raw(json: String) throws {
        let result = try result(json)
        #expect(result.answer == "Hi")
        #expect(result.text == "Hi")
        #expect(result.value.object != nil)
    }

    @Test("is the structured answer if there is one, JSON before the model")
    func structured() throws {
        let dictionary = try result(#"{"raw":"No","pydantic":{"b":2},"json_dict":{"a":1.0}}"#)
        #expect(dictionary.answer == (try JSONValue(parsing: #"{"a":1.0}"#)))
        #expect(dictionary.text == "{\n  \"a\": 1.0\n}")
        #expect(try result(#"{"raw":"No","pydantic":{"b":2},"json_dict":null}"#).answer == ["b": 2])
        #expect(try result(#"{"raw":"No","pydantic":[1],"json_dict":{}}"#).answer == [1])
    }

    @Test(
        "is the whole value if that isn't an output object, however similar",
        arguments: [
            #"{"raw":"Hi"}"#, #"{"raw":"Hi","token_usage":{"total_tokens":7}}"#,
            #"{"raw":"Hi","json_dict":{"a":1},"data":[]}"#, #"{"raw":"Hi","columns":["a"],"data":[[1]]}"#,
            #"{"raw":null,"pydantic":null,"json_dict":{"a":1}}"#, #"{"raw":7,"pydantic":1,"json_dict":2}"#,
            #"{"pydantic":{"a":1},"json_dict":{"a":1},"tasks_output":[],"token_usage":{}}"#,
            #"{"Raw":"Hi","pydantic":null,"json_dict":null}"#,
            #"{"raw":"Hi","json_dict":1,"json_dict":2}"#,
            #"[{"raw":"Hi","pydantic":null,"json_dict":null}]"#, #""raw pydantic json_dict""#, "null",
            #"{"output":{"raw":"Hi","pydantic":null,"json_dict":null}}"#,
        ])
    func nearMisses(json: String) throws {
        let result = try result(json)
        #expect(result.answer == result.value)
        #expect(result.tokenUsage == nil)
    }

    @Test("keeps the raw text byte for byte")
    func exact() throws {
        let text = " # A\u{1B}[2J \r\n\n"
        let value: JSONValue = ["raw": .string(text), "pydantic": .null, "json_dict": .null]
        let result = CrewResult(correlationID: "c", status: .completed, value: value)
        #expect(result.text == text)
    }

    @Test(
        "has the token counts of the output object, if they're valid",
        arguments: [
            (
                #"{"total_tokens":9,"prompt_tokens":6,"completion_tokens":3,"successful_requests":2}"#,
                TokenUsage(prompt: 6, completion: 3, total: 9)
            ),
            (#"{"prompt_tokens":6,"completion_tokens":3}"#, TokenUsage(prompt: 6, completion: 3, total: 9)),
            (#"{"total_tokens":9}"#, TokenUsage(total: 9)),
            (#"{"total_tokens":0,"prompt_tokens":0,"completion_tokens":0}"#, nil),
            (#"{"total_tokens":-9}"#, nil), (#"{"total_tokens":"9"}"#, nil), (#"{"total_tokens":9e99}"#, nil),
            ("{}", nil), ("null", nil), ("[9]", nil), ("9", nil),
        ] as [(String, TokenUsage?)])
    func tokens(json: String, usage: TokenUsage?) throws {
        let result = try result(#"{"raw":"Hi","tasks_output":[],"token_usage":\#(json)}"#)
        #expect(result.tokenUsage == usage)
    }
}
