@testable import Nx1Values
@testable import ShellInput

/// Request items, from the arguments of a command and each as an argument of its own. What follows the first NUL is what
/// every file holds.
func checkRequestItems(_ input: ArraySlice<UInt8>) {
    let end = input.firstIndex(of: 0) ?? input.endIndex
    let content = Array(input[end...].dropFirst())
    let files = InputFiles(home: "/home") { (path) throws(InputFileError) in
        if path.utf8.count > 20 { throw InputFileError(path: path, reason: "no such file") }
        return content
    }
    let arguments = String(decoding: input[..<end], as: UTF8.self)
    let single = check(arguments, files)
    do throws(RequestItemError) {
        let (items, text) = try RequestItems.read(from: arguments, files: files)
        for item in items { check(item) }
        checkAgain(items, text, files)
        if let single, isPlainWord(arguments) {
            promise(items == [single] && text == nil, "a word without blanks and quotes is one item")
        }
    } catch {
        check(error)
    }
}

/// The whole as one item, if it is one.
private func check(_ argument: String, _ files: InputFiles) -> RequestItem? {
    do throws(RequestItemError) {
        let item = try RequestItem.read(argument, files: files)
        check(item)
        return item
    } catch {
        check(error)
        return nil
    }
}

private func isPlainWord(_ text: String) -> Bool {
    !text.utf8.contains { " \t\r\n\"'".utf8.contains($0) }
}

private func check(_ item: RequestItem) {
    promise(item.key.first.map { $0.isLetter || $0 == "_" } == true, "a key begins with a letter")
    promise(item.key.utf8.allSatisfy { $0 < 0x80 && $0 > 0x20 && $0 != 0x3D && $0 != 0x3A }, "a key is plain")
    // What refers to something else is written with a path, which has no JSON.
    guard case .value(let value) = item.content else { return }
    let written = "\(item.key):=\(value)"
    let files = InputFiles(home: nil) { (path) throws(InputFileError) in
        throw InputFileError(path: path, reason: "no file was named")
    }
    promise(
        (try? RequestItem.read(written, files: files)) == item, "an item written as JSON is the same item")
}

/// What was read, written as JSON, reads as the same.
private func checkAgain(_ items: [RequestItem], _ text: String?, _ files: InputFiles) {
    let rest = text ?? ""
    if BlockQuote.unquoted(rest) != rest || rest.utf8.first?.isBlankInWords == true { return }
    var words: [String] = []
    for item in items {
        guard case .value(let value) = item.content else { return }
        words.append("\(item.key):=\(value)")
    }
    let written = words + (text == nil ? [] : ["--", rest])
    let again = try? RequestItems.read(from: written.joined(separator: " "), files: files)
    promise(again.map { $0.items == items && $0.text == text } == true, "what is written reads back")
}

private func check(_ error: RequestItemError) {
    let sentence = error.description
    promise(
        sentence.hasSuffix(".") && !sentence.contains(where: \.isNewline), "an error is a sentence on one row"
    )
    let last = error.item.count + 1
    switch error.reason {
    case .openQuote(let column), .trailing(let column), .badJSON(_, let column):
        promise((1...last).contains(column), "the place is in the item: \(error)")
    case .badJSONFile(_, _, let line, let column):
        promise(line >= 1 && column >= 1, "the place is in the file")
    case .noItem, .noKey, .notText, .unreadable, .placeInKey, .placeInPath: break
    }
}
