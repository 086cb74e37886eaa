import Nx1Events
import Testing

@testable import ShellInput

@Suite("An item with placeholders")
struct PlacedItemTests {
    private func read(_ arguments: String) throws -> (items: [PlacedItem], text: String?) {
        try RequestItems.readPlaced(from: arguments, files: .onDisk(home: nil))
    }

    @Test("has a value whose placeholders may contain spaces, as inside quotes")
    func blanks() throws {
        let (items, text) = try read(#"a={sales region=far north}/x b="is {b}" Which {text}?"#)
        #expect(items.map(\.key) == ["a", "b"])
        guard case .text(let a)? = items.first?.content, case .text(let b)? = items.last?.content else {
            Issue.record("Both are texts.")
            return
        }
        #expect(a.source == "{sales region=far north}/x" && b.source == "is {b}")
        #expect(a.places.map(\.name) == ["sales region"] && a.places.first?.standard == "far north")
        #expect(text == "Which {text}?")
    }

    @Test(
        "reads a single placeholder after := as a placeholder, and anything else as JSON",
        arguments: [("a:={x}", true), ("a:={x=1}", true), (#"a:={"x":"{y}"}"#, false), ("a:=[1]", false)])
    func json(argument: String, isPlace: Bool) throws {
        let (items, _) = try read(argument)
        switch items.first?.content {
        case .place?: #expect(isPlace)
        case .json?: #expect(!isPlace)
        default: Issue.record("\(items)")
        }
    }

    @Test(
        "can have placeholders only in its value",
        arguments: [
            ("{a}=1", "`{a}=1` has a placeholder as its key."),
            ("x=1 {a}:=1", "`{a}:=1` has a placeholder as its key."),
            ("a=@{file}", "`a=@{file}` has a placeholder in a file name."),
            (#"a:=@"{my file}.json""#, "has a placeholder in a file name."),
            ("a:={x}y", "Invalid JSON in `a:={x}y`"), ("a:=[{x}]", "Invalid JSON in `a:=[{x}]`"),
        ])
    func refusals(arguments: String, sentence: String) {
        let error = #expect(throws: RequestItemError.self) { try read(arguments) }
        #expect(error?.description.contains(sentence) == true, "\(String(describing: error))")
    }

    @Test("is text after --, whatever it looks like")
    func marked() throws {
        let (items, text) = try read("x=1 -- {a}=1 is an equation")
        #expect(items.count == 1 && text == "{a}=1 is an equation")
    }
}
