@testable import Nx1Values
@testable import ShellInput

/// Request items, in the arguments of a command and as single arguments. The bytes after the first NUL are the
/// content of every file.
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
            promise(items == [single] && text == nil, "a word without whitespace and quotes is one item")
        }
    } catch {
        check(error)
    }
}

/// Parses and checks an argument as a single item.
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
    promise(
        item.key.first.map { $0.isLetter || $0 == "_" } == true, "a key starts with a letter or underscore")
    promise(
        item.key.utf8.allSatisfy { $0 < 0x80 && $0 > 0x20 && $0 != 0x3D && $0 != 0x3A },
        "a key is printable ASCII without = and :")
    // A reference is written with a path, and has no JSON form.
    guard case .value(let value) = item.content else { return }
    let written = "\(item.key):=\(value)"
    let files = InputFiles(home: nil) { (path) throws(InputFileError) in
        throw InputFileError(path: path, reason: "unexpected file access")
    }
    promise(
        (try? RequestItem.read(written, files: files)) == item, "an item survives a round trip as JSON")
}

/// Checks that items and text, written as JSON items, are parsed as the same.
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
    promise(again.map { $0.items == items && $0.text == text } == true, "items and text survive a round trip")
}

private func check(_ error: RequestItemError) {
    let sentence = error.description
    promise(
        sentence.hasSuffix(".") && !sentence.contains(where: \.isNewline),
        "an error is a sentence on one line"
    )
    let last = error.item.count + 1
    switch error.reason {
    case .openQuote(let column), .trailing(let column), .badJSON(_, let column):
        promise((1...last).contains(column), "the column is in the item: \(error)")
    case .badJSONFile(_, _, let line, let column):
        promise(line >= 1 && column >= 1, "the position in a file is valid")
    case .noItem, .noKey, .notText, .unreadable, .placeInKey, .placeInPath: break
    }
}
