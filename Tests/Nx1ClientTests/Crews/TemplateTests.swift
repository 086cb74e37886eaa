import Nx1Client
import Testing

@testable import Nx1Values

/// A template with the given variables, each a JSON object.
func template(_ variables: String..., config: String = "{}") throws -> CrewTemplate {
    let text = """
        {"id": "t-1", "name": "Late orders", "crew_config": \(config), "variables": [\(variables.joined(separator: ","))]}
        """
    return try #require(CrewTemplate(JSONValue(parsing: text)))
}

@Suite("A crew template")
struct TemplateTests {
    @Test("is parsed completely, from new services and from older ones without variables")
    func reading() throws {
        let new = try JSONValue(
            parsing: """
                {"id": "t-1", "name": "Late orders", "description": "Finds them", "crew_config": {"agents": [], "extra": 1},
                "tags": ["a", "b"], "is_shared": true, "created_by": "u", "updated_by": "v", "created_at": "2026-01-01",
                "updated_at": "2026-01-02", "variables": [{"name": "limit", "label": "Limit", "description": "How many",
                "type": "integer", "required": true, "default": 10, "choices": null, "min_value": 1, "max_value": 100,
                "sensitive": true, "group": "Scope", "show_if": {"x": 1}}, {"label": "nameless"}],
                "lint_warnings": ["w", {"message": "m"}], "new": 1}
                """)
        let template = try #require(CrewTemplate(new))
        #expect(template.tags == ["a", "b"] && template.isShared && template.createdBy == "u")
        #expect(template.crewConfig.json["extra"] == 1)
        #expect(template.lintWarnings == ["w", "m"])
        #expect(template.json["new"] == 1)
        #expect(template.variables.map(\.name) == ["limit"])
        let limit = try #require(template.variable(named: "limit"))
        #expect(limit.type == .integer && limit.isRequired && limit.isSensitive && limit.default == 10)
        #expect(limit.minimum?.int == 1 && limit.maximum?.int == 100 && limit.group == "Scope")
        #expect(limit.showIf == ["x": 1])

        let old = try #require(CrewTemplate(["id": "t-2", "name": "Old", "crew_config": [:]]))
        #expect(old.variables.isEmpty && old.lintWarnings.isEmpty && old.description == nil)
        #expect(old.problems(with: ["anything": 1]).isEmpty)
        #expect(CrewTemplate(["name": "No id"]) == nil)
        #expect(CrewTemplate(["id": "t-3"])?.name == "t-3")
    }

    @Test("is requested by its id, with only its values")
    func request() throws {
        var template = try template()
        template.id = "a/b"
        let request = CrewRunRequest(crew: .template(template.reference), taskInput: ["limit": 5])
        #expect(request.path == "/api/crew-templates/a%2Fb/run")
        #expect(request.json == ["values": ["limit": 5]])
        #expect(request.crewType == nil && request.template?.name == "Late orders")
    }

