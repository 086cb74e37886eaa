import Nx1Client
import Testing

@Suite("JSON objects")
struct JSONObjectTests {
    @Test("Members keep their order")
    func order() throws {
        let json = #"{"z":1,"a":2,"m":{"y":1,"b":2}}"#
        #expect(try JSONValue(parsing: json).serialized() == json)
        #expect(try JSONValue(parsing: json).object?.keys == ["z", "a", "m"])
    }

    @Test("Repeated names survive, and the last one counts")
    func duplicates() throws {
        let json = #"{"a":1,"b":2,"a":3}"#
        let value = try JSONValue(parsing: json)
        #expect(value["a"] == 3)
        #expect(value.object?.count == 3)
        #expect(value.serialized() == json)
    }

    @Test("Setting replaces in place, appends what is new, and nil removes")
    func setting() throws {
        var object: JSONObject = ["a": 1, "b": 2, "a": 3, "c": 4]
        object["a"] = 5
        #expect(JSONValue.object(object).serialized() == #"{"a":5,"b":2,"c":4}"#)
        object["d"] = nil
        object["d"] = .null
        object["b"] = nil
        #expect(JSONValue.object(object).serialized() == #"{"a":5,"c":4,"d":null}"#)
        object.append(6, forKey: "a")
        object["a"] = nil
        #expect(object.keys == ["c", "d"])
    }

    @Test("Merging sets one member after the other")
    func merging() {
        let object: JSONObject = ["a": 1, "b": 2]
        #expect(JSONValue.object(object.merging(["b": 3, "c": 4])).serialized() == #"{"a":1,"b":3,"c":4}"#)
        #expect(object["b"] == 2)
    }

    @Test("Names that only look alike are different names")
    func similarNames() {
        var object: JSONObject = ["\u{E9}": 1]
        #expect(object["e\u{301}"] == nil)
        object["e\u{301}"] = 2
        #expect(object.count == 2)
        #expect(object["\u{E9}"] == 1)
    }

    @Test("It is a collection of its members")
    func collection() {
        let object: JSONObject = ["a": 1, "b": true]
        #expect(object.count == 2)
        #expect(object[1].key == "b")
        #expect(object.map(\.value) == [1, true])
        #expect(JSONObject().isEmpty)
        #expect(JSONObject(object.map { ($0.key, $0.value) }) == object)
    }

    @Test("A value gives what it is and nothing else")
    func accessors() {
        let value: JSONValue = [
            "text": "a", "flag": true, "count": 3, "share": 0.5, "list": [1, "x"], "none": .null,
        ]
        #expect(value["text"]?.string == "a")
        #expect(value["flag"]?.bool == true)
        #expect(value["count"]?.int == 3)
        #expect(value["share"]?.double == 0.5)
        #expect(value["list"]?[1] == "x")
        #expect(value["list"]?.array?.count == 2)
        #expect(value["none"]?.isNull == true)
        #expect(value["list"]?[2] == nil)
        #expect(value["missing"] == nil)
        #expect(value["text"]?.int == nil)
        #expect(value["share"]?.int == nil)
        #expect(value["text"]?["a"] == nil)
        #expect(value["text"]?[0] == nil)
        #expect(value.array == nil)
        #expect(value.bool == nil)
    }
}
