import ShellInput
import Testing

@Suite("An unknown name gets suggestions")
struct NearestNamesTests {
    static let names = [
        "help", "crew", "status", "result", "set", "unset", "format", "clear", "quit", "ask",
        "classification",
        "data_engineering", "data_suggestion", "semantic_model",
    ]

    @Test(
        "The best suggestions come first",
        arguments: [
            ("crw", ["crew"]), ("cerw", ["crew"]), ("hlep", ["help"]), ("staus", ["status"]),
            ("c", ["crew", "clear", "classification"]), ("sett", ["set"]), ("nset", ["set", "unset"]),
            ("data", ["data_engineering", "data_suggestion"]), ("data-enginering", ["data_engineering"]),
            ("Data_Engineering", ["data_engineering"]), ("classify", ["classification"]),
            ("model", ["semantic_model"]), ("semantics", ["semantic_model"]), ("xyzzy", []), ("x", []),
            ("", []),
        ] as [(String, [String])])
    func nearest(typed: String, expected: [String]) {
        #expect(NearestNames.nearest(to: typed, among: Self.names) == expected)
    }

    @Test("There are no more than requested, and none twice")
    func most() {
        #expect(NearestNames.nearest(to: "a", among: ["ab", "ab", "ac", "ad"], most: 2) == ["ab", "ac"])
        #expect(NearestNames.nearest(to: "a", among: ["ab"], most: 0) == [])
    }

    @Test("The question lists them")
    func question() {
        let names = ["crew", "clear", "classify"]
        #expect(NearestNames.question(about: "cle", among: names, prefix: ":") == "Did you mean `:clear`?")
        #expect(NearestNames.question(about: "cl", among: names) == "Did you mean `clear` or `classify`?")
        #expect(
            NearestNames.question(about: "c", among: names, prefix: ":")
                == "Did you mean `:crew`, `:clear` or `:classify`?")
        #expect(NearestNames.question(about: "zzz", among: names) == nil)
    }
}
