import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A response to a request for a result")
struct ResultReadingTests {
    private func read(_ status: Int, _ body: String, type: String = "application/json") throws
        -> ResultReading
    {
        let answer = HTTPAnswer(status: status, contentType: type, location: nil, body: Array(body.utf8))
        return ResultReading(answer, correlationID: "c", from: try ServiceAddress("https://acme.example"))
    }

    @Test(
        "may mean not yet",
        arguments: [
            (202, ""), (202, #"{"detail":"working"}"#), (204, ""), (200, ""), (200, " \n"), (200, "null"),
            (200, #"{"status":"pending"}"#), (200, #"{"status":"running","result":null,"error":null}"#),
            (200, #"{"status":"RUNNING","correlation_id":"c"}"#),
            (200, #"{"status":"warming_up","result":null}"#),
            (200, #"{"correlation_id":"c","result":null,"error":null}"#),
        ])
    func pending(status: Int, body: String) throws {
        guard case .pending = try read(status, body) else {
            Issue.record("\(try read(status, body))")
            return
        }
    }

    @Test(
        "is the result, in an envelope or bare",
        arguments: [
            (#"{"status":"completed","result":"42","error":null}"#, "42"),
            (#"{"status":"success","result":{"a":1}}"#, ["a": 1]),
            (#"{"correlation_id":"c","result":[1,2]}"#, [1, 2]),
            (#""just text""#, "just text"), ("[1]", [1]), ("7", 7), ("false", false),
            (#"{"columns":["a"],"data":[[1]]}"#, ["columns": ["a"], "data": [[1]]]),
            (#"{"status":"shipped","orders":17}"#, ["status": "shipped", "orders": 17]),
            (#"{"status":"completed"}"#, .null),
        ] as [(String, JSONValue)])
    func ended(body: String, value: JSONValue) throws {
        guard case .ended(let result) = try read(200, body) else {
            Issue.record("\(try read(200, body))")
            return
        }
        #expect(result.value == value)
        #expect(result.failure == nil)
    }

    @Test(
        "is CrewAI's output object, bare or in an envelope, unchanged",
        arguments: [output, #"{"status":"completed","result":\#(output),"error":null}"#])
    func crewOutput(body: String) throws {
        guard case .ended(let result) = try read(200, body) else {
            Issue.record("\(try read(200, body))")
            return
        }
        #expect(result.value == (try JSONValue(parsing: Self.output)))
        #expect(result.text == "# Late orders")
        #expect(result.tokenUsage == TokenUsage(prompt: 6, completion: 3, total: 9))
    }

    private static let output = """
        {"raw":"# Late orders","pydantic":null,"json_dict":null,"tasks_output":[{"raw":"Jan 77"}],\
        "token_usage":{"prompt_tokens":6,"completion_tokens":3,"total_tokens":9}}
        """

    @Test(
        "is a failure with its reason",
        arguments: [
            (#"{"status":"failed","result":null,"error":"no such table"}"#, "no such table"),
            (#"{"status":"failed","error":{"message":"no such table"}}"#, "no such table"),
            (#"{"correlation_id":"c","error":"no such table"}"#, "no such table"),
            (#"{"status":"failed"}"#, "the service gave no reason"),
        ])
    func failed(body: String, reason: String) throws {
        guard case .ended(let result) = try read(200, body) else {
            Issue.record("\(try read(200, body))")
            return
        }
        #expect(result.failure?.code == .runFailed)
        #expect(result.failure?.message.contains(reason) == true)
        #expect(result.failure?.correlationID == "c")
    }

    @Test("is text if it's declared as text, and otherwise an error if it isn't JSON")
    func notJSON() throws {
        guard case .ended(let result) = try read(200, "# Late orders", type: "text/markdown; charset=utf-8")
        else {
            Issue.record("not taken")
            return
        }
        #expect(result.text == "# Late orders")
        guard case .failed(let error) = try read(200, "<html>Sign in</html>", type: "text/html") else {
            Issue.record("taken")
            return
        }
        #expect(error.code == .notUnderstood)
        #expect(error.message.contains("<html>Sign in</html>"))
    }

    @Test("with 404 may mean an unknown run; any other status is an error")
    func statuses() throws {
        guard case .unknown(let unknown) = try read(404, #"{"detail":"Not Found"}"#) else {
            Issue.record("known")
            return
        }
        #expect(unknown.code == .notFound)
        guard case .failed(let failed) = try read(401, "") else {
            Issue.record("taken")
            return
        }
        #expect(failed.code == .notSignedIn)
    }
}