    @Test(
        "shows a variable only if its condition holds, or if the condition is unknown",
        arguments: [
            (#"{"variable":"mode","equals":"full"}"#, true, false),
            (#"{"name":"mode","value":"full"}"#, true, false),
            (#"{"field":"mode","operator":"!=","value":"full"}"#, false, true),
            (#"{"field":"mode","in":["full","half"]}"#, true, false),
            (#"{"mode":"full"}"#, true, false), (#"{"mode":["full","half"]}"#, true, false),
            (#"{"mode":"full","count":1.0}"#, true, false), (#"{"mode":"full","count":2}"#, false, false),
            (#"[{"mode":"full"},{"variable":"count","equals":1}]"#, true, false),
            (#""mode == 'full'""#, true, true), (#"{"variable":"gone","equals":1}"#, true, true),
            (#"{"variable":"mode","matches":"f.*"}"#, true, true), ("null", true, true), ("{}", true, true),
        ])
    func conditions(condition: String, whenFull: Bool, whenQuick: Bool) throws {
        let template = try template(
            #"{"name":"mode","type":"string","default":"full"}"#,
            #"{"name":"count","type":"integer","default":1}"#,
            #"{"name":"pin","required":true,"show_if":\#(condition)}"#)
        let pin = try #require(template.variable(named: "pin"))
        #expect(template.isShown(pin, given: ["mode": "full"]) == whenFull)
        #expect(template.isShown(pin, given: [:]) == whenFull, "by the default")
        #expect(template.isShown(pin, given: ["mode": "quick"]) == whenQuick)
        #expect(template.missingVariables(given: ["mode": "quick"]).map(\.name) == (whenQuick ? ["pin"] : []))
    }

    @Test("lists missing values first, then invalid ones")
    func problems() throws {
        let template = try template(
            #"{"name":"region","type":"choice","required":true,"choices":["north","south"]}"#,
            #"{"name":"since","type":"date","required":true}"#,
            #"{"name":"limit","type":"integer","default":5,"required":true}"#)
        let problems = template.problems(with: ["reigon": "north", "limit": "five", "since": .null])
        #expect(
            problems.map(\.description) == [
                "region: A value is required.", "since: A value is required.",
                "reigon: The template has no such variable. It has region, since and limit.",
                #"limit: The value must be an integer, not "five"."#,
            ])
        #expect(problems.map(\.kind) == [.missing, .missing, .unknown, .invalid])
        #expect(template.problems(with: ["region": "north", "since": "2026-01-01"]).isEmpty)
    }

    @Test(
        "rejects a value that the declaration doesn't allow, with the reason",
        arguments: [
            (#""type":"string""#, "5", "The value must be text, not 5."),
            (#""type":"integer""#, "1.5", "The value must be an integer, not 1.5."),
            (#""type":"int""#, "12345678901234567890123", nil), (#""type":"int""#, "2.0", nil),
            (#""type":"number""#, #""5""#, #"The value must be a number, not "5"."#),
            (#""type":"float""#, "1e400", nil),
            (#""type":"boolean""#, "1", "The value must be true or false, not 1."),
            (#""type":"list""#, #""a""#, #"The value must be a list, not "a"."#),
            (#""type":"object""#, "[]", "The value must be an object, not []."),
            (
                #""type":"date""#, #""29.11.2026""#,
                #"The value must be a date such as 2026-11-29, not "29.11.2026"."#
            ),
            (
                #""type":"date""#, #""2026-02-29""#,
                #"The value must be a date such as 2026-11-29, not "2026-02-29"."#
            ),
            (#""type":"date""#, #""2028-02-29""#, nil),
            (
                #""type":"choice","choices":["a","b","c"]"#, #""d""#,
                #"The value must be one of a, b or c, not "d"."#
            ),
            (#""type":"choice","choices":[1,{"value":2,"label":"two"}]"#, "2.0", nil),
            (#""type":"choice","choices":["only"]"#, #""d""#, #"The value must be only, not "d"."#),
            (
                #""type":"list","choices":["a","b"]"#, #"["a","z"]"#,
                #"Each element must be one of a or b, not "z"."#
            ),
            (
                #""type":"string","min_length":3"#, #""ab""#,
                "The value must have at least 3 characters, not 2."
            ),
            (#""type":"string","max_length":1"#, #""ab""#, "The value must have at most 1 character, not 2."),
            (#""type":"list","min_length":1"#, "[]", "The value must have at least 1 element, not 0."),
            (#""type":"integer","min_value":1"#, "0", "The value must be at least 1, not 0."),
            (#""type":"number","max_value":0.5"#, "0.75", "The value must be at most 0.5, not 0.75."),
            (
                #""type":"string","min_length":3,"sensitive":true"#, #""ab""#,
                "The value must have at least 3 characters."
            ),
            (#""type":"integer","sensitive":true"#, #""hush""#, "The value must be an integer."),
            (#""type":"choice","choices":["a"],"sensitive":true"#, #""hush""#, "The value must be a."),
            (#""type":"geometry""#, "[[1,2]]", nil), (#""label":"untyped""#, "5", nil),
            (#""type":"integer""#, "null", nil),
        ] as [(String, String, String?)])
    func refusals(declaration: String, value: String, message: String?) throws {
        let variable = try #require(try template(#"{"name":"x",\#(declaration)}"#).variables.first)
        #expect(variable.problem(with: try JSONValue(parsing: value)) == message)
    }

    @Test(
        "parses typed values by the variable's type, and keeps text that doesn't parse",
        arguments: [
            (#""type":"integer""#, "5", "5"), (#""type":"integer""#, " 5 ", "5"),
            (#""type":"integer""#, "five", #""five""#), (#""type":"number""#, "0.50", "0.50"),
            (#""type":"boolean""#, "yes", "true"), (#""type":"boolean""#, "False", "false"),
            (#""type":"boolean""#, "maybe", #""maybe""#), (#""type":"string""#, "5", #""5""#),
            (#""type":"string""#, " a ", #"" a ""#), (#""type":"list""#, "a, b", #"["a","b"]"#),
            (#""type":"list""#, "[1, 2]", "[1,2]"), (#""type":"list""#, "", "[]"),
            (#""type":"list","choices":[1,2]"#, "1,2", "[1,2]"),
            (#""type":"object""#, #"{"a":1}"#, #"{"a":1}"#),
            (#""type":"object""#, "[1]", #""[1]""#), (#""type":"choice","choices":[1,2]"#, "2", "2"),
            (#""type":"choice","choices":["a"]"#, "b", #""b""#),
            (#""type":"date""#, " 2026-01-01", #""2026-01-01""#),
            (#""type":"geometry""#, "5", #""5""#),
        ])
    func typed(declaration: String, text: String, value: String) throws {
        let variable = try #require(try template(#"{"name":"x",\#(declaration)}"#).variables.first)
        #expect(variable.value(readFrom: text).serialized() == value)
    }
}
