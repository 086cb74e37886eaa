import Nx1Client
import Testing

@Suite("JSON objects")
struct JSONObjectTests {
    @Test("keep the order of members")
    func order() throws {
        let json = #"{"z":1,"a":2,"m":{"y":1,"b":2}}"#
        #expect(try JSONValue(parsing: json).serialized() == json)
        #expect(try JSONValue(parsing: json).object?.keys == ["z", "a", "m"])
    }

    @Test("keep repeated names, of which the last counts")
    func duplicates() throws {
        let json = #"{"a":1,"b":2,"a":3}"#
        let value = try JSONValue(parsing: json)
        #expect(value["a"] == 3)
        #expect(value.object?.count == 3)
        #expect(value.serialized() == json)
    }

    @Test("replace members in place, append new ones, and remove them with nil")
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

    @Test("merge by setting one member after the other")
    func merging() {
        let object: JSONObject = ["a": 1, "b": 2]
        #expect(JSONValue.object(object.merging(["b": 3, "c": 4])).serialized() == #"{"a":1,"b":3,"c":4}"#)
        #expect(object["b"] == 2)
    }

    @Test("distinguish names that only look alike")
    func similarNames() {
        var object: JSONObject = ["\u{E9}": 1]
        #expect(object["e\u{301}"] == nil)
        object["e\u{301}"] = 2
        #expect(object.count == 2)
        #expect(object["\u{E9}"] == 1)
    }

    @Test("are collections of their members")
    func collection() {
        let object: JSONObject = ["a": 1, "b": true]
        #expect(object.count == 2)
        #expect(object[1].key == "b")
        #expect(object.map(\.value) == [1, true])
        #expect(JSONObject().isEmpty)
        #expect(JSONObject(object.map { ($0.key, $0.value) }) == object)
    }

    @Test("return a value only as its own type")
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
