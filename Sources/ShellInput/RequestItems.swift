import Nx1Values

/// The request items and the text in a command's arguments.
public enum RequestItems {
    /// Reads `ITEM… TEXT`: the items come first, and the first word that is none, or `--`, begins the text.
    ///
    /// In a word a text or a path may stand in quotes right after `=` or `@`: `"two words"` (where `\"` and `\\`
    /// are `"` and `\`) or `'two words'`. JSON after `:=` ends where the JSON ends. The text is verbatim to the
    /// end without the blanks before it, nil if there is neither one nor `--`; a text that is a `"""` block loses its quotes.
    /// - Throws: ``RequestItemError`` for the first item that makes no sense.
    public static func read(
        from arguments: some StringProtocol, files: InputFiles
    ) throws(RequestItemError) -> (items: [RequestItem], text: String?) {
        let bytes = Array(arguments.utf8)
        var rest = bytes[...]
        var items: [RequestItem] = []
        while true {
            rest = rest.drop(while: \.isBlankInWords)
            guard let head = RequestItemHead(rest) else { break }
            let reader = RequestItemReader(item: rest, head: head, files: files)
            let value = try reader.nextValue()
            items.append(value.item)
            rest = rest[value.end...]
        }
        if RequestItemHead.lacksKey(rest) {
            let word = String(decoding: rest.prefix { !$0.isBlankInWords }, as: UTF8.self)
            throw RequestItemError(item: word, reason: .noKey)
        }
        let isMarked = rest.starts(with: "--".utf8) && rest.dropFirst(2).first?.isBlankInWords != false
        if isMarked {
            rest = rest.dropFirst(2).drop(while: \.isBlankInWords)
        }
        let text = BlockQuote.unquoted(String(decoding: rest, as: UTF8.self))
        return (items, text.isEmpty && !isMarked ? nil : text)
    }
}
