import Nx1Client
import Testing

@Suite("Serialized JSON")
struct JSONSerializingTests {
    static let value: JSONValue = [
        "name": "Späti", "tags": ["a", "b"], "nothing": .null, "empty": [], "none": [:],
        "deep": ["n": [1, [true]]],
    ]

    @Test("has no white space in the compact style")
    func compact() {
        #expect(
            Self.value.serialized()
                == #"{"name":"Späti","tags":["a","b"],"nothing":null,"empty":[],"none":{},"deep":{"n":[1,[true]]}}"#
        )
        #expect(Self.value.description == Self.value.serialized(.compact))
    }

    @Test("has one line per element and member in the indented style")
    func indented() {
        #expect(
            Self.value.serialized(.indented) == """
                {
                  "name": "Späti",
                  "tags": [
                    "a",
                    "b"
                  ],
                  "nothing": null,
                  "empty": [],
                  "none": {},
                  "deep": {
                    "n": [
                      1,
                      [
                        true
                      ]
                    ]
                  }
                }
                """)
        #expect(JSONValue.array([]).serialized(.indented) == "[]")
        #expect(JSONValue.string("a").serialized(.indented) == "\"a\"")
    }

    @Test("escapes only what must be escaped")
    func escapes() {
        let text = "\"\\/\u{8}\t\n\u{C}\r\u{0}\u{1}\u{1F}\u{7F}é😀\u{2028}"
        #expect(
            JSONValue.string(text).serialized()
                == "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u0001\\u001f\u{7F}é😀\u{2028}\"")
        #expect(JSONValue.object(["\n": 1]).serialized() == #"{"\n":1}"#)
    }

    @Test("parses back to the same value", arguments: 0..<200)
    func roundTrip(_ seed: Int) throws {
        var generator = FixedSeedGenerator(seed: UInt64(seed))
        let value = Self.random(depth: 5, using: &generator)
        #expect(try JSONValue(parsing: value.serialized()) == value)
        #expect(try JSONValue(parsing: value.serialized(.indented)) == value)
    }

    @Test("is rejected if it's truncated, unless the rest is complete", arguments: 0..<20)
    func truncation(_ seed: Int) throws {
        var generator = FixedSeedGenerator(seed: UInt64(seed))
        let bytes = Array(JSONValue.array([Self.random(depth: 3, using: &generator)]).serialized().utf8)
        for length in 0..<bytes.count {
            #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes[..<length]) }
        }
    }

    private static func random(depth: Int, using generator: inout FixedSeedGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .number(JSONNumber(Int.random(in: .min ... .max, using: &generator)))
        case 3: return JSONValue(floatLiteral: Double(bitPattern: generator.next()))
        case 4, 5: return .string(text(using: &generator))
        case 6:
            let count = Int.random(in: 0..<6, using: &generator)
            return .array((0..<count).map { _ in random(depth: depth - 1, using: &generator) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<6, using: &generator) {
                object.append(random(depth: depth - 1, using: &generator), forKey: text(using: &generator))
            }
            return .object(object)
        }
    }

    private static func text(using generator: inout FixedSeedGenerator) -> String {
        let alphabet: [Unicode.Scalar] = [
            "a", "b", " ", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "é", "漢", "😀", "\u{301}", "\u{FEFF}",
            "\u{7F}", "u",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0..<24, using: &generator) {
            text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
        }
        return text
    }
}
